"""Releases: frozen, about other events each time, by editors alone."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from common.refusal import Refusal
from events.attendance.releases import release_figures, released_table
from events.models import AttendanceFigure, FigureRelease, Participants, Series
from khmer.dates import PHNOM_PENH
from tests.events.registrations import make_gathering
from vocabulary.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return Series.objects.create(slug="forum", name_en="Forum", name_km="វេទិកា")


@pytest.fixture
def make_held(make_page, organization, series):
    """A public event of the series: make_held(2024, {"ngo": (8, 7)}, "typed")."""

    def make(year, kinds, source="typed", **fields):
        start = datetime(year, 6, 1, 8, tzinfo=PHNOM_PENH)
        when = {"starts_at": start, "ends_at": start + timedelta(hours=6)}
        page = make_page("event", organization, live=True, series=series, **when, **fields)
        for order, (kind, (women, men)) in enumerate(kinds.items()):
            numbers = {"women": women, "men": men, "source": source, "sort_order": order}
            Participants.objects.create(event=page, kind=kind, **numbers)
        return page

    return make


def rows(series, dimension="kind"):
    table = released_table(series, dimension)
    return {str(label): tuple(counts) for label, counts in table.rows} if table else None


LARGE = {"ngo": (20, 10), "government": (9, 8), "court": (4, 1), "senate": (6, 7)}


def test_a_year_is_released_and_stays_as_it_is(series, make_held, editor):
    make_held(2024, LARGE)
    assert rows(series) is None

    release_figures(series, editor, 2024)
    shown = {"NGOs": (20, 10, 0), "Government": (9, 8, 0), "Others": (10, 8, 0)}
    assert rows(series) == shown
    # Another event, also one of that year, changes nothing until the next release.
    make_held(2024, {"court": (9, 9), "ngo": (5, 5)})
    Participants.objects.filter(kind="court").update(women=50)
    assert rows(series) == shown


def test_the_next_release_is_about_the_other_events_alone(series, make_held, editor):
    make_held(2023, LARGE)
    release_figures(series, editor, 2023)
    make_held(2024, {"ngo": (5, 6), "court": (7, 8), "media": (2, 2), "company": (4, 3)})

    second = release_figures(series, editor, 2024)

    assert second.tables["kind"]["rows"] == [["court", 7, 8, 0], ["ngo", 5, 6, 0], ["joined", 6, 5, 0]]
    # Courts were joined in the first release: shown now, they would give that one away.
    assert rows(series) == {"NGOs": (25, 16, 0), "Government": (9, 8, 0), "Others": (23, 21, 0)}


def test_an_event_in_two_languages_counts_once(series, make_held, editor):
    first = make_held(2024, LARGE)
    make_held(2024, LARGE, language="km", translation_key=first.translation_key)
    assert len(release_figures(series, editor, 2024).events) == 1
    assert rows(series)["NGOs"] == (20, 10, 0)


def test_an_event_that_hides_its_sexes_waits(series, make_held, editor):
    make_held(2024, LARGE)
    hidden = make_held(2024, {"ngo": (17, 3)})
    new = release_figures(series, editor, 2024)
    assert UUID(new.events[0]) != hidden.translation_key and len(new.events) == 1


def test_counted_events_are_released_by_province_too(series, make_held, organization, editor):
    page = make_held(2024, {"ngo": (20, 10)}, "counted")
    make_held(2024, {"ngo": (5, 5), "media": (6, 6)})
    gathering = make_gathering(organization, page.translation_key)
    for slug, women, men in [("takeo", 8, 6), ("kampot", 7, 1), ("kep", 5, 3)]:
        place = Place.objects.get(slug=slug)
        for sex, count in (("woman", women), ("man", men)):
            said = {"organization_kind": "ngo", "place": place, "sex": sex, "count": count}
            AttendanceFigure.objects.create(gathering=gathering, **said)

    new = release_figures(series, editor, 2024)

    assert rows(series, "place") == {"Takeo": (8, 6, 0), "Others": (23, 15, 0)}
    assert rows(series, "age") is None
    assert new.counted == 1


def refused(series, user, year=2024):
    with pytest.raises(Refusal) as refusal:
        release_figures(series, user, year)
    return refusal.value.code


def test_what_cannot_be_released(series, make_held, editor, officer, manager):
    assert refused(series, editor) == "too_few"
    make_held(2024, {"ngo": (2, 2)})
    assert refused(series, editor) == "too_few"
    make_held(2024, LARGE)
    assert refused(series, officer) == refused(series, manager) == "editors_only"
    release_figures(series, editor, 2024)
    assert refused(series, editor) == refused(series, editor, 2023) == "year_released"


def test_a_series_is_closed_once(series, make_held, editor):
    make_held(2024, LARGE)
    release_figures(series, editor)
    assert refused(series, editor) == refused(series, editor, None) == "series_closed"
    assert FigureRelease.objects.count() == 1
