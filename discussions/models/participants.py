"""Participants of discussions: people known by a confirmed mail address, which nobody else sees."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from common.typed_text.names import skeleton
from discussions.models.boards import Board

LONGEST_NAME, LONGEST_NAME_KEY = 60, 120
# A participant whose mails came back for good so many times gets no more of them until she comes back.
BOUNCES_THAT_PAUSE = 5


def name_key_of(name: str) -> str:
    """Return a key of a shown name, the same for names that look alike; "" for a name without letters or digits."""
    return skeleton(name)[:LONGEST_NAME_KEY]


def new_key() -> str:
    """Return a new random key of 22 letters and digits, such as for a participant's signed links and cookies."""
    return get_random_string(22)


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """The database queries about participants."""

    def writing(self) -> ParticipantQuerySet:
        """Return the participants who may write: address confirmed, and not blocked (active or paused)."""
        return self.filter(state__in=[Participant.State.ACTIVE, Participant.State.PAUSED])


class Participant(models.Model):
    """A person who takes part in discussions; she needs no account, only an address that she confirmed."""

    class State(models.TextChoices):
        """The states of a participant."""

        UNCONFIRMED = "unconfirmed", _("not confirmed")
        ACTIVE = "active", _("takes part")
        PAUSED = "paused", _("her mails came back")
        BLOCKED = "blocked", _("blocked by an editor")

    # The account of the same person, if she has one.
    user: models.OneToOneField[Any, Any] = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="participant"
    )
    email = models.EmailField(_("your e-mail address"), unique=True)
    # The name shown beside her next post; each post keeps the name that it was written under.
    # Never taken from User.name: without a name that gives the part of the address before the @.
    name = models.CharField(_("the name that is shown"), max_length=LONGEST_NAME, blank=True)
    # The name as it looks (common.typed_text.names.skeleton), so that nobody else takes one that looks alike.
    name_key = models.CharField(max_length=LONGEST_NAME_KEY, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(max_length=11, choices=State.choices, default=State.UNCONFIRMED)
    # Part of signed links: an id that a restored backup gives out again opens nothing.
    key = models.CharField(max_length=22, default=new_key, editable=False)
    bounces = models.PositiveSmallIntegerField(default=0)
    # Set when a post of hers was hidden by an editor: from then on her posts wait again.
    trust_lost_at = models.DateTimeField(null=True)
    # The page of rules is shown before the first post.
    rules_read_at = models.DateTimeField(null=True)
    # Devices that were known before are known no more: she signed out on all of them.
    signed_out_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints: ClassVar = [
            # Two people who choose one name at the same moment: the second one is refused.
            models.UniqueConstraint(
                fields=["name_key"], condition=~models.Q(name_key=""), name="discussions_one_owner_of_a_name"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(confirmed_at=None),
                name="discussions_unconfirmed",
            )
        ]

    def __str__(self) -> str:
        # Never the address: logs show this text.
        return f"participant {self.pk}"

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save the participant with her name's look-alike key. Raises IntegrityError when another has such a name."""
        self.name_key = name_key_of(self.name)
        if update_fields is not None and "name" in update_fields:
            update_fields = [*update_fields, "name_key"]
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def may_write(self) -> bool:
        """Return whether the participant confirmed her address and is not blocked (active or paused)."""
        return self.state in (self.State.ACTIVE, self.State.PAUSED)


class Subscription(models.Model):
    """A participant's choice of the mails of a board; one without a row gets none."""

    class Rhythm(models.TextChoices):
        """The ways to get a board by mail."""

        EACH = "each", _("Each post")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week, on Monday")
        NONE = "none", _("No mails")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="subscriptions")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="subscriptions")
    rhythm = models.CharField(_("how often?"), max_length=6, choices=Rhythm.choices, default=Rhythm.EACH)
    # The first day, in Cambodia, of the period of her newest digest.
    digest_period = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "board"], name="discussions_subscribed_once")
        ]
        indexes: ClassVar = [models.Index(fields=["board", "rhythm"], name="discussions_to_mail")]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class MutedThread(models.Model):
    """A thread of which a participant gets no mails."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="muted_threads")
    thread = models.ForeignKey("discussions.Thread", on_delete=models.CASCADE, related_name="muted_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "thread"], name="discussions_muted_once")
        ]

    def __str__(self) -> str:
        return f"muted thread {self.pk}"


class Block(models.Model):
    """A participant's wish not to see another's posts under one name: they are folded on pages, and not mailed to her.

    Only under the name that she read. If posts under another name of the same person were folded too, everybody could
    find out who is behind a pseudonym.
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="blocked_by")
    # As it stands beside the post.
    name = models.CharField(max_length=LONGEST_NAME, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "blocked", "name"], name="discussions_blocked_once"),
            models.CheckConstraint(
                condition=~models.Q(participant=models.F("blocked")), name="discussions_blocks_another"
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class BlockedAddress(models.Model):
    """A keyed hash of the address of a blocked participant who left, so that she does not come back unblocked."""

    address_hash = models.CharField(max_length=64, unique=True)
    # The day on which it is deleted.
    until = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"blocked address {self.pk}"


class DayCount(models.Model):
    """The number of posts of a participant in the day before she left, by a keyed hash of her address (for limits).

    A row counts for a day after she left.
    """

    address_hash = models.CharField(max_length=64, unique=True)
    posts = models.PositiveSmallIntegerField()
    threads = models.PositiveSmallIntegerField()
    left_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"day count {self.pk}"
