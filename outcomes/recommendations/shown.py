"""A recommendation as pages show it, made from a page's stream or from its row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.utils import timezone

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

    @property
    def days(self) -> list[tuple[str, dt.date]]:
        """Return kind and day of each step."""
        return [(step["kind"], dt.date.fromisoformat(step["day"])) for step in self.steps]

    @property
    def outcome(self) -> str:
        """Return the state of the recommendation, one of Outcome."""
        return outcome_of(step["kind"] for step in self.steps)

    @property
    def sent_on(self) -> dt.date | None:
        """Return the day on which the recommendation was sent, or None."""
        return next((day for kind, day in self.days if kind == "sent"), None)

    @property
    def last_on(self) -> dt.date | None:
        """Return the day of the latest step, or None."""
        return max((day for _kind, day in self.days), default=None)

    @property
    def timeline(self) -> list[ShownStep]:
        """Return the squares of the line of steps."""
        return timeline(self.days)

    @property
    def remarks(self) -> list[StoredStep]:
        """Return the steps that say more than their day: a note, a document or a link."""
        return [step for step in self.steps if step["note"] or step["document"] or step["link"]]

    @property
    def days_waited(self) -> int | None:
        """Return for how many days it has waited for an answer; None when it waits for none."""
        return days_without_answer(self.outcome, self.sent_on, timezone.localdate())

    @property
    def is_late(self) -> bool:
        """Return whether it has waited for an answer longer than an institution may take."""
        return (self.days_waited or 0) >= LATE_AFTER


def shown_on(stream: Any) -> list[ShownRecommendation]:
    """Return the recommendations of a page's stream as they are shown, numbered from 1."""
    return [
        ShownRecommendation(
            number, item.value["text"], item.value["institution"], [stored(step) for step in item.value["steps"]]
        )
        for number, item in enumerate(stream or (), start=1)
    ]


def stored(step: Any) -> StoredStep:
    """Return a step of a page's stream in the form in which rows store it."""
    document = step["document"]
    file = {"url": document.url, "title": document.title, "extension": document.file_extension} if document else None
    return {
        "kind": step["kind"],
        "day": step["day"].isoformat(),
        "note": step["note"] or "",
        "link": step["link"] or "",
        "document": file,
    }
