"""Boards: the places in which threads stand, each with its rules of reading, writing and review."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from orgs.public_version import bump_version
from vocabulary.bilingual import Bilingual

LONGEST_BOARD_DESCRIPTION = 300
# The part of a mail address before the @. Letters, digits and single hyphens: no client changes these.
MAIL_NAME = RegexValidator(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
# Addresses below /discussions/ that are no boards (discussions.urls).
RESERVED_BOARD_SLUGS = frozenset({"about", "join", "leave", "mail", "me", "posts", "rules", "search", "write"})
# Names of mail addresses that mean something else (discussions.addresses, and RFC 2142).
RESERVED_MAIL_NAMES = frozenset({"reply", "bounce", "leave", "postmaster", "abuse", "noreply", "mailer-daemon", "root"})


class BoardQuerySet(models.QuerySet["Board"]):
    """The database queries about boards."""

    def public(self) -> BoardQuerySet:
        """Return the boards that everybody may read, that are not hidden and whose organization is public."""
        return self.filter(
            who_reads=Board.Readers.EVERYBODY, organization__in=Organization.objects.public(), is_hidden=False
        )

    def of(self, organization: Organization) -> BoardQuerySet:
        """Return all boards of one organization, hidden and closed ones too."""
        return self.filter(organization=organization)


class Board(Bilingual, models.Model):
    """A board: a mailing list and a forum in one, which belongs to an organization or to the programme."""

    class Readers(models.TextChoices):
        """The people who may read a board."""

        EVERYBODY = "everybody", _("everybody")
        MEMBERS = "members", _("members of organizations")
        INVITED = "invited", _("invited people")

    class Writers(models.TextChoices):
        """The people who may write on a board, as far as they may read it."""

        CONFIRMED = "confirmed", _("everybody who confirmed an e-mail address")
        MEMBERS = "members", _("members of organizations")
        INVITED = "invited", _("invited people")

    class Review(models.TextChoices):
        """The posts that an editor reads before they are published."""

        FIRST = "first", _("the first three posts of a person")
        ALL = "all", _("all posts")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="boards")
    name_en = models.CharField(_("English name"), max_length=80)
    name_km = models.CharField(_("Khmer name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    description_en = models.CharField(_("one sentence in English"), max_length=LONGEST_BOARD_DESCRIPTION)
    description_km = models.CharField(_("one sentence in Khmer"), max_length=LONGEST_BOARD_DESCRIPTION)
    # The part of its mail address before the @; the domain is the setting DISCUSSIONS_MAIL_DOMAIN.
    mail_name = models.CharField(_("name of its mail address"), max_length=30, unique=True, validators=[MAIL_NAME])
    who_reads = models.CharField(_("who reads"), max_length=9, choices=Readers.choices, default=Readers.EVERYBODY)
    who_writes = models.CharField(_("who writes"), max_length=9, choices=Writers.choices, default=Writers.CONFIRMED)
    review = models.CharField(_("read before publication"), max_length=5, choices=Review.choices, default=Review.FIRST)
    # Pseudonyms are offered, every answer by mail is shown to its author before it is published.
    is_sensitive = models.BooleanField(_("sensitive"), default=False)
    is_closed = models.BooleanField(_("closed: nobody writes any more"), default=False)
    is_hidden = models.BooleanField(_("hidden from the public"), default=False)
    # The number of the newest thread; threads are numbered within their board.
    last_thread = models.PositiveIntegerField(default=0, editable=False)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering: ClassVar = ["name_en"]
        constraints: ClassVar = [
            # Who may write must be able to read.
            models.CheckConstraint(
                condition=models.Q(who_reads="everybody")
                | models.Q(who_reads="members", who_writes__in=["members", "invited"])
                | models.Q(who_reads="invited", who_writes="invited"),
                name="discussions_writers_can_read",
            ),
            models.CheckConstraint(
                condition=~models.Q(mail_name__in=sorted(RESERVED_MAIL_NAMES)), name="discussions_mail_name_is_free"
            ),
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_BOARD_SLUGS)), name="discussions_slug_is_free"
            ),
        ]

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save the board; mark cached pages as outdated unless only `last_thread` is saved."""
        super().save(*args, update_fields=update_fields, **kwargs)
        # A new thread saves its number alone, and no page shows that number.
        if update_fields != ["last_thread"]:
            bump_version()

    @property
    def description(self) -> str:
        """Return the board's description in the active language; "" where it has none in that language."""
        return self.description_in(get_language() or "en")

    def description_in(self, language: str) -> str:
        """Return the board's description: Khmer for "km", else English; an empty one is not replaced by the other."""
        return self.description_km if language == "km" else self.description_en

    @property
    def is_public(self) -> bool:
        """Return whether everybody may read the board, it is not hidden and its organization is public."""
        return self.who_reads == self.Readers.EVERYBODY and not self.is_hidden and self.organization.is_public


class Invitee(models.Model):
    """A participant who may read and write a board of invited people."""

    board: models.ForeignKey[Any, Any] = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="invitees")
    participant = models.ForeignKey("discussions.Participant", on_delete=models.CASCADE, related_name="invitations")
    invited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "participant"], name="discussions_invited_once")
        ]

    def __str__(self) -> str:
        return f"invitee {self.pk}"
