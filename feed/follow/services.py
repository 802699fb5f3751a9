"""What changes who follows what: each one transaction, in which the follower's row is locked."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

import outbox
from feed.follow.links import PATIENCE, Confirmation
from feed.models import Activity, Digest, Follow, Follower
from feed.outbox_events import FEED_CONFIRMATION, ConfirmationPayload

# Things that one reader may follow.
MOST_FOLLOWS = 30


@transaction.atomic
def ask(email: str, subject: Follow, rhythm: str, language: str) -> None:
    """Write down that an address asks to follow something, and have a mail sent there that asks whether it is true.

    Nothing else of somebody who is known already changes: anybody may have typed her address.
    """
    known = {"language": language, "rhythm": rhythm}
    follower, _new = Follower.objects.select_for_update().get_or_create(email=email.lower(), defaults=known)
    what = {"organization": subject.organization, "topic": subject.topic, "query": subject.query}
    found = follower.follows.filter(**what).first()
    if found is None:
        if follower.follows.count() >= MOST_FOLLOWS:
            return
        found = follower.follows.create(**what, asked_at=timezone.now())
    Follow.objects.filter(pk=found.pk).update(asked_at=timezone.now())
    payload = ConfirmationPayload(follow=found.pk, rhythm=rhythm, language=language)
    outbox.record(FEED_CONFIRMATION, f"follower:{follower.pk}", payload, key=f"asked {found.pk}")


@transaction.atomic
def confirm(confirmation: Confirmation) -> Follower | None:
    """Let a follow count from now on; a second time changes nothing. None where it was left meanwhile."""
    follower = Follower.objects.select_for_update(of=("self",)).filter(follows=confirmation.follow).first()
    follow = Follow.objects.filter(pk=confirmation.follow).first()
    if follower is None or follow is None:
        return None
    if follow.confirmed_at is None:
        if not follower.follows.confirmed().exists():
            _begin(follower, confirmation)
        follower.rhythm, follower.language = confirmation.rhythm, confirmation.language
        follower.save(update_fields=["rhythm", "language", "told"])
        follow.confirmed_at = timezone.now()
        follow.save(update_fields=["confirmed_at"])
    return follower


def _begin(follower: Follower, confirmation: Confirmation) -> None:
    """She is told of what comes from now on, the first time in the period after this one."""
    follower.told = last_line()
    start = Follower.Rhythm(confirmation.rhythm).start(timezone.localdate())
    until = {"after": follower.told, "until": follower.told}
    Digest.objects.get_or_create(follower=follower, start=start, defaults=until)


def last_line() -> int:
    """The number of the last line of history, 0 where there is none."""
    return Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def choose(follower: Follower, rhythm: str, language: str) -> None:
    Follower.objects.filter(pk=follower.pk).update(rhythm=rhythm, language=language)


@transaction.atomic
def leave(follower: Follower, follow_id: int) -> bool:
    """Follow one thing no more; who follows nothing is forgotten. Tells whether she still follows anything."""
    locked = Follower.objects.select_for_update().filter(pk=follower.pk).first()
    if locked is None:
        return False
    locked.follows.filter(pk=follow_id).delete()
    if locked.follows.confirmed().exists():
        return True
    locked.delete()
    return False


def forget(pk: int, key: str) -> None:
    """Delete a follower's address with all that hangs on it; nothing happens where she is gone already."""
    Follower.objects.filter(pk=pk, key=key).delete()


@transaction.atomic
def forget_unconfirmed() -> None:
    """Delete what nobody has confirmed in time, and the address of everybody who follows nothing."""
    Follow.objects.filter(confirmed_at=None, asked_at__lt=timezone.now() - PATIENCE).delete()
    Follower.objects.filter(~Exists(Follow.objects.filter(follower=OuterRef("pk")))).delete()
