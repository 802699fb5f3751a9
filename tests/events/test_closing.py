"""Closing an event: figures from check-ins alone, in both drafts, sent at once, and final."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.refusal import Refusal
from events.attendance.closing import close_event, overdue_to_close
from events.models import AttendanceFigure, CheckIn, EventPage, Participants
from moderation.comparison.comparable_parts import parts_of
from moderation.models import Submission
from tests.events.registrations import make_gathering, make_registration
from vocabulary.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(make_page, organization):
    """An event that is over, in both languages, with typed numbers."""
    start = timezone.now() - timedelta(days=1)
    when = {"starts_at": start, "ends_at": start + timedelta(hours=6)}
    english = make_page("event", organization, "en", **when)
    khmer = make_page("event", organization, "km", translation_key=english.translation_key, **when)
    for page in (english, khmer):
        page.participants = [Participants(kind="ngo", women=9, men=9)]
        page.save_revision()
    return [english, khmer]


@pytest.fixture
def gathering(pages, organization):
    return make_gathering(organization, pages[0].translation_key)


def check_in(gathering, days=1, **answers):
    person = make_registration(gathering, **answers)
    today = timezone.localdate()
    for day in range(days):
        CheckIn.objects.create(registration=person, day=today - timedelta(days=day), at=timezone.now())
    return person


def drafts(pages):
    return [EventPage.objects.get(pk=page.pk).get_latest_revision_as_object() for page in pages]


def rows(page):
    return [(row.kind, *row.counts, row.source) for row in page.participants.all()]


COUNTED = [("ngo", 2, 1, 0, 1, "counted"), ("court", 1, 0, 0, 0, "counted")]


@pytest.fixture
def people(gathering):
    takeo = Place.objects.get(slug="takeo")
    for sex, kind in [("woman", "ngo"), ("woman", "ngo"), ("man", "ngo"), ("not-said", "ngo"), ("woman", "court")]:
        check_in(gathering, days=2, sex=sex, organization_kind=kind, place=takeo, age_band="18-24", disability="no")
    make_registration(gathering, sex="man", organization_kind="media")


def test_figures_are_counted_from_check_ins_and_sent_in_both_languages(pages, gathering, people, officer):
    closed = close_event(gathering, officer)

    assert (closed.people, closed.not_sent) == (5, [])
    assert [rows(page) for page in drafts(pages)] == [COUNTED, COUNTED]
    assert Submission.objects.waiting().filter(page__in=[page.pk for page in pages]).count() == 2
    gathering.refresh_from_db()
    assert gathering.closed_at
    figures = AttendanceFigure.objects.filter(gathering=gathering)
    assert sum(figure.count for figure in figures) == 5
    assert {figure.place.slug for figure in figures} == {"takeo"}
    # What the editor reads, beside what was typed before.
    text = next(part.text for part in parts_of(drafts(pages)[0]) if part.key == "participants")
    assert text.splitlines()[-1] == "All: 5, counted from 5 check-ins"


def test_counted_figures_are_edited_by_nobody(pages, gathering, people, officer):
    close_event(gathering, officer)

    page = drafts(pages)[0]
    page.participants = [Participants(kind="ngo", women=200), Participants(kind="media", men=4)]
    page.save_revision(user=officer)

    assert rows(drafts(pages)[0]) == COUNTED


def test_figures_stay_when_the_people_are_deleted(pages, gathering, people, officer):
    close_event(gathering, officer)
    gathering.registrations.all().delete()

    page = drafts(pages)[0]
    page.save_revision(user=officer)

    assert rows(drafts(pages)[0]) == COUNTED
    assert sum(figure.count for figure in AttendanceFigure.objects.filter(gathering=gathering)) == 5


def test_an_incomplete_page_keeps_its_figures_and_is_not_sent(pages, gathering, people, officer):
    EventPage.objects.filter(pk=pages[1].pk).update(expire_at=timezone.now() - timedelta(hours=1))
    khmer = EventPage.objects.get(pk=pages[1].pk).get_latest_revision_as_object()
    khmer.expire_at = timezone.now() - timedelta(hours=1)
    khmer.save_revision(clean=False)

    closed = close_event(gathering, officer)

    assert [(page.pk, refusal.code) for page, refusal in closed.not_sent] == [(pages[1].pk, "expired")]
    assert rows(drafts(pages)[1]) == COUNTED


def refused(gathering, user):
    with pytest.raises(Refusal) as refusal:
        close_event(gathering, user)
    assert not AttendanceFigure.objects.exists()
    return refusal.value.code


def test_it_is_closed_once(pages, gathering, people, officer):
    close_event(gathering, officer)
    with pytest.raises(Refusal) as refusal:
        close_event(gathering, officer)
    assert refusal.value.code == "already_closed"
    assert sum(figure.count for figure in AttendanceFigure.objects.all()) == 5


def test_others_close_nothing(pages, gathering, people, other_officer, editor):
    assert refused(gathering, other_officer) == "members_only"
    assert refused(gathering, editor) == "members_only"


def test_without_check_ins_nothing_is_closed(pages, gathering, officer):
    make_registration(gathering)
    assert refused(gathering, officer) == "nobody_came"


def test_before_the_end_nothing_is_closed(pages, gathering, people, officer):
    EventPage.objects.filter(pk=pages[0].pk).update(ends_at=timezone.now() + timedelta(hours=1))
    assert refused(gathering, officer) == "not_over"


def test_a_page_in_review_holds_the_closing_up(pages, gathering, people, officer):
    from moderation.services import submit

    submit(pages[0], officer)
    assert refused(gathering, officer) == "in_review"


def test_what_is_not_closed_after_a_week_is_overdue(pages, gathering, people, officer):
    assert list(overdue_to_close()) == []
    EventPage.objects.filter(translation_key=gathering.key).update(ends_at=timezone.now() - timedelta(days=8))
    assert list(overdue_to_close()) == [gathering]
    close_event(gathering, officer)
    assert list(overdue_to_close()) == []
