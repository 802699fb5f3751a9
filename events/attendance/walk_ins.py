"""Add somebody who came to an event without being on its list."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.refusal import Refusal
from events.attendance.check_in import Arrival, check_in, event_times, refuse_check_in
from events.models import Gathering, Registration


@dataclass(frozen=True)
class WalkIn:
    """Somebody who came without being on the list. `token` comes with the form: sent twice, she is added once."""

    token: str
    name: str
    sex: str
    organization_kind: str
    at: dt.datetime


@transaction.atomic
def add_walk_in(gathering: Gathering, walk_in: WalkIn, user: User, device: str = "") -> Registration:
    """Register somebody at the door, also when all places are taken, and check her in.

    Raises Refusal as refuse_check_in does, and for a token of another event.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    times = event_times(gathering)
    refuse_check_in(gathering, times, timezone.now())
    assert times is not None
    registration = Registration.objects.filter(token=walk_in.token).first()
    if registration is None:
        registration = _register(gathering, walk_in, user, times.ends_at)
    elif registration.gathering_id != gathering.pk:
        raise Refusal(_("This form was sent before. Please open it again."), code="sent-before")
    check_in(gathering, [Arrival(registration.code, walk_in.at)], user, device)
    return registration


def _register(gathering: Gathering, walk_in: WalkIn, user: User, ends_at: dt.datetime) -> Registration:
    """Store the registration of somebody who came; she can be reached by nothing, and agreed by word."""
    gathering.last_number += 1
    gathering.save(update_fields=["last_number"])
    now = timezone.now()
    return Registration.objects.create(
        gathering=gathering,
        number=gathering.last_number,
        token=walk_in.token,
        name=walk_in.name,
        language=user.language,
        sex=walk_in.sex,
        organization_kind=walk_in.organization_kind,
        created_at=now,
        confirmed_at=now,
        consent_at=now,
        purpose_hash=hashlib.sha256(gathering.purpose_in(user.language).encode()).hexdigest(),
        is_by_officer=True,
        delete_on=timezone.localdate(ends_at) + dt.timedelta(days=gathering.keep_days),
    )
