"""Delete the rows that are a person's, as each model declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from accounts.models import User
from common.personal_data import PersonalModel, Treatment
from events.models import Registration
from events.registration.services import delete_all as delete_registrations
from operations.personal_data.people import (
    DataSubject,
    address_fields,
    address_is,
    personal_models,
    rows_of,
    user_fields,
)
from operations.personal_data.sessions import sessions_of
from operations.personal_data.waiting_mails import mails_from, mails_to
from outbox.models import Stream

# Services for rows whose deletion changes the rows of others: who waits for an event gets the place.
DELETIONS: dict[str, Callable[[QuerySet[Any]], Counter[str]]] = {Registration._meta.label: delete_registrations}


def file_names(person: DataSubject) -> list[str]:
    """Return the names of the stored files that an erasure of this person deletes."""
    names: set[str] = set()
    for said in personal_models():
        for name in (name for name, lot in said.fields.items() if lot is Treatment.FILE):
            names.update(rows_of(person, said).values_list(name, flat=True))
    return sorted(name for name in names if name)


def delete_sessions(person: DataSubject) -> int:
    """Delete a person's sign-in sessions; return how many there were."""
    found = sessions_of(person)
    for session in found:
        session.delete()
    return len(found)


def delete_rows(person: DataSubject) -> Counter[str]:
    """Delete or empty a person's rows (not of content), mails and accounts; return the number of rows by model.

    What hangs on her account goes with it, and links to it are cut.
    """
    deleted: Counter[str] = Counter()
    mails = mails_to(person)
    streams = list(mails.order_by().values_list("stream", flat=True).distinct())
    # The key of a stream of mails is her address.
    deleted += _delete(mails)
    deleted += _delete(mails_from(person))
    deleted += _delete(Stream.objects.filter(key__in=streams))
    for said in personal_models():
        if not said.is_content and said.model != User._meta.label:
            deleted += _erase_rows_of(person, said)
    # One by one: receivers end her memberships, and what hangs on these.
    for user in User.objects.filter(pk__in=person.users):
        deleted += Counter(user.delete()[1])
    return deleted


def _erase_rows_of(person: DataSubject, said: PersonalModel) -> Counter[str]:
    model = apps.get_model(said.model)
    deleted: Counter[str] = Counter()
    for name in user_fields(said):
        if said.fields[name] is Treatment.ROW:
            # _base_manager: an ordinary manager may hide rows, such as withdrawn ones.
            deleted += _delete(model._base_manager.filter(**{f"{name}__in": person.users}))
    for name in address_fields(said):
        rows = model._base_manager.filter(address_is(name, person.addresses))
        if said.fields[name] is Treatment.ROW:
            deleted += delete_of_model(rows)
        elif said.fields[name] is Treatment.EMPTY:
            emptied = [each for each, lot in said.fields.items() if lot is Treatment.EMPTY]
            deleted[f"{said.model} (emptied)"] += rows.update(**{each: _empty(model, each) for each in emptied})
    # Unary plus leaves out the models of which nothing was deleted.
    return +deleted


def delete_of_model(rows: QuerySet[Any]) -> Counter[str]:
    """Delete rows by their model's own service where it has one. Return how many rows, by model."""
    return DELETIONS.get(rows.model._meta.label, _delete)(rows)


def _delete(rows: QuerySet[Any]) -> Counter[str]:
    return Counter(rows.order_by().delete()[1])


def _empty(model: type[models.Model], name: str) -> Any:
    field = model._meta.get_field(name)
    # As the column takes it.
    return None if field.null else ""
