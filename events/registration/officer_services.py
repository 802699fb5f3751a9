"""Services by which an officer changes registrations of an event, each with an entry in the log.

No entry names the person: managers and administrators read the log. All raise Refusal for a suspended organization, and
those that change a registration for one that was deleted meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.refusal import Refusal
from events.models import Gathering, Registration
from events.registration import services
from events.registration.rules import refuse_suspended


@transaction.atomic
def add(gathering: Gathering, token: str, answers: Mapping[str, Any], by: Any) -> Registration:
    """Let services.add_by_officer register a person, log it; rights not checked. Refusal as there, or if suspended.

    A form that is sent twice registers and logs once. Raises Refusal for a suspended organization too.
    """
    refuse_suspended(gathering.organization)
    done = services.add_by_officer(gathering.pk, token, answers)
    if done.is_new:
        _log(done.registration, "add_participant", by)
    return done.registration


@transaction.atomic
def cancel(registration: Registration, by: Any) -> None:
    """Cancel a registration, mail the person, log it; no check of rights. Refusal: closed, suspended, cancelled, gone.

    Suspended: the event's organization. Raises Refusal too if it was cancelled or deleted meanwhile.
    """
    refuse_suspended(registration.gathering.organization)
    with refusing_gone():
        is_done = services.cancel(registration, is_by_officer=True)
    if not is_done:
        raise Refusal(_("This registration was cancelled meanwhile."), code="cancelled")
    _log(registration, "cancel_participant", by)


@transaction.atomic
def give_place(registration: Registration, by: Any) -> None:
    """Give a waiting person a place out of turn, log it; no check of rights. Refusal: closed, suspended, not waiting.

    Raises Refusal for who does not wait or was deleted meanwhile, for a closed event and for a suspended organization.
    """
    refuse_suspended(registration.gathering.organization)
    with refusing_gone():
        services.give_place(registration)
    _log(registration, "give_place", by)


def mark_called(registration: Registration, by: Any) -> None:
    """Mark a registration as confirmed by an officer's call; no check of rights. Refusal: suspended, cancelled, gone.

    Raises Refusal for a suspended organization, and for a registration that was cancelled or deleted meanwhile.
    """
    refuse_suspended(registration.gathering.organization)
    with refusing_gone():
        services.mark_called(registration)


@contextmanager
def refusing_gone() -> Iterator[None]:
    """Raise Refusal in place of DoesNotExist where the body acts on a registration that is gone (context manager)."""
    try:
        yield
    except (Registration.DoesNotExist, Gathering.DoesNotExist):
        raise Refusal(
            _("This person is not on the list any more: the registration was deleted."), code="gone"
        ) from None


def _log(registration: Registration, action: str, by: Any) -> None:
    number = {"number": registration.number}
    log(instance=registration.gathering, action=f"events.{action}", user=by, data=number)
