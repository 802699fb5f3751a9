"""Remember blocked participants who left, by a keyed hash of their address alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import salted_hmac

from discussions.models import BlockedAddress, Participant

SALT = "discussions.blocked_address"
# Long enough to cool down; after it nobody is remembered any more.
KEPT = timedelta(days=365)


def address_hash(email: str, key: str | bytes | None = None) -> str:
    """Return a keyed hash of a mail address, made with the portal's secret key or the given one."""
    return salted_hmac(SALT, email.lower(), secret=key, algorithm="sha256").hexdigest()


# However she goes: she leaves, closes her account, or her data are erased.
@receiver(pre_delete, sender=Participant)
def remember_blocked(instance: Participant, **kwargs: Any) -> None:
    """Store for a year the hashed address of a blocked participant who is deleted; else nothing (receiver)."""
    if instance.state == Participant.State.BLOCKED:
        until = timezone.localdate() + KEPT
        BlockedAddress.objects.update_or_create(address_hash=address_hash(instance.email), defaults={"until": until})


def state_on_confirming(participant: Participant) -> str:
    """Return the state on confirming an address: blocked if remembered so (the memory is deleted), else active.

    The remembered address is deleted: from then on her own row says that she is blocked.
    """
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    hashes = [address_hash(participant.email, key) for key in keys]
    remembered = BlockedAddress.objects.filter(address_hash__in=hashes)
    was_blocked, _by_model = remembered.delete()
    return Participant.State.BLOCKED if was_blocked else Participant.State.ACTIVE


def delete_old_blocked_addresses() -> None:
    """Delete the hashed addresses of blocked, deleted participants after their year is over."""
    BlockedAddress.objects.filter(until__lt=timezone.localdate()).delete()
