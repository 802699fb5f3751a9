"""Count mails that came back for good: five of them pause a participant's mails, and never delete her."""

from __future__ import annotations

from django.db import transaction

from discussions.addresses import AddressKind, SignedAddress
from discussions.locks import locked_participant
from discussions.models import Participant, Subscription
from discussions.models.participants import BOUNCES_THAT_PAUSE


def record_bounce(bounced: SignedAddress, *, is_permanent: bool) -> bool:
    """Count a permanent bounce for a bounce address's participant; return whether it is one of a known subscription.

    `bounced` is what discussions.addresses.read_address gives for the recipient of the bounce. One that is not for good
    changes nothing: the mail server tries again by itself.
    """
    found = Subscription.objects.filter(pk=bounced.subscription).values_list("participant", flat=True).first()
    if found is None or bounced.kind != AddressKind.BOUNCE:
        return False
    if is_permanent:
        count_bounce(found)
    return True


@transaction.atomic
def count_bounce(participant_id: int) -> None:
    """Count one more permanent bounce of a participant, by id; at the fifth set her mails to paused."""
    participant = locked_participant(participant_id)
    if participant is None:
        return
    participant.bounces = min(participant.bounces + 1, BOUNCES_THAT_PAUSE)
    if participant.bounces >= BOUNCES_THAT_PAUSE and participant.state == Participant.State.ACTIVE:
        participant.state = Participant.State.PAUSED
    participant.save(update_fields=["bounces", "state"])


@transaction.atomic
def resume_mails(participant: Participant) -> bool:
    """Set a paused participant active, with no bounces; return whether she was paused, else change nothing.

    Called when she says on the site that her address works again.
    """
    # In the database, and only if she is paused: a block of the same moment must not be undone.
    changed = Participant.objects.filter(pk=participant.pk, state=Participant.State.PAUSED).update(
        state=Participant.State.ACTIVE, bounces=0
    )
    if changed:
        participant.state, participant.bounces = Participant.State.ACTIVE, 0
    return bool(changed)
