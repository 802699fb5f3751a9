"""The person who signs in. Her rights come from memberships (orgs), never from here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.sign_in_names import shown_name
from common.typed_text.characters import mail_address


class UserManager(BaseUserManager["User"]):
    """The manager that creates people by mail address; addresses are kept in lower case."""

    use_in_migrations = True

    def get_by_natural_key(self, email: str | None) -> User:
        """Return the account of a mail address, normalized. Raises User.DoesNotExist if there is none."""
        return self.get(email=mail_address(email or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create and return an account; without password only mailed codes sign in. ValueError without address.

        Raises ValueError when the address is empty.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=mail_address(email), **fields)
        # None stores an unusable password: no typed one ever matches it.
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create and return an administrator's account whose address counts as verified.

        Only somebody who may run commands on the server can call this, and is trusted with the address.
        """
        from allauth.account.models import EmailAddress  # refers to this model

        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
            EmailAddress.objects.using(self._db).create(user=user, email=user.email, verified=True, primary=True)
        return user


class DeskMails(models.TextChoices):
    """The choices of how often an editor gets mails about what waits at the desk."""

    SOON = "soon", _("soon, at most every 15 minutes")
    DAILY = "daily", _("once a day, in the morning")
    NONE = "none", _("never")


class User(AbstractUser):
    """A person with an account, known by her mail address."""

    # People sign in by mail address; Django's field is removed.
    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="km")
    # Her choices about mails: about the desk, if she is an editor, and about decisions on pages that she sent.
    desk_mails = models.CharField(
        _("mails about what waits for editors"), max_length=5, choices=DeskMails.choices, default=DeskMails.SOON
    )
    decision_mails = models.BooleanField(_("mails about decisions on what I sent"), default=True)
    # Counted up to end all her sessions: to find them in the table, every session there is would have to be decoded.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        # Also where a row was not written by save(): of two ways to write an address one account.
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the person's full name, or the part of the mail address before the @ if there is none."""
        return self.get_full_name() or self.email.partition("@")[0]

    @property
    def sign_in_name(self) -> str:
        """Return with what the person signs in: the mail address, or the sign-in name of one who has none."""
        return shown_name(self.email)

    def get_session_auth_hash(self) -> str:
        """Return the hash a session must have; it changes with the password and when sessions are ended."""
        # Django compares it at each request, so old sessions end at once.
        return f"{super().get_session_auth_hash()}:{self.session_epoch}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the session hashes that were made with older secret keys and still count."""
        for fallback in super().get_session_auth_fallback_hash():
            yield f"{fallback}:{self.session_epoch}"

    # update() and bulk_create do not come here; the constraint holds for them.
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the account, with its mail address normalized."""
        self.email = mail_address(self.email)
        super().save(*args, **kwargs)
