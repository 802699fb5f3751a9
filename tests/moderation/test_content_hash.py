"""The fingerprint: the same words have the same, every change of what the public would see another."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.migrations import AddField
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from assets.services import shown_file_data
from moderation.comparison.content_hash import (
    ADDED_LATER,
    ADDED_TO_ROWS,
    content_hash,
    fingerprint,
    row_has_hash,
)
from vocabulary.models import Topic

# The number of the last migration that release 0.1.0 has in each package with pages.
LAST_OF_RELEASE = {"blog": 3, "events": 4, "feed": 2, "help_services": 2, "home": 6, "orgs": 4}


def test_saving_again_keeps_it(draft, officer, editor):
    first = content_hash(draft.get_latest_revision())
    again = Page.objects.get(pk=draft.pk).get_latest_revision_as_object().save_revision(user=editor)
    again.refresh_from_db()
    assert content_hash(again) == first
    assert len(first) == 64


def test_publishing_keeps_it(make_page, organization):
    from events.models import Participants

    page = make_page("event", organization)
    page.participants.add(Participants(kind="ngo", women=3, men=2))
    revision = page.save_revision()
    before = content_hash(revision)
    revision.publish()
    after = Page.objects.get(pk=page.pk).get_latest_revision_as_object().save_revision()
    assert content_hash(after) == before


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other words."},
        {"title": "Another title"},
        {"slug": "another-address"},
        {"summary": "A summary."},
        {"go_live_at": datetime(2030, 1, 1, tzinfo=UTC)},
    ],
)
def test_every_change_shows(draft, change):
    before = content_hash(draft.get_latest_revision())
    page = draft.get_latest_revision_as_object()
    for name, value in change.items():
        setattr(page, name, value)
    assert content_hash(page.save_revision(clean=False)) != before


def test_topics_show(draft):
    before = content_hash(draft.get_latest_revision())
    draft.topics = Topic.objects.all()[:1]
    assert content_hash(draft.save_revision()) != before


def test_what_was_approved_before_an_upgrade_has_the_same_hash_after_it(make_page, organization):
    from events.models import Participants

    page = make_page("event", organization)
    page.participants.add(Participants(kind="ngo", women=13, men=12))
    now = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    before = {name: value for name, value in now.items() if name not in {"competition", "addressed_recommendations"}}
    new = {"another", "not_said", "source"}
    before["participants"] = [{name: row[name] for name in row.keys() - new} for row in now["participants"]]

    assert before.keys() < now.keys() and new < now["participants"][0].keys()
    assert fingerprint(now) == fingerprint(before)
    approved = fingerprint(before | {"files": shown_file_data(page)})
    assert row_has_hash(page, approved, page.title)
    assert content_hash(page.save_revision(clean=False)) == approved


@pytest.mark.parametrize("column", [{"another": 6}, {"not_said": 7}, {"source": "counted"}])
def test_a_new_column_of_participants_that_is_filled_is_content(column):
    row = {"pk": 1, "kind": "ngo", "women": 13, "men": 12, "another": 0, "not_said": 0, "source": "typed"}

    assert fingerprint({"participants": [row | column]}) != fingerprint({"participants": [row]})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("competition", '[{"type": "entry", "value": {"title": "A film"}}]'),
        ("addressed_recommendations", '[{"type": "recommendation", "value": {"text": "Do it."}}]'),
    ],
)
def test_a_new_field_that_is_filled_is_content(name, value):
    assert fingerprint({"title": "A", name: value}) != fingerprint({"title": "A"})
    assert fingerprint({"title": "A", name: "[]"}) == fingerprint({"title": "A"})


def test_every_field_that_pages_got_after_the_release_is_no_content_while_it_is_empty():
    added = set(fields_since_release())

    assert ("participants", "source") in added and ("", "competition") in added
    declared = {("", name) for name in ADDED_LATER}
    declared |= {(rows, name) for rows, columns in ADDED_TO_ROWS.items() for name in columns}
    assert added <= declared


def fields_since_release():
    """Yield each field that a later migration adds to a page, as ("", name), or to its rows, as (relation, name)."""
    for label, last in LAST_OF_RELEASE.items():
        folder = Path(apps.get_app_config(label).path, "migrations")
        for file in folder.glob("[0-9]*.py"):
            if int(file.name[:4]) > last:
                for operation in import_module(f"{label}.migrations.{file.stem}").Migration.operations:
                    if isinstance(operation, AddField):
                        yield from as_declared(apps.get_model(label, operation.model_name), operation.name)


def as_declared(model, name):
    """Yield a field of a page or of its rows as ADDED_LATER and ADDED_TO_ROWS declare it; nothing for others."""
    if issubclass(model, Page):
        yield "", name
    for field in model._meta.get_fields():
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
            yield field.remote_field.related_name, name


def test_participants_show(make_page, organization):
    from events.models import Participants

    page = make_page("event", organization)
    page.participants.add(Participants(kind="ngo", women=3, men=2))
    before = content_hash(page.save_revision())
    page.participants.set([Participants(kind="ngo", women=4, men=2)])
    assert content_hash(page.save_revision()) != before
