"""Erase a person: her rows, her name in what others wrote, and by the outbox her traces outside the database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import models, transaction
from django.db.models import Q
from wagtail.models import ModelLogEntry, PageLogEntry

import outbox
from accounts.models import User
from common.refusal import Refusal
from operations.models import Erasure
from operations.outbox_events import ERASURE_COMPACT, ERASURE_FILES, CompactPayload, ErasedFilesPayload
from operations.personal_data.erasure import records
from operations.personal_data.erasure.own_rows import delete_rows, delete_sessions, file_names
from operations.personal_data.erasure.unsettled import find_unsettled
from operations.personal_data.people import DataSubject
from operations.personal_data.texts.markers import Markers, address_markers, both_orders, markers_of
from operations.personal_data.texts.mentions import (
    Mention,
    find_mentions,
    is_content,
    redact,
    revisions_with_comments,
    swept_models,
)
from orgs.models import Organization
from orgs.permissions import is_editor
from orgs.services import set_editor
from outbox.models import Event
from search.query import known_words

Reach = Erasure.Reach
FORMER_MEMBER = "a former member"
# What is written while the texts are read is found by reading them once more.
MOST_ROUNDS = 3
# Where services that let her go write of it.
LOGS: tuple[type[models.Model], ...] = (ModelLogEntry, PageLogEntry, Event)


@dataclass
class ErasureReport:
    """The changes of an erasure: rows by model, the number of texts, and the public pages among them.

    Pages by title and address.
    """

    rows: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    pages: dict[int, str] = field(default_factory=dict)
    events: list[int] = field(default_factory=list)


def texts_naming(person: DataSubject, reach: str) -> list[Mention]:
    """Return the rows whose texts name a person, among those that an erasure of this reach changes."""
    swept = [model for model in swept_models() if reach == Reach.ALL or not is_content(model)]
    return find_mentions(markers_for(person, reach), swept)


def markers_for(person: DataSubject, reach: str) -> Markers:
    """Return the marks by which to find a person in texts: addresses only for the own wish, else names too."""
    # Names and numbers she typed herself, and they may be anybody's: an administrator looks at them first.
    return address_markers(person) if reach == Reach.OWN else markers_of(person)


def erase(person: DataSubject, reach: str, *, anyway: bool = False, is_recorded: bool = True) -> ErasureReport:
    """Erase a person's rows and name in texts, queue events for the rest. Refusal for an only manager or administrator.

    `reach` is a value of Erasure.Reach. Raises Refusal when something must be settled first, unless `anyway`.
    """
    report = ErasureReport()
    markers = markers_for(person, reach)
    # Outside the transaction: reading all texts takes long, and on SQLite nobody could write meanwhile.
    mentions = [*texts_naming(person, reach), *revisions_with_comments(person)]
    with transaction.atomic():
        _erase_rows(person, reach, report, anyway)
        _redact(mentions, markers, person, report)
        # Services that let her go have just written of it.
        _redact(find_mentions(markers, LOGS), markers, person, report)
        _announce(person, reach, report, is_recorded)
    for _round in range(MOST_ROUNDS):
        if not (left := texts_naming(person, reach)):
            break
        with transaction.atomic():
            _redact(left, markers, person, report)
    return report


def _erase_rows(person: DataSubject, reach: str, report: ErasureReport, anyway: bool) -> None:
    # Two managers who leave at one moment wait for each other here.
    hers = Q(memberships__user__in=person.users)
    # of self: only the organizations are locked, and not their memberships. In the order of ids, so that two cannot
    # deadlock.
    list(Organization.objects.select_for_update(of=("self",)).filter(hers).order_by("pk"))
    if not anyway and (unsettled := find_unsettled(person)):
        raise Refusal(" ".join(unsettled), code="unsettled")
    report.events += _record_files(person, reach)
    people = ContentType.objects.get_for_model(User)
    about_her = ModelLogEntry.objects.filter(content_type=people, object_id__in=[str(pk) for pk in person.users])
    # Before and after: set_editor and the deletion write into the log too.
    about_her.update(label=FORMER_MEMBER)
    for user in User.objects.filter(pk__in=person.users):
        if is_editor(user):
            set_editor(user, False)
    report.rows["sessions.Session"] = delete_sessions(person)
    report.rows += delete_rows(person)
    about_her.update(label=FORMER_MEMBER)
    # It holds counts and values for minutes, packed, some by address.
    # After the rows: what is computed anew must not have her any more.
    caches["default"].clear()


def _record_files(person: DataSubject, reach: str) -> list[int]:
    """Announce what is to be done outside the database. Return the ids of the events."""
    is_own_wish = reach == Reach.OWN
    # Only what she proved: names and numbers that she typed may be somebody else's.
    payload = ErasedFilesPayload(
        addresses=sorted(person.addresses),
        phones=[] if is_own_wish else sorted(person.phones),
        names=[] if is_own_wish else sorted(both_orders(person.names)),
        files=file_names(person),
    )
    return [outbox.record(ERASURE_FILES, "erasure", payload).pk]


def _announce(person: DataSubject, reach: str, report: ErasureReport, is_recorded: bool) -> None:
    if is_recorded:
        names, phones = ((), ()) if reach == Reach.OWN else (person.names, person.phones)
        report.events += records.remember(person.addresses, reach, names=names, phones=phones)
    # The last, so that the words of the first are gone from the database's file as well.
    report.events.append(outbox.record(ERASURE_COMPACT, "erasure", CompactPayload()).pk)


def _redact(mentions: list[Mention], markers: Markers, person: DataSubject, report: ErasureReport) -> None:
    """Take her out of rows, and out of the words by which misspelt ones are corrected."""
    report.texts += len(mentions)
    for page in redact(mentions, markers, person):
        # Drafts are seen by the organization alone.
        if page.live:
            report.pages[page.pk] = f"{page.title} {page.full_url or ''}".strip()
    if mentions:
        known_words.delete_unused((*person.addresses, *person.names))
