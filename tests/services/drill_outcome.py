"""The required outcome of a drill: every effect once or listed as dead, in order, every page as a model beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from tests.outbox.drill.chain import link
from tests.services.drill import FaultRun
from tests.services.outbox import Drill

HANDLERS = ["row", "state", "feed", "notice"]

APPLIED = "SELECT handler, aggregate, number FROM drill_applied ORDER BY id"
DEAD = "SELECT id, payload FROM outbox_event WHERE state = 2 AND kind = 'drill.changed'"
DONE_BY_DEAD = (
    "SELECT event_id, handler FROM outbox_effect JOIN outbox_event ON outbox_event.id = event_id WHERE state = 2"
)
Pair = tuple[str, int]  # handler and event


@dataclass
class DrillOutcome:
    """Effects are pairs of handler and event."""

    events: int
    applied: int
    dead: set[Pair]
    lost: set[Pair] = field(default_factory=set)
    doubled: set[Pair] = field(default_factory=set)
    unexpected: set[Pair] = field(default_factory=set)
    out_of_order: int = 0
    wrong_pages: set[str] = field(default_factory=set)
    unsent: set[int] = field(default_factory=set)

    def is_right(self) -> bool:
        wrong = (self.lost, self.doubled, self.unexpected, self.out_of_order, self.wrong_pages, self.unsent)
        return not any(wrong)

    def __str__(self) -> str:
        return (
            f"{self.events} events, {self.applied} effects applied, {len(self.dead)} listed as dead; "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.unexpected)} of no event or of a dead one, "
            f"{self.out_of_order} out of order, {len(self.wrong_pages)} pages unlike the model, "
            f"{len(self.unsent)} not sent"
        )


def outcome_of(fault_run: FaultRun) -> DrillOutcome:
    made, rows, dead = fault_run.made(), fault_run.drill.portal.query(APPLIED), dead_effects(fault_run.drill)
    counted = Counter((handler, number) for handler, _, number in rows)
    due = {(handler, number) for number, _ in made for handler in HANDLERS} - dead
    return DrillOutcome(
        events=len(made),
        applied=len(rows),
        dead=dead,
        lost=due - counted.keys(),
        doubled={pair for pair, count in counted.items() if count > 1},
        unexpected=counted.keys() - due,
        out_of_order=inversions(rows, made),
        wrong_pages=wrong_pages(fault_run.drill, made, dead),
        unsent={number for number, _ in made if number % 10 == 0 and ("notice", number) not in dead}
        - set(fault_run.drill.sent()),
    )


def dead_effects(drill: Drill) -> set[Pair]:
    done = set(drill.portal.query(DONE_BY_DEAD))
    return {
        (handler, payload["number"])
        for event, payload in drill.rows(DEAD)
        for handler in HANDLERS
        if (event, f"drill.{handler}") not in done
    }


def inversions(rows: list[tuple[str, str, int]], made: list[tuple[int, str]]) -> int:
    """Return how often an effect of a page follows one of a later event, each handler's taken by itself."""
    place = {number: place for place, (number, _) in enumerate(made)}
    sequences = defaultdict(list)
    for handler, aggregate, number in rows:
        sequences[handler, aggregate].append(place.get(number, -1))
    return sum(later < earlier for sequence in sequences.values() for earlier, later in pairwise(sequence))


def wrong_pages(drill: Drill, made: list[tuple[int, str]], dead: set[Pair]) -> set[str]:
    model: dict[str, str] = defaultdict(str)
    for number, aggregate in made:
        if ("state", number) not in dead:
            model[aggregate] = link(model[aggregate], number)
    there = dict(drill.portal.query("SELECT aggregate, state FROM drill_chain"))
    return {aggregate for aggregate in model.keys() | there.keys() if model.get(aggregate) != there.get(aggregate)}
