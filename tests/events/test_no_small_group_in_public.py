"""No door shows a group of one to four people: planted beside large numbers that give it away wherever they stand."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from catalog.models import CatalogEntry
from events.attendance.releases import release_figures
from events.models import EventPage, Participants, Series
from events.papers.event_report import TEMPLATE, report_context
from events.series_pages.context import series_context
from events.series_pages.report import TEMPLATE as SERIES_TEMPLATE
from home.cards.storage import card_of
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import EDITOR, standing_organization, standing_person

pytestmark = pytest.mark.django_db

# Each stands in one row, or one sum, with a number of one to four people: shown, it would give that one away.
TELLING = (7237, 7301, 7409, 7523, 7603)
SHOWN = {"ngo": (811, 822), "government": (833, 844)}
ALONE = {**SHOWN, "palace": (TELLING[0], 2), "court": (1, TELLING[1]), "senate": (6, 6)}
ONE_SEX = {"ngo": (TELLING[2], 3)}
IN_SERIES = {**SHOWN, "palace": (TELLING[3], 2), "court": (1, TELLING[4]), "senate": (7, 7)}
DOORS = (
    "/{language}/",
    "/{language}/events/?when=past",
    "/{language}/activity/",
    "/{language}/activity/feed.atom",
    "/{language}/activity/feed.json",
    "/{language}/events/calendar.ics",
    "/{language}/search/?q=event",
    "/{language}/search/?q=royal+palace",
    "/{language}/statistics/",
    "/{language}/events/series/ict/",
    "/{language}/events/series/ict/figures.csv",
    "/{language}/statistics/statistics.csv",
    "/{language}/organizations/silk-weavers/",
    "/{language}/organizations/silk-weavers/events/",
    "/{language}/organizations/silk-weavers/activity/feed.atom",
    "/api/v1/events?when=past&language={language}",
    "/api/v1/pages?language={language}",
    "/api/v1/activity?language={language}",
    "/api/v1/search?q=event&language={language}",
    "/api/v1/statistics?language={language}",
)
KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def make_planted() -> list[Any]:
    organization = standing_organization("silk-weavers")
    series = Series.objects.create(slug="ict", name_en="ICT training", name_km="វគ្គ")
    start = timezone.now() - timedelta(days=2)
    when = {"starts_at": start, "ends_at": start + timedelta(hours=6), "live": True}
    pages = []
    for kinds, fields in ((ALONE, {}), (ONE_SEX, {}), (IN_SERIES, {"series": series, "kind": "training"})):
        key = None
        for language in ("en", "km"):
            twin = {"translation_key": key} if key else {}
            page = make_page("event", organization, language, **when, **fields, **twin)
            key = page.translation_key
            page.participants = [Participants(kind=kind, women=women, men=men) for kind, (women, men) in kinds.items()]
            page.save_revision().publish()
            pages.append(page)
    drain_outbox()
    release_figures(series, standing_person(EDITOR))
    return pages


PLANTED = KeptRows(make_planted)


@pytest.fixture
@keeps(PLANTED)
def planted(db: None, request: pytest.FixtureRequest) -> list[Any]:
    """Public events in both languages whose figures hide small groups."""
    return PLANTED.of(request)


def numbers_in(answer: str) -> set[int]:
    """All numbers of an answer, whatever the digits and the mark between thousands."""
    plain = answer.translate(KHMER_DIGITS)
    in_groups = re.findall(r"(?<!\d)\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?!\d)", plain)
    return {int(re.sub(r"\D", "", number)) for number in [*in_groups, *re.findall(r"\d+", plain)]}


def test_no_door_shows_a_small_group(client: Client, planted: list[Any]) -> None:
    addresses = [door.format(language=language) for door in DOORS for language in ("en", "km")]
    addresses += CatalogEntry.objects.public().values_list("url", flat=True)
    addresses += [f"/api/v1/pages/{page.pk}" for page in planted]
    answers = {address: client.get(address) for address in dict.fromkeys(addresses)}
    texts = {address: answer.content.decode() for address, answer in answers.items() if answer.status_code == 200}
    for page in EventPage.objects.filter(pk__in=[page.pk for page in planted]):
        texts[f"report {page.pk}"] = render_to_string(TEMPLATE, report_context(page, "https://neary.example/"))
        texts[f"search text {page.pk}"] = page.entry_text()
        texts[f"JSON-LD {page.pk}"] = json.dumps(page.structured_data("https://neary.example/"))
    for entry in CatalogEntry.objects.public():
        texts[f"card {entry.pk}"] = str(card_of(entry))
        texts[f"row {entry.pk}"] = f"{entry.title} {entry.summary} {entry.text} {entry.names}"
    for language in ("en", "km"):
        book = load_workbook(io.BytesIO(client.get(f"/{language}/events/series/ict/figures.xlsx").content))
        cells = [cell.value for row in book.worksheets[0] for cell in row]
        series = series_context(Series.objects.get(), language)
        texts[f"series report {language}"] = render_to_string(SERIES_TEMPLATE, series | {"address": ""})
        texts[f"xlsx {language}"] = " ".join(str(cell) for cell in cells)
        book = load_workbook(io.BytesIO(client.get(f"/{language}/statistics/statistics.xlsx").content))
        texts[f"statistics {language}"] = str([[cell.value for cell in row] for row in book.worksheets[0]])

    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    assert {address for address, text in texts.items() if numbers_in(text) & set(TELLING)} == set()
    # The test would see them: what may be shown is found.
    assert 811 in numbers_in(texts[planted[0].url]) and sum(ONE_SEX["ngo"]) in numbers_in(texts[planted[2].url])
    assert 811 in numbers_in(texts["/en/statistics/"]) and 811 in numbers_in(texts["/km/statistics/statistics.csv"])
    assert 811 in numbers_in(texts["/api/v1/statistics?language=en"])
    assert 811 in numbers_in(texts["/km/events/series/ict/figures.csv"]) and 811 in numbers_in(texts["xlsx en"])
    assert 811 in numbers_in(texts["series report km"]) and 811 in numbers_in(texts["statistics km"])


def test_no_card_no_feed_no_search_and_no_structured_data_counts_anybody(client: Client, planted: list[Any]) -> None:
    """These have no figures at all, so that nobody need think of them when figures change."""
    counted = {number for kinds in (ALONE, ONE_SEX, IN_SERIES) for pair in kinds.values() for number in pair}
    known = {number for number in counted if number > 100} | {sum(pair) for pair in SHOWN.values()}
    texts = {}
    for page in EventPage.objects.filter(pk__in=[page.pk for page in planted]):
        texts[f"JSON-LD {page.pk}"] = json.dumps(page.structured_data("https://neary.example/"))
        texts[f"search text {page.pk}"] = page.entry_text()
    texts |= {f"card {entry.pk}": str(card_of(entry)) for entry in CatalogEntry.objects.public()}
    for language in ("en", "km"):
        for door in ("activity/feed.atom", "activity/feed.json", "events/calendar.ics"):
            texts[f"{language} {door}"] = client.get(f"/{language}/{door}").content.decode()
    assert {name for name, text in texts.items() if numbers_in(text) & known} == set()


def test_a_telling_number_is_found_in_either_script() -> None:
    assert numbers_in("7,237 ៧.៣០១ 12") >= {7237, 7301, 12}
