"""Read what a telephone sends: taps at the door, with the times of its own clock."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from common.typed_text.characters import one_line, readable
from events.models import Attendance, Registration
from events.models.registration import CODE_LENGTH, LONGEST_DEVICE, LONGEST_PERSON_NAME, TOKEN_LENGTH

# The script sends at most 200 at once (`MOST` in check-in.js).
MOST_ENTRIES = 500
# In bytes.
LONGEST_BODY = 200_000


class UnreadableEntriesError(ValueError):
    """The body of a request is nothing that our script sends."""


@dataclass(frozen=True)
class PhoneEntry:
    """One tap on a telephone; `name`, `sex` and `kind` are those of somebody who was not on the list.

    `key` is the telephone's own name for the entry, which it keeps until we name it.
    """

    key: str
    at: dt.datetime
    code: str = ""
    is_undone: bool = False
    name: str = ""
    sex: str = ""
    kind: str = ""


def read_entries(body: bytes) -> tuple[str, list[PhoneEntry]]:
    """Return a phone's device name and check-in entries from a JSON body, or raise UnreadableEntriesError.

    Times are changed to our clock. The error is raised for anything but what our script sends.
    """
    try:
        # Before the JSON is parsed: parsing costs many times the memory of the text.
        if len(body) > LONGEST_BODY:
            raise UnreadableEntriesError
        told = json.loads(body)
        if len(told["entries"]) > MOST_ENTRIES:
            raise UnreadableEntriesError
        ahead = _correction(_moment(told["now"]), timezone.now())
        entries = [_entry(each, ahead) for each in told["entries"]]
        device = _printable(told["device"], LONGEST_DEVICE)
    # All that json.loads and reading of wrong types raise: also a time out of range, and lists nested too deep.
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise UnreadableEntriesError from error
    return device, entries


def _correction(phone_now: dt.datetime, now: dt.datetime) -> dt.timedelta:
    """Return what is added to a telephone's times, in whole minutes: a wrong clock is as wrong in each of its entries.

    The difference holds the time on the way too, up to ten seconds, another one each time that a tap is sent again.
    Rounded, a tap keeps its time: otherwise one that is sent twice could count on both sides of midnight.
    """
    return dt.timedelta(minutes=round((now - phone_now) / dt.timedelta(minutes=1)))


def _entry(told: dict[str, Any], ahead: dt.timedelta) -> PhoneEntry:
    """Return one entry, its time moved by as much as our clock is ahead of the telephone's."""
    sex, kind = told.get("sex", ""), told.get("kind", "")
    return PhoneEntry(
        key=_printable(told["key"], TOKEN_LENGTH),
        at=_moment(told["at"]) + ahead,
        code=_printable(told.get("code", ""), CODE_LENGTH),
        # `is True`: scripts send true, and a text such as "false" would count as yes otherwise.
        is_undone=told.get("undo") is True,
        name=readable(one_line(_text(told.get("name", ""), LONGEST_PERSON_NAME))),
        # An unknown choice must not stop the entry: the person stood at the door.
        sex=sex if sex in Registration.Sex.values else Registration.Sex.NOT_SAID,
        kind=kind if kind in Attendance.values else Attendance.OTHER,
    )


def _text(told: Any, longest: int) -> str:
    """Return a text of at most `longest` characters. Raises ValueError for a longer one, or none."""
    if not isinstance(told, str) or len(told) > longest:
        raise ValueError
    return told


def _printable(told: Any, longest: int) -> str:
    """Return a text without invisible characters, which names have (Khmer has spaces of no width) and codes do not."""
    if not _text(told, longest).isprintable():
        raise ValueError
    return str(told)


def _moment(milliseconds: Any) -> dt.datetime:
    """Return a time from milliseconds since 1970, as scripts count."""
    # In Python True is an int, and would be the first second of 1970.
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        raise TypeError
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
