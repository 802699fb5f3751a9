"""The person who signs in. What she may do is told by memberships (orgs), never here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.typed_text.characters import mail_address


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address; addresses are kept in lower case."""

    use_in_migrations = True

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email=mail_address(email or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person; without a password she can only sign in by a mailed code.

        Raises ValueError when the address is empty.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=mail_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an administrator whose address counts as verified: who may run commands here is trusted with it."""
        from allauth.account.models import EmailAddress  # refers to this model

        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
            EmailAddress.objects.using(self._db).create(user=user, email=user.email, verified=True, primary=True)
        return user


class DeskMails(models.TextChoices):
    """How often somebody who works at the editors' desk is written to about what waits there."""

    SOON = "soon", _("soon, at most every 15 minutes")
    DAILY = "daily", _("once a day, in the morning")
    NONE = "none", _("never")


class User(AbstractUser):
    """A person, known by her e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="km")
    # By mail she hears of the desk, if she works at it, and of what editors decide on what she sent.
    desk_mails = models.CharField(
        _("mails about what waits for editors"), max_length=5, choices=DeskMails.choices, default=DeskMails.SOON
    )
    decision_mails = models.BooleanField(_("mails about decisions on what I sent"), default=True)
    # Counted up to end all her sessions; looking for them in the table would mean to unpack every session there is.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How others read her: the name she gave, else the part of her address before the @."""
        return self.get_full_name() or self.email.partition("@")[0]

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}:{self.session_epoch}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for fallback in super().get_session_auth_fallback_hash():
            yield f"{fallback}:{self.session_epoch}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = mail_address(self.email)
        super().save(*args, **kwargs)
