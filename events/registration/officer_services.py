"""Services by which an officer changes registrations of an event, each with an entry in the log.

No entry names the person: managers and administrators read the log. All raise Refusal for a suspended organization.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from events.models import Gathering, Registration
from events.registration import services
from events.registration.rules import refuse_suspended


@transaction.atomic
def add(gathering: Gathering, token: str, answers: Mapping[str, Any], by: Any) -> Registration:
    """Add somebody to an event by hand. Raises Refusal as `services.add_by_officer` does."""
    refuse_suspended(gathering.organization)
    done = services.add_by_officer(gathering.pk, token, answers)
    if done.is_new:
        _log(done.registration, "add_participant", by)
    return done.registration


@transaction.atomic
def cancel(registration: Registration, by: Any) -> None:
    """Cancel somebody's registration and tell her by mail. Raises Refusal once the event was closed."""
    refuse_suspended(registration.gathering.organization)
    services.cancel(registration, is_by_officer=True)
    _log(registration, "cancel_participant", by)


@transaction.atomic
def give_place(registration: Registration, by: Any) -> None:
    """Give a place to somebody who waits, past the others. Raises Refusal for who does not wait."""
    refuse_suspended(registration.gathering.organization)
    services.give_place(registration)
    _log(registration, "give_place", by)


def mark_called(registration: Registration, by: Any) -> None:
    """Note that somebody who left a telephone number alone was called."""
    refuse_suspended(registration.gathering.organization)
    services.mark_called(registration)


def _log(registration: Registration, action: str, by: Any) -> None:
    number = {"number": registration.number}
    log(instance=registration.gathering, action=f"events.{action}", user=by, data=number)
