"""Find a person in all texts of the database, and take her out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from modelsearch import index
from wagtail.models import Page, Revision

from catalog.models import CatalogEntry
from catalog.sources.writing import write_entries_again
from common.personal_data import registry
from common.personal_data.redaction import has_own_table, redact_row, stored_texts, text_columns
from moderation.services.redacting import redact_page
from operations.outbox_events import ERASURE_FILES, ERASURE_RECORD
from operations.personal_data.people import DataSubject
from operations.personal_data.texts.markers import Markers
from orgs.models import Organization
from outbox.models import Event

# Each is a person's as a whole or nobody's, and deleted with her (operations.personal_data.erasure.erasing).
NOT_SWEPT: tuple[type[models.Model], ...] = (Session,)


@dataclass(frozen=True)
class Mention:
    """A row in which a person is named."""

    model: type[models.Model]
    key: Any


def is_content(model: type[models.Model]) -> bool:
    """Return whether a model holds what organizations say or publish: a page, or declared so."""
    if issubclass(model, Page):
        return True
    said = registry.models.get(model._meta.label)
    return said is not None and said.is_content


def swept_models() -> list[type[models.Model]]:
    """Return the models whose texts an erasure searches."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if has_own_table(model) and text_columns(model) and model not in NOT_SWEPT]


def find_mentions(markers: Markers, swept: Iterable[type[models.Model]]) -> list[Mention]:
    """Return the rows of these models whose texts contain a person's marks."""
    return [
        Mention(model, key)
        for model in swept
        for key, texts in stored_texts(model, *not_swept(model))
        if any(text and markers.found_in(text) for text in texts)
    ]


def not_swept(model: type[models.Model]) -> tuple[str, tuple[str, ...]]:
    """Return the SQL condition and its values that leave out pending erasure events; empty for other models."""
    # These events hold the marks that are still needed; they empty themselves when they are done.
    needed = (ERASURE_FILES.name, ERASURE_RECORD.name)
    return ("WHERE kind NOT IN (%s, %s)", needed) if model is Event else ("", ())


def revisions_with_comments(person: DataSubject) -> Iterator[Mention]:
    """Yield the page revisions that hold Wagtail comments or replies written by a person."""
    if not person.users:
        return
    ids = "|".join(str(pk) for pk in sorted(person.users))
    # In the JSON that Wagtail writes: "user": 12, or "user": 12}.
    hers = re.compile(rf'"user": ?(?:{ids})[,}}]')
    has_comments = re.compile(r'"wagtail_admin_comments": ?\[\{')
    for key, texts in stored_texts(Revision):
        if any(text and has_comments.search(text) and hers.search(text) for text in texts):
            yield Mention(Revision, key)


def page_ids(mentions: Iterable[Mention]) -> set[int]:
    """Return the ids of the pages that these mentions are, or are revisions or catalogue entries of."""
    found: set[int] = set()
    for mention in mentions:
        if issubclass(mention.model, Page) or mention.model is CatalogEntry:
            found.add(int(mention.key))
    revisions = [mention.key for mention in mentions if mention.model is Revision]
    # A revision may name a page that is gone.
    pages = {str(pk) for pk in Page.objects.values_list("pk", flat=True)} if revisions else set()
    for revision in Revision.objects.filter(pk__in=revisions, base_content_type__model="page"):
        if revision.object_id in pages:
            found.add(int(revision.object_id))
    return found


def redact(mentions: list[Mention], markers: Markers, person: DataSubject) -> list[Page]:
    """Remove a person from the texts of these rows and pages, and update search; return the changed pages.

    Pages change by moderation's service, so that what was approved stays approved; what follows from them follows.
    """
    pages = [redact_page(pk, markers.redact, person.users) for pk in sorted(page_ids(mentions))]
    for mention in mentions:
        if not issubclass(mention.model, Page) and redact_row(mention.model, mention.key, markers.redact):
            refresh_after_redaction(mention)
    # Only now: these rows are made of others, all of which are redacted by now, and the search index follows them.
    write_entries_again([mention.key for mention in mentions if mention.model is CatalogEntry])
    changed = [page for page in pages if page is not None]
    for page in changed:
        index.insert_or_update_object(page)
    return changed


def refresh_after_redaction(mention: Mention) -> None:
    """After a row was redacted, save its organization again or update the admin's search index."""
    if mention.model is Organization:
        # Saved as it is by now: receivers tell its pages, lists and caches.
        Organization.objects.get(pk=mention.key).save()
    elif index.class_is_indexed(mention.model):
        index.insert_or_update_object(mention.model._default_manager.get(pk=mention.key))
