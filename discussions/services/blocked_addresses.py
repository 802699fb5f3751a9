"""Remember blocked participants who left, by a keyed hash of their address alone."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from discussions.models import BlockedAddress, Participant

SALT = "discussions.blocked_address"
# Long enough to cool down; after it nobody is remembered any more.
KEPT = timedelta(days=365)


def address_hash(email: str) -> str:
    """Return a keyed hash of an address, from which nobody without the portal's secret key can tell whose it is."""
    return salted_hmac(SALT, email.lower(), algorithm="sha256").hexdigest()


def remember_blocked(participant: Participant) -> None:
    """Remember for a year the address of a participant who leaves, if an editor blocked her; else nothing."""
    if participant.state == Participant.State.BLOCKED:
        until = timezone.localdate() + KEPT
        BlockedAddress.objects.update_or_create(address_hash=address_hash(participant.email), defaults={"until": until})


def state_on_confirming(participant: Participant) -> str:
    """Return the state of a participant who confirmed her address: blocked if she left while blocked, else active.

    From then on her own row says that she is blocked, and the address is remembered no more.
    """
    remembered = BlockedAddress.objects.filter(address_hash=address_hash(participant.email))
    was_blocked, _by_model = remembered.delete()
    return Participant.State.BLOCKED if was_blocked else Participant.State.ACTIVE


def delete_old_blocked_addresses() -> None:
    """Delete the remembered addresses whose year is over."""
    BlockedAddress.objects.filter(until__lt=timezone.localdate()).delete()
