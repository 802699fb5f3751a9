"""Add somebody who came to an event without being on its list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User
from events.attendance.check_in import Arrival, check_in, event_times, refuse_check_in
from events.models import Gathering, Registration
from events.registration.rules import token_of
from events.registration.waiting_list import locked, store_registration


@dataclass(frozen=True)
class WalkIn:
    """Somebody who came without being on the list. `form_token` comes with the form: sent twice, she is added once."""

    form_token: str
    name: str
    sex: str
    organization_kind: str
    at: dt.datetime


def add_walk_in(gathering: Gathering, walk_in: WalkIn, user: User, device: str = "") -> Registration:
    """Register, check in, log somebody not on the list, even if full; no check of rights. Refusal: closed or too early.

    Raises Refusal as refuse_check_in does.
    """
    with locked(gathering.pk) as gathering:
        times = event_times(gathering)
        refuse_check_in(gathering, times, timezone.now())
        assert times is not None
        # Made of the form's token: the same form sent twice finds the first registration.
        token = token_of(gathering, walk_in.form_token)
        registration = gathering.registrations.filter(token=token).first()
        if registration is None:
            registration = _register(gathering, walk_in, token, user, times.ends_at)
        # Also for a repeated form: the first attempt may have been broken off before it.
        check_in(gathering, [Arrival(registration.code, walk_in.at)], user, device)
        return registration


def _register(gathering: Gathering, walk_in: WalkIn, token: str, user: User, ends_at: dt.datetime) -> Registration:
    """Store the registration of somebody who came; she can be reached by nothing, and agreed by word."""
    answers = {
        "name": walk_in.name,
        "language": user.language,
        "sex": walk_in.sex,
        "organization_kind": walk_in.organization_kind,
    }
    registration = store_registration(
        gathering, answers, ends_at, token=token, confirmed_at=timezone.now(), is_by_officer=True
    )
    # Without her name: managers and administrators read the log.
    log(instance=gathering, action="events.add_participant", user=user, data={"number": registration.number})
    return registration
