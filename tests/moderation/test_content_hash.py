"""The fingerprint: the same words have the same, every change of what the public would see another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from wagtail.models import Page

from moderation.comparison.content_hash import content_hash, fingerprint
from vocabulary.models import Topic


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


def test_a_field_that_was_added_later_is_no_content_while_it_is_empty(make_page, organization):
    page = make_page("event", organization)
    now = page.serializable_data()
    before = {name: value for name, value in now.items() if name != "competition"}

    assert fingerprint(now) == fingerprint(before)
    page.competition = [("entry", {"title": "A film"})]
    assert fingerprint(page.serializable_data()) != fingerprint(before)


def test_participants_show(make_page, organization):
    from events.models import Participants

    page = make_page("event", organization)
    page.participants.add(Participants(kind="ngo", women=3, men=2))
    before = content_hash(page.save_revision())
    page.participants.set([Participants(kind="ngo", women=4, men=2)])
    assert content_hash(page.save_revision()) != before
