"""Papers of every kind as HTML, made of the demo’s training of 2017 without a database."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.utils.translation import override
from wagtail.models import Locale

from common.figures.small_groups import PublicCounts, PublicTable
from demo.loader.stream_values import body, competition, stream
from demo.markup import DemoText, PictureMarkup, halves, read_text
from events.attendance.public import shown_table
from events.models import EventPage, Registration
from events.papers.event_report import TEMPLATE, report_context
from events.papers.rendering import paper_html
from events.series_pages.report import TEMPLATE as SERIES
from events.series_pages.years import SeriesEvent, years_of
from home.programme_pages.rich_text import rich_list
from khmer.dates import PHNOM_PENH
from orgs.models import Organization
from outcomes.recommendations.shown import ShownRecommendation
from outcomes.recommendations.steps import Outcome
from outcomes.tracker import Tally
from tests.structure.repository import REPOSITORY
from workspace.check_in.printed_list import TEMPLATE as LIST

SOURCE = REPOSITORY / "site/demo/content/organizations/neary/training-2017-treat-and-respect.md"
ADDRESS = "https://neary.example.org/km/organizations/neary/training-2017/"


def demo_text(language: str) -> DemoText:
    """The text of the training of 2017 in a language, as the demo's loader reads it."""
    head, _, texts = SOURCE.read_text().removeprefix("+++\n").partition("+++\n")
    assert tomllib.loads(head)["type"] == "event"
    source = texts.split("# km: ")[1] if language == "km" else texts.partition("# km: ")[0].partition("# en: ")[2]
    title, _, rest = source.partition("\n")
    return read_text(title, rest)


def event_report(language: str) -> str:
    """The report of the training of 2017 as HTML."""
    text = demo_text(language)
    page = EventPage(
        content_type_id=1,
        title=text.title,
        locale=Locale(language_code=language),
        organization=Organization(name_en="Neary", name_km="នារី"),
        summary=text.summary,
        theme=text.note("theme"),
        venue=text.note("venue"),
        starts_at=dt.datetime(2017, 6, 10, 8, tzinfo=PHNOM_PENH),
        ends_at=dt.datetime(2017, 6, 10, 17, tzinfo=PHNOM_PENH),
        people=stream(("person", {"role": role, "name": ""}) for role in text.notes["led-by"]),
        programme=stream(
            ("item", dict(zip(("time", "what"), halves(line), strict=True))) for line in text.notes["programme"]
        ),
        body=body([block for block in text.blocks if not isinstance(block, PictureMarkup)], no_file, no_file),
        competition=competition(text.notes["competition"], text.note("judging")),
        findings=rich_list(text.notes["findings"]),
        recommendations=rich_list(text.notes["recommendations"]),
    )
    with override(language):
        return paper_html(TEMPLATE, report_context(page, ADDRESS))


def series_report(language: str) -> str:
    """The report of a series of six events with their recommendations, of the training's words, as HTML."""
    text = demo_text(language)
    start = dt.datetime(2017, 6, 10, 8, tzinfo=PHNOM_PENH)
    entry = SimpleNamespace(title=text.title, starts_at=start, happens_at=start)
    events: list[Any] = [SeriesEvent(entry, n, PublicCounts(17, 6, 0), text.note("venue"), True) for n in range(1, 7)]  # type: ignore[arg-type]
    steps: list[Any] = [
        {"kind": kind, "day": "2017-06-20", "note": text.summary, "document": None, "link": ""}
        for kind in ("sent", "received", "answered")
    ]
    found = [
        SimpleNamespace(shown=ShownRecommendation(n, words, None, steps), entry=entry)
        for n, words in enumerate(text.notes["recommendations"], 1)
    ]
    counts = PublicCounts(102, 36, 0)
    with override(language):
        context = {
            "series": SimpleNamespace(name=text.title),
            "description": text.summary,
            "organization": SimpleNamespace(name="នារី"),
            "years": years_of(events, 6),
            "people": counts,
            "table": shown_table(PublicTable({"ngo": counts}, ()), {"ngo": "NGO"}),
            "tally": Tally({Outcome.ANSWERED: len(found)}),
            "recommendations": found,
            "address": ADDRESS,
        }
        return paper_html(SERIES, context)


def registrations_list(language: str) -> str:
    """The list of thirty invented people for the door, as HTML."""
    people = [
        SimpleNamespace(
            registration=Registration(number=number, name=f"សុខា ច័ន្ទដារ៉ា {number}", code=f"{number:02}ABCDEFGH"), at=None
        )
        for number in range(1, 31)
    ]
    times = SimpleNamespace(starts_at=dt.datetime(2017, 6, 10, 8, tzinfo=PHNOM_PENH))
    door = SimpleNamespace(title=demo_text(language).title, times=times, people=people)
    with override(language):
        return paper_html(LIST, {"organization": "នារី", "door": door})


def no_file(block: Any) -> Any:
    raise AssertionError("The sample has no files.")


PAPERS: dict[str, Callable[[str], str]] = {
    "event report": event_report,
    "list": registrations_list,
    "series report": series_report,
}
