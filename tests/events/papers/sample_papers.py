"""Papers of every kind as HTML, made of the demo’s training of 2017 without a database."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.utils.translation import override
from wagtail.models import Locale

from demo.loader.stream_values import body, competition, stream
from demo.markup import DemoText, PictureMarkup, halves, read_text
from events.models import EventPage, Registration
from events.papers.event_report import TEMPLATE, report_context
from events.papers.rendering import paper_html
from home.programme_pages.rich_text import rich_list
from khmer.dates import PHNOM_PENH
from orgs.models import Organization
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


PAPERS: dict[str, Callable[[str], str]] = {"event report": event_report, "list": registrations_list}
