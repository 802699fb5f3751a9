"""No door shows a group of one to four people: planted beside large numbers that give it away wherever they stand."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from catalog.models import CatalogEntry
from events.attendance.releases import release_figures
from events.models import EventPage, Participants, Series
from events.papers.event_report import TEMPLATE, report_context

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


@pytest.fixture
def planted(make_page: Any, organization: Any, editor: Any, drain: Any) -> list[Any]:
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
    drain()
    release_figures(series, editor)
    return pages


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

    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    assert {address for address, text in texts.items() if numbers_in(text) & set(TELLING)} == set()
    # The test would see them: what may be shown is found.
    assert 811 in numbers_in(texts[planted[0].url]) and sum(ONE_SEX["ngo"]) in numbers_in(texts[planted[2].url])
    assert 811 in numbers_in(texts["/en/statistics/"]) and 811 in numbers_in(texts["/km/statistics/statistics.csv"])
    assert 811 in numbers_in(texts["/api/v1/statistics?language=en"])


def test_a_telling_number_is_found_in_either_script() -> None:
    assert numbers_in("7,237 ៧.៣០១ 12") >= {7237, 7301, 12}
