"""The lock of a gathering, under which every change of its people happens, and the waiting list that moves up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.models import Gathering, Registration
from events.outbox_events import REGISTRATION_MAIL, RegistrationMailPayload
from events.registration.places import free_places, places_word, taken_places
from events.registration.rules import deletion_date, is_over, purpose_hash, uncalled
from orgs.public_version import bump_version
from outbox import record


@contextmanager
def locked(gathering_id: int) -> Iterator[Gathering]:
    """Lock a gathering's row for the body, in a transaction; then give free places to who waits (context manager).

    Cached pages are outdated where the word for its places changes. Raises Gathering.DoesNotExist for one that is gone.
    """
    with transaction.atomic():
        # SQLite has no row locks: there the transaction itself is the lock, for it is begun as a writing one.
        gathering = Gathering.objects.select_for_update().get(pk=gathering_id)
        now = timezone.now()
        # With one `now` for both words: else the opening itself would look like a change of this transaction.
        before = places_word(gathering, taken_places(gathering), now)
        yield gathering
        promote(gathering)
        if places_word(gathering, taken_places(gathering), now) != before:
            bump_version()


def store_registration(
    gathering: Gathering, answers: Mapping[str, Any], ends_at: dt.datetime, **fields: Any
) -> Registration:
    """Store a new registration with the next number, the consent of now, and the date of deletion. Call it locked.

    `answers` and `fields` are fields of Registration; `ends_at` is the end of the event.
    """
    # Not max() + 1: the number of a deleted registration must not be given to somebody else.
    gathering.last_number += 1
    gathering.save(update_fields=["last_number"])
    return gathering.registrations.create(
        number=gathering.last_number,
        consent_at=timezone.now(),
        # Of the text that she agreed to: the organization may change it later.
        purpose_hash=purpose_hash(gathering.purpose_in(answers["language"])),
        delete_on=deletion_date(gathering, ends_at),
        **answers,
        **fields,
    )


def promote(gathering: Gathering) -> None:
    """Give free places to the waiting, lowest number first, mail the confirmed; nothing if the event is over or closed.

    Call it under the lock, after each change that may free a place. A telephone that was not called in time is left out
    until an officer calls. Nobody moves up once the event is over or closed.
    """
    left = free_places(gathering, taken_places(gathering))
    waiting = gathering.registrations.waiting()
    waiting = waiting.exclude(pk__in=uncalled(gathering.registrations.order_by(), timezone.now()).values("pk"))
    if gathering.closed_at is not None or left == 0 or not waiting.exists() or is_over(gathering):
        return
    # waiting is ordered by number: who came first moves up first.
    for registration in waiting if left is None else waiting[:left]:
        registration.state = Registration.State.REGISTERED
        registration.save(update_fields=["state"])
        # Whoever has not confirmed her address yet learns of her place when she does.
        if registration.confirmed_at is not None:
            send(registration, "place")


def send(registration: Registration, template: str) -> None:
    """Record in the outbox a mail of this template about a registration; do nothing where it has no mail address."""
    if registration.email:
        payload = RegistrationMailPayload(registration=registration.pk, template=template)
        record(REGISTRATION_MAIL, f"registration:{registration.pk}", payload)
