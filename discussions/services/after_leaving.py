"""Remember of participants who left, by a keyed hash of their address alone, that they were blocked or wrote much."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from discussions.models import BlockedAddress, DayCount, Participant
from discussions.rules.address_hashes import address_hash, address_hashes
from discussions.rules.limits import DAY, written_today

# Long enough to cool down; after it nobody is remembered any more.
KEPT = timedelta(days=365)


# However she goes: she leaves, closes her account, or her data are erased.
@receiver(pre_delete, sender=Participant)
def remember_blocked(instance: Participant, **kwargs: Any) -> None:
    """Store for a year the hashed address of a blocked participant who is deleted; else nothing (receiver)."""
    if instance.state == Participant.State.BLOCKED:
        until = timezone.localdate() + KEPT
        BlockedAddress.objects.update_or_create(address_hash=address_hash(instance.email), defaults={"until": until})


@receiver(pre_delete, sender=Participant)
def remember_day(instance: Participant, **kwargs: Any) -> None:
    """Store how many posts of 24 hours a deleted participant had, by the hash of her address; not for 0 (receiver).

    Otherwise the limits of a day would begin anew for whoever leaves and comes back.
    """
    written = written_today(instance)
    if written.posts:
        counted = {"posts": written.posts, "threads": written.threads, "left_at": timezone.now()}
        DayCount.objects.update_or_create(address_hash=address_hash(instance.email), defaults=counted)


def state_on_confirming(participant: Participant) -> str:
    """Return the state on confirming an address: blocked if remembered so (the memory is deleted), else active.

    The remembered address is deleted: from then on her own row says that she is blocked.
    """
    remembered = BlockedAddress.objects.filter(address_hash__in=address_hashes(participant.email))
    was_blocked, _by_model = remembered.delete()
    return Participant.State.BLOCKED if was_blocked else Participant.State.ACTIVE


def delete_old_hashes() -> None:
    """Delete the hashed addresses of deleted participants: of blocked ones after a year, others after a day."""
    DayCount.objects.filter(left_at__lt=timezone.now() - DAY).delete()
    BlockedAddress.objects.filter(until__lt=timezone.localdate()).delete()
