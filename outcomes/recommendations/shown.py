"""A recommendation as pages show it, made from a page's stream or from its row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.utils import timezone

from outcomes.recommendations.blocks import SERIES
from outcomes.recommendations.steps import LATE_AFTER, ShownStep, days_without_answer, outcome_of, timeline
from vocabulary.models import Institution


class StoredStep(TypedDict):
    """A step as a row stores it; `document` is the file's address, name and ending, or None."""

    kind: str
    day: str
    note: str
    link: str
    document: dict[str, str] | None


@dataclass(frozen=True)
class ShownRecommendation:
    """A recommendation with its steps, its state, and for how long it has waited."""

    number: int
    text: str
    institution: Institution | None
    steps: Sequence[StoredStep] = field(default_factory=list)
    # The id of its block, which a copy for translation keeps.
    key: str = ""
    # It speaks for the whole series of its event.
    is_of_series: bool = False

    @property
    def days(self) -> list[tuple[str, dt.date]]:
        """Return (kind, day) of each step of the recommendation."""
        return [(step["kind"], dt.date.fromisoformat(step["day"])) for step in self.steps]

    @property
    def outcome(self) -> str:
        """Return the state of the recommendation (a value of Outcome), derived from its steps."""
        return outcome_of(step["kind"] for step in self.steps)

    @property
    def sent_on(self) -> dt.date | None:
        """Return the day on which the recommendation was sent; None when it was not."""
        return next((day for kind, day in self.days if kind == "sent"), None)

    @property
    def last_on(self) -> dt.date | None:
        """Return the day of the recommendation's latest step; None when it has no steps."""
        return max((day for _kind, day in self.days), default=None)

    @property
    def timeline(self) -> list[ShownStep]:
        """Return the recommendation's steps to draw as a line: done, waited for, and still to come."""
        return timeline(self.days)

    @property
    def remarks(self) -> list[StoredStep]:
        """Return those steps of the recommendation that have a note, a document or a link."""
        return [step for step in self.steps if step["note"] or step["document"] or step["link"]]

    @property
    def days_waited(self) -> int | None:
        """Return for how many days the recommendation has waited for an answer; None when it does not wait."""
        return days_without_answer(self.outcome, self.sent_on, timezone.localdate())

    @property
    def is_late(self) -> bool:
        """Return whether the recommendation has waited 90 days or more for an answer."""
        # None (not waiting) counts as 0.
        return (self.days_waited or 0) >= LATE_AFTER


def shown_on(stream: Any, is_in_series: bool) -> list[ShownRecommendation]:
    """Return the recommendations of a page's stream as ShownRecommendation, numbered from 1; [] for an empty stream.

    Only on a page that is in a series one can speak for that.
    """
    return [
        ShownRecommendation(
            number,
            item.value["text"],
            item.value["institution"],
            [stored_step(step) for step in item.value["steps"]],
            item.id or "",
            is_in_series and item.value.get("speaks_for") == SERIES,
        )
        for number, item in enumerate(stream or (), start=1)
    ]


def stored_step(step: Any) -> StoredStep:
    """Return a step of a recommendation, taken from a page's stream, as the JSON dict that database rows store."""
    document = step["document"]
    # Stored with the row, so that lists need no query for documents.
    file = {"url": document.url, "title": document.title, "extension": document.file_extension} if document else None
    return {
        "kind": step["kind"],
        "day": step["day"].isoformat(),
        "note": step["note"] or "",
        "link": step["link"] or "",
        "document": file,
    }
