"""The results for the people of the drill: their places, the order of the waiting list, and their mails."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tests.services.mail_sink import TakenMail
from tests.services.portal import Portal

DEAD = "SELECT count(*) FROM outbox_event WHERE state = 2"
ROWS = "SELECT number, state, email, confirmed_at IS NOT NULL FROM events_registration ORDER BY number"


@dataclass(frozen=True)
class RegistrationOutcome:
    """The counted end of a drill.

    `overtaken` are numbers that wait while somebody behind them has or had a place, `wrong_mails` addresses that got
    no or several confirmations of different Message-IDs, `doubles` mails that arrived once more under the same one.
    """

    people: int
    places: int
    waiting: int
    cancelled: int
    numbers_are_whole: bool
    doubled: list[str]
    overtaken: list[int]
    unconfirmed: list[int]
    wrong_mails: list[str]
    confirmations: int
    mails: int
    doubles: int
    dead: int


def outcome_of(portal: Portal, mails: Iterable[TakenMail]) -> RegistrationOutcome:
    """Return what became of everybody, from the database and the mails that arrived."""
    rows = portal.query(ROWS)
    states = Counter(state for _number, state, _email, _is_confirmed in rows)
    taken = Counter((mail.recipient, mail.message_id, mail.has_picture) for mail in mails)
    tickets: dict[str, set[str]] = defaultdict(set)
    for recipient, message_id, has_picture in taken:
        if has_picture:
            tickets[recipient].add(message_id)
    had_place = [number for number, state, email, _ in rows if state == "registered" or tickets[email]]
    return RegistrationOutcome(
        people=len(rows),
        places=states["registered"],
        waiting=states["waiting"],
        cancelled=states["cancelled"],
        numbers_are_whole=[row[0] for row in rows] == list(range(1, len(rows) + 1)),
        doubled=[email for email, count in Counter(row[2] for row in rows).items() if count > 1],
        overtaken=[number for number, state, *_ in rows if state == "waiting" and number < max(had_place)],
        unconfirmed=[number for number, _state, _email, is_confirmed in rows if not is_confirmed],
        wrong_mails=[email for _, state, email, _ in rows if not is_right(state, len(tickets[email]))],
        confirmations=sum(len(ids) for ids in tickets.values()),
        mails=sum(taken.values()),
        doubles=sum(taken.values()) - len(taken),
        dead=portal.query(DEAD)[0][0],
    )


def is_right(state: str, tickets: int) -> bool:
    """Return whether a number of confirmations fits a state; who cancelled may have cancelled before hers was sent."""
    return tickets <= 1 if state == "cancelled" else tickets == (state == "registered")
