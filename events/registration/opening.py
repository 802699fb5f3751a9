"""Open the registration of an event, and change it. Each function is one transaction with an entry in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from common.refusal import Refusal
from events.models import EventPage, Gathering
from events.registration.rules import refuse_suspended
from events.registration.waiting_list import locked
from orgs.public_version import bump_version

# What an officer may set: closed_at and last_number are not among them.
CHANGEABLE = (
    "capacity",
    "opens_at",
    "closes_at",
    "has_waiting_list",
    "asks_age",
    "asks_province",
    "asks_disability",
    "purpose_en",
    "purpose_km",
    "keep_days",
)


def gathering_of(page: EventPage) -> Gathering | None:
    """Return the gathering (registration) of an event's page in any language; None where no registration was opened."""
    return Gathering.objects.filter(key=page.translation_key).select_related("organization").first()


def proposed(page: EventPage) -> dict[str, Any]:
    """Return the initial values of the form that opens registration for an event, by field of Gathering."""
    # The form shows no seconds.
    now = timezone.now().replace(second=0, microsecond=0)
    return {
        "opens_at": now,
        # An hour at least, also for an event that has begun, so that the form's own check lets the proposal pass.
        "closes_at": max(page.starts_at, now + timedelta(hours=1)),
        "has_waiting_list": True,
        "keep_days": 90,
        **{f"purpose_{language}": usual_purpose(language) for language in ("en", "km")},
    }


def usual_purpose(language: str) -> str:
    """Return, in a language, the proposed text that says what people's data is collected for."""
    with override(language):
        return _("To reach you and to count participants.")


@transaction.atomic
def open_registration(page: EventPage, fields: Mapping[str, Any], by: Any) -> Gathering:
    """Create and log an event's registration; rights are not checked. Raises Refusal if it exists or on suspension.

    Cached pages are outdated, so the event's page shows it at once.
    """
    refuse_suspended(page.organization)
    # get_or_create, for two members may press the button at the same time: the key is unique, so one is refused.
    gathering, is_new = Gathering.objects.get_or_create(
        key=page.translation_key, defaults={"organization": page.organization, **only_changeable(fields)}
    )
    if not is_new:
        raise Refusal(_("Registration for this event was opened already."), code="open")
    # Pages are cached with the word "register", or without it (places_of).
    bump_version()
    log(instance=gathering, action="events.open_registration", user=by)
    return gathering


def change_registration(gathering: Gathering, fields: Mapping[str, Any], by: Any) -> None:
    """Change and log a registration, fill new places; rights are not checked. Refusal if event closed or suspended.

    Free places go to the waiting list. Nobody loses a place where there are fewer than before. Raises Refusal once the
    event was closed, and for a suspended organization.
    """
    refuse_suspended(gathering.organization)
    with locked(gathering.pk) as found:
        if found.closed_at is not None:
            raise Refusal(_("This event was closed: its figures are counted."), code="counted")
        for name, value in only_changeable(fields).items():
            setattr(found, name, value)
        found.save(update_fields=CHANGEABLE)
        # The times stand on the event's page beside the word.
        bump_version()
        log(instance=found, action="events.change_registration", user=by)


def only_changeable(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the given values that are fields of Gathering an officer may set."""
    return {name: fields[name] for name in CHANGEABLE if name in fields}
