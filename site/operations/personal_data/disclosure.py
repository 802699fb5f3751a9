"""Show a person what the portal keeps of her, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.text import capfirst

from common.personal_data import PersonalModel
from operations.personal_data.people import DataSubject, address_fields, personal_models, rows_of, user_fields
from operations.personal_data.sessions import sessions_of
from operations.personal_data.waiting_mails import mails_to

# Rows of one kind that are shown; how many there are is told in any case.
MOST_ROWS = 1_000


@dataclass(frozen=True)
class DisclosedKind:
    """The rows of one kind that hold a person's data: their values by name, and their number."""

    title: str
    why: str
    kept: str
    seen_by: str
    rows: list[dict[str, Any]]
    count: int


def disclose(person: DataSubject, most_rows: int = MOST_ROWS, models: Collection[str] = ()) -> list[DisclosedKind]:
    """Return all stored data of a person by kind, the newest `most_rows` of each; only of `models` if given.

    With `models` (labels of models), sessions and mails are left out.

    With `models`, labels of models, nothing but their rows.
    """
    found = [disclosed(person, said, most_rows) for said in personal_models() if not models or said.model in models]
    others = [] if models else [_sessions(person), _mails(person)]
    return [kind for kind in [*found, *others] if kind.count]


def disclosed(person: DataSubject, said: PersonalModel, most_rows: int) -> DisclosedKind:
    """Return a person's newest rows of one declared model, at most `most_rows`, with the number of all."""
    model = apps.get_model(said.model)
    rows = rows_of(person, said).order_by("-pk")
    users, addresses = user_fields(said), address_fields(said)
    # One more than shown: the count is only asked for where there are more.
    read = list(rows.values("pk", *{*said.shown, *users, *addresses})[: most_rows + 1])
    shown = [_row(person, said, row, users) for row in read[:most_rows]]
    count = rows.count() if len(read) > most_rows else len(read)
    return DisclosedKind(capfirst(str(model._meta.verbose_name)), said.why, said.kept, said.seen_by, shown, count)


def _row(person: DataSubject, said: PersonalModel, row: dict[str, Any], users: list[str]) -> dict[str, Any]:
    """Return what a row says of her. A link to another person, and another's address, are no business of hers."""
    hers = {name for name in users if row[name] in person.users}
    # A row may have two addresses, such as of who reported and who answered: only hers is shown.
    others_address = {name for name in address_fields(said) if (row[name] or "").lower() not in person.addresses}
    told = {name: row[name] for name in said.shown if name not in others_address and name not in users}
    return ({"as": ", ".join(sorted(hers))} if hers else {}) | told


def _sessions(person: DataSubject) -> DisclosedKind:
    found = sessions_of(person)
    rows = [{"expire_date": session.expire_date} for session in found]
    return DisclosedKind("Session", "staying signed in", "two weeks after the last visit", "nobody", rows, len(rows))


def _mails(person: DataSubject) -> DisclosedKind:
    rows = [{"created_at": event.created_at, "subject": event.payload.get("subject", "")} for event in mails_to(person)]
    why = "mails to you that wait, or were sent lately"
    return DisclosedKind("Mail", why, "7 days after it was sent", "nobody", rows, len(rows))


def as_json(person: DataSubject, models: Collection[str] = ()) -> dict[str, Any]:
    """Return a person's stored data as a dictionary for JSON; only of these models if any are named."""
    return {
        "made_at": timezone.now(),
        "addresses": sorted(person.addresses),
        "kept": [vars(kind) for kind in disclose(person, models=models)],
    }
