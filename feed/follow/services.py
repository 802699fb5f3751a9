"""Services that change followers and follows, each one transaction with the follower's row locked."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

import outbox
from common.personal_data.signals import row_deleted_by_owner
from common.typed_text.characters import mail_address
from feed.follow.links import CONFIRMATION_MAX_AGE, Confirmation
from feed.models import Activity, Digest, Follow, Follower
from feed.outbox_events import FEED_CONFIRMATION, ConfirmationPayload

# The most follows of one reader.
MAX_FOLLOWS = 30


@transaction.atomic
def request_follow(email: str, subject: Follow, rhythm: str, language: str) -> None:
    """Save an unconfirmed follow of an address and record its confirmation mail; nothing at too many follows.

    Nothing else of a known follower changes: anybody may have typed her address.
    """
    known = {"language": language, "rhythm": rhythm}
    # Locked: two requests at once must not pass the limit of follows together.
    follower, _new = Follower.objects.select_for_update().get_or_create(email=mail_address(email), defaults=known)
    what = {name: getattr(subject, name) for name in ("organization", "topic", "query", "is_everything")}
    found = follower.follows.filter(**what).first()
    if found is None:
        # Without a word: the answer must not tell anything about an address.
        if follower.follows.count() >= MAX_FOLLOWS:
            return
        found = follower.follows.create(**what, requested_at=timezone.now())
    # A new request starts the time to confirm anew.
    Follow.objects.filter(pk=found.pk).update(requested_at=timezone.now())
    payload = ConfirmationPayload(follow=found.pk, rhythm=rhythm, language=language)
    outbox.record(FEED_CONFIRMATION, f"follower:{follower.pk}", payload, key=f"asked {found.pk}")


class Confirmed(NamedTuple):
    """A confirmed follower; `is_first` is true the first time that the link was used."""

    follower: Follower
    is_first: bool


@transaction.atomic
def confirm_follow(confirmation: Confirmation) -> Confirmed | None:
    """Confirm a follow, start digests at the first one; return the follower and if this was new; None if it is gone."""
    # of: the filter joins the follows, whose rows are not to be locked.
    follower = Follower.objects.select_for_update(of=("self",)).filter(follows=confirmation.follow).first()
    follow = Follow.objects.filter(pk=confirmation.follow).first()
    if follower is None or follow is None:
        return None
    is_first = follow.confirmed_at is None
    if is_first:
        # At her first confirmed follow only: later ones must not skip activity that she was not told of yet.
        if not follower.follows.confirmed().exists():
            _start_digests(follower, confirmation)
        follower.rhythm, follower.language = confirmation.rhythm, confirmation.language
        follower.save(update_fields=["rhythm", "language", "last_activity"])
        follow.confirmed_at = timezone.now()
        follow.save(update_fields=["confirmed_at"])
    return Confirmed(follower, is_first)


def _start_digests(follower: Follower, confirmation: Confirmation) -> None:
    """Let a new follower's digests start with the activity from now on, in the period after this one."""
    follower.last_activity = last_activity_id()
    start = Follower.Rhythm(confirmation.rhythm).period_start(timezone.localdate())
    numbers = {"after_activity": follower.last_activity, "until_activity": follower.last_activity}
    Digest.objects.get_or_create(follower=follower, period_start=start, defaults=numbers)


def last_activity_id() -> int:
    """Return the id of the latest recorded activity of any organization, 0 where there is none."""
    return Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def change_preferences(follower: Follower, rhythm: str, language: str) -> None:
    """Save a follower's rhythm (daily, weekly) and language of mails; the values are not checked."""
    Follower.objects.filter(pk=follower.pk).update(rhythm=rhythm, language=language)


@transaction.atomic
def unfollow(follower: Follower, follow_id: int) -> bool:
    """Delete one follow, and the follower if no confirmed one is left; return whether one is left.

    A follower who follows nothing is deleted.
    """
    locked = Follower.objects.select_for_update().filter(pk=follower.pk).first()
    if locked is None:
        return False
    locked.follows.filter(pk=follow_id).delete()
    if locked.follows.confirmed().exists():
        return True
    _delete(locked)
    return False


@transaction.atomic
def delete_follower(pk: int, key: str) -> None:
    """Delete the follower with this id and key, with all follows; nothing where there is none."""
    if follower := Follower.objects.select_for_update().filter(pk=pk, key=key).first():
        _delete(follower)


def _delete(follower: Follower) -> None:
    """Delete a follower who leaves, and let it be remembered: an older backup must not bring her address back."""
    row_deleted_by_owner.send(Follower, address=follower.email)
    follower.delete()


@transaction.atomic
def delete_unconfirmed() -> None:
    """Delete follows that were not confirmed within 7 days, and followers without any follow."""
    # In this order: the first deletion is what leaves followers without any follow.
    Follow.objects.filter(confirmed_at=None, requested_at__lt=timezone.now() - CONFIRMATION_MAX_AGE).delete()
    Follower.objects.filter(~Exists(Follow.objects.filter(follower=OuterRef("pk")))).delete()
