"""The demo's institutions, and the recommendations of its events with their steps."""

from __future__ import annotations

import datetime as dt
from uuid import NAMESPACE_URL, uuid5

from demo import content_files
from demo.content_files import DemoPage
from demo.loader.stream_values import stream
from demo.markup import DemoText
from vocabulary.models import Institution


def add_institutions() -> None:
    """Create the demo's institutions, to which recommendations are addressed, where missing."""
    for slug, names in content_files.institutions().items():
        Institution.objects.get_or_create(slug=slug, defaults=names)


def addressed(demo_page: DemoPage, text: DemoText, held_on: dt.date) -> str:
    """Return as JSON a demo event's recommendations that go to institutions, each with its steps.

    The setting `addressed` says for the first lines of @recommendations to whom each goes, and for each step how many
    days after the event it was; `speaks_for = "series"` lets one speak for the series of the event.
    """
    wanted = demo_page.settings.get("addressed", [])
    institutions = Institution.objects.in_bulk([row["to"] for row in wanted], field_name="slug")
    return stream(
        (
            "recommendation",
            {
                "text": words,
                "institution": institutions[row["to"]].pk,
                "steps": [
                    # Wagtail takes an item without an id for the value itself, and then no step has a day.
                    {
                        "type": "item",
                        "id": str(uuid5(NAMESPACE_URL, f"{words} {kind} {days}")),
                        "value": step(kind, held_on + dt.timedelta(days=days)),
                    }
                    for kind, days in row["steps"]
                ],
                "speaks_for": row.get("speaks_for", ""),
            },
        )
        for words, row in zip(text.notes.get("recommendations", []), wanted, strict=False)
    )


def step(kind: str, day: dt.date) -> dict[str, object]:
    """Return one step of a demo recommendation (its kind and date) as a stream value."""
    return {"kind": kind, "day": day.isoformat(), "note": "", "document": None, "link": ""}


def unaddressed(demo_page: DemoPage, text: DemoText) -> list[str]:
    """Return the texts of a demo event's recommendations that go to no institution."""
    return text.notes.get("recommendations", [])[len(demo_page.settings.get("addressed", [])) :]
