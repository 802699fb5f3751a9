"""The steps of a recommendation, from "sent" to "adopted" or "declined", and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# An organization is reminded of what was not answered for so many days.
LATE_AFTER = 90


class StepKind(models.TextChoices):
    """The kinds of steps, in the order in which they follow each other."""

    SENT = "sent", pgettext_lazy("step of a recommendation", "Sent")
    RECEIVED = "received", pgettext_lazy("step of a recommendation", "Received")
    ANSWERED = "answered", pgettext_lazy("step of a recommendation", "Answered")
    ADOPTED = "adopted", pgettext_lazy("step of a recommendation", "Adopted")
    DECLINED = "declined", pgettext_lazy("step of a recommendation", "Declined")


class Outcome(models.TextChoices):
    """The states of a recommendation, which follow from its steps."""

    ADOPTED = "adopted", pgettext_lazy("state of a recommendation", "Adopted")
    ANSWERED = "answered", pgettext_lazy("state of a recommendation", "Answered")
    WAITING = "waiting", _("Waiting for an answer")
    UNSENT = "unsent", _("Not sent yet")
    DECLINED = "declined", pgettext_lazy("state of a recommendation", "Declined")


# The steps by which a recommendation ends. Only one of them can be there.
LAST_STEPS = (StepKind.ADOPTED, StepKind.DECLINED)
# What is said under "Waiting", by the step that is waited for.
WAITING_FOR: dict[str, _StrOrPromise] = {
    StepKind.SENT: _("to be sent"),
    StepKind.RECEIVED: _("for receipt"),
    StepKind.ANSWERED: _("for an answer"),
    StepKind.ADOPTED: _("to be adopted"),
}
TO_ADOPTION = (StepKind.SENT, StepKind.RECEIVED, StepKind.ANSWERED, StepKind.ADOPTED)


@dataclass(frozen=True)
class ShownStep:
    """One square on the line of a recommendation's steps; `day` is None for a step that is still to come."""

    css: str
    label: str
    day: dt.date | None = None
    waiting_for: str = ""
    kind: str = ""


def outcome_of(kinds: Iterable[str]) -> Outcome:
    """Return a recommendation's state from the kinds of its steps: adopted, declined, answered, waiting or unsent."""
    found = set(kinds)
    for kind, outcome in (
        (StepKind.ADOPTED, Outcome.ADOPTED),
        (StepKind.DECLINED, Outcome.DECLINED),
        (StepKind.ANSWERED, Outcome.ANSWERED),
    ):
        if kind in found:
            return outcome
    return Outcome.WAITING if found else Outcome.UNSENT


def problem_of(steps: Sequence[tuple[str, dt.date]], today: dt.date) -> str:
    """Return an error message about a recommendation's steps, given as (kind, day); "" when nothing is wrong."""
    kinds = [kind for kind, _day in steps]
    # A set would drop the doubled one.
    if len(set(kinds)) < len(kinds):
        return str(_("Each step can be there only once."))
    if all(last in kinds for last in LAST_STEPS):
        return str(_("It cannot be both adopted and declined. Take one of the two away."))
    # Without the first day nothing can be late or answered.
    if kinds and StepKind.SENT not in kinds:
        return str(_("Say first on which day it was sent."))
    if any(day > today for _kind, day in steps):
        return str(_("A step cannot lie in the future."))
    days = [day for _kind, day in in_order(steps)]
    # Equal days are allowed: a letter can be received on the day on which it was sent.
    if days != sorted(days):
        return str(_("The days are not in the order of the steps."))
    return ""


def in_order(steps: Iterable[tuple[str, dt.date]]) -> list[tuple[str, dt.date]]:
    """Return a recommendation's steps, (kind, day), sorted by kind: sent, received, answered, adopted, declined."""
    return sorted(steps, key=lambda step: StepKind.values.index(step[0]))


def timeline(steps: Iterable[tuple[str, dt.date]]) -> list[ShownStep]:
    """Return a recommendation's steps to draw as a line: those done, the one waited for, and those still to come."""
    done = in_order(steps)
    shown = [
        ShownStep("declined" if kind == StepKind.DECLINED else "done", str(StepKind(kind).label), day, kind=kind)
        for kind, day in done
    ]
    if done and done[-1][0] in LAST_STEPS:
        return shown
    # The steps that are still to come, after the last one that is there.
    ahead = TO_ADOPTION[TO_ADOPTION.index(StepKind(done[-1][0])) + 1 :] if done else TO_ADOPTION
    waiting = ShownStep("now", str(_("Waiting")), waiting_for=str(WAITING_FOR[ahead[0]]))
    return [*shown, waiting, *(ShownStep("", str(kind.label)) for kind in ahead[1:])]


def days_without_answer(outcome: str, sent_on: dt.date | None, today: dt.date) -> int | None:
    """Return the days since a recommendation with the state "waiting" was sent; None for any other state."""
    return (today - sent_on).days if outcome == Outcome.WAITING and sent_on else None
