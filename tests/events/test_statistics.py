"""The programme in figures: page, CSV and API say the same, and none of them shows a small group."""

import csv
import io
from datetime import datetime, timedelta

import pytest

from catalog.terms import places
from events.attendance.releases import release_figures
from events.models import Participants, Series
from khmer.dates import PHNOM_PENH
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import EDITOR, standing_organization, standing_person
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def make_held(series, year, place, kinds, kind="training"):
    """Make a public event: make_held(series, 2024, "takeo", {"ngo": (8, 7)})."""
    start = datetime(year, 6, 1, 8, tzinfo=PHNOM_PENH)
    when = {"starts_at": start, "ends_at": start + timedelta(hours=6)}
    fields = {"kind": kind, "series": series, "places": [places.by_slug(place)]}
    page = make_page("event", standing_organization("silk-weavers"), live=True, **when, **fields)
    for order, (group, (women, men)) in enumerate(kinds.items()):
        Participants.objects.create(event=page, kind=group, women=women, men=men, sort_order=order)
    return page


def make_programme():
    training = Series.objects.create(slug="ict-training", name_en="ICT training", name_km="វគ្គ")
    forum = Series.objects.create(slug="forum", name_en="Forum", name_km="វេទិកា")
    made = [
        make_held(training, 2023, "phnom-penh", {"ngo": (10, 8), "court": (3, 4)}),
        make_held(training, 2024, "takeo", {"ngo": (7, 6), "senate": (4, 1)}),
        make_held(training, 2024, "takeo", {"media": (17, 3)}),
        make_held(forum, 2024, "kampot", {"ngo": (31, 11), "palace": (2, 1)}, kind="forum"),
        make_held(None, 2024, "kep", {"ngo": (50, 50)}),
    ]
    drain_outbox()
    release_figures(training, standing_person(EDITOR))
    return made


PROGRAMME = KeptRows(make_programme)


@pytest.fixture
@keeps(PROGRAMME)
def programme(db, request):
    """Three trainings in two years; one shows only its sum; a forum; and an event of no series."""
    return PROGRAMME.of(request)


def test_trainings_add_up_by_province_and_year(client, programme):
    shown = client.get("/en/statistics/").context["statistics"]
    assert (shown.trainings.events, shown.in_capital, shown.in_provinces) == (3, 1, 2)
    assert shown.trainings.people == (24, 19, 20)
    assert [group[1:] for group in shown.provinces] == [("Takeo", 2, (11, 7, 20)), ("Phnom Penh", 1, (13, 12, 0))]
    assert [group[1:] for group in shown.years] == [("2023", 1, (13, 12, 0)), ("2024", 2, (11, 7, 20))]
    assert {group[1:] for group in shown.series} == {("ICT training", 3, (24, 19, 20)), ("Forum", 1, (33, 12, 0))}


def test_kinds_come_from_releases_alone(client, programme):
    kinds = client.get("/en/statistics/").context["statistics"].kinds
    assert [(str(label), tuple(counts)) for label, counts in kinds.rows] == [
        ("NGOs", (17, 14, 0)),
        ("Others", (7, 5, 0)),
    ]


def test_page_is_in_khmer_with_tiles(client, programme):
    html = client.get("/km/statistics/").content.decode()
    assert 'class="at-takeo"><a href="#takeo">' in html and 'id="takeo"' in html
    assert "៣៨" in html


def test_csv_has_a_byte_order_mark_and_no_small_group(client, programme):
    response = client.get("/en/statistics/statistics.csv")
    assert response.content.startswith(b"\xef\xbb\xbf") and response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["Table", "Group", "Events", "Women", "Men", "All others", "All"]
    assert ["Trainings by province", "Takeo", "2", "11", "7", "20", "38"] in rows
    assert not any(number in {"1", "2", "3", "4"} for row in rows[1:] for number in row[3:])


def test_the_api_says_the_same(client, programme):
    data = client.get("/api/v1/statistics?language=en").json()
    assert data["trainings"] == {
        "events": 3,
        "in_capital": 1,
        "in_provinces": 2,
        "women": 24,
        "men": 19,
        "others": 20,
        "people": 63,
    }
    assert [group["name"] for group in data["provinces"]] == ["Takeo", "Phnom Penh"]
    assert data["kinds"][0] == {"name": "NGOs", "women": 17, "men": 14, "others": 0, "people": 31}


def test_a_cold_page_takes_ten_queries(client, programme):
    assert len(queries_of(client, "/en/statistics/")) <= 10


def test_nothing_held_is_said_without_tables(client, portal):
    response = client.get("/en/statistics/")
    assert response.status_code == 200
    assert response.context["statistics"].kinds is None
    assert client.get("/api/v1/statistics").json()["trainings"]["people"] == 0
