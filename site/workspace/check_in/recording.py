"""Store what a telephone kept: check-ins, taps taken back, and people who were not on the list."""

from __future__ import annotations

from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.refusal import Refusal
from events.attendance.check_in import Arrival, check_in
from events.models import Gathering
from workspace.check_in.entries import PhoneEntry
from workspace.check_in.walk_in_form import WalkInForm


class RefusedEntry(TypedDict):
    """An entry that was refused, as the telephone shows it: the name or code, and the reason."""

    name: str
    text: str


def check_in_one(gathering: Gathering, arrival: Arrival, user: User) -> None:
    """Store or undo one arrival. Raises Refusal for who was deleted meanwhile, and when check-in is not open."""
    if check_in(gathering, [arrival], user):
        raise Refusal(_("This person is not on the list any more: the registration was deleted."), code="gone")


@transaction.atomic
def record_entries(gathering: Gathering, entries: list[PhoneEntry], user: User, device: str) -> list[RefusedEntry]:
    """Store a phone's check-ins and walk-ins, return those refused. Raises Refusal when check-in is not open.

    All in one transaction: nothing is stored when nobody can be checked in now.
    """
    listed = [entry for entry in entries if not entry.name]
    unknown = check_in(gathering, (Arrival(each.code, each.at, each.is_undone) for each in listed), user, device)
    reasons = [(code, _("This code is not known at this event.")) for code in unknown]
    # Walk-ins after the rest: each has a savepoint of its own, and a refused one takes none of the others along.
    reasons += [(entry.name, _add(gathering, entry, user, device)) for entry in entries if entry.name]
    return [RefusedEntry(name=name, text=reason) for name, reason in reasons if reason]


def _add(gathering: Gathering, entry: PhoneEntry, user: User, device: str) -> str:
    """Add somebody who was not on the list, and return the reason where that is refused."""
    form = WalkInForm(
        {"name": entry.name, "sex": entry.sex, "organization_kind": entry.kind, "agrees": "on", "token": entry.key}
    )
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    try:
        with transaction.atomic():
            form.add_to(gathering, user, entry.at, device)
    except Refusal as refusal:
        return str(refusal)
    return ""
