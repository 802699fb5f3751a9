"""Days and hours as people in Cambodia type them: day first, Latin or Khmer digits, month names or numbers.

What cannot be understood raises UnreadableDateError and what lies outside the bounds DateOutOfBoundsError; nothing is
ever replaced by another day. All that `khmer.dates` writes with its year is read again.
"""

import datetime as dt
import re
from collections.abc import Iterable

from khmer.dates import MONTHS, PHNOM_PENH, WEEKDAYS
from khmer.text import normalise

# The bounds of years that may be typed: from the first, to so many years after the current year.
FIRST_YEAR, YEARS_AHEAD = 1990, 10
LONGEST = 80

OTHER_MONTHS = {"sept": 9, "កុម្ភះ": 2, "កុម្ភ": 2, "មិនា": 3}
OTHER_WEEKDAYS = {"ថ្ងៃចន្ទ": 0}
AM, PM = "am", "pm"
PARTS_OF_DAY = {"ព្រឹក": AM, "ថ្ងៃត្រង់": PM, "រសៀល": PM, "ល្ងាច": PM, "យប់": "night"}
# "At night" is late in the evening or early in the morning.
NIGHT = {12: 0, 1: 1, 2: 2, 3: 3, 7: 19, 8: 20, 9: 21, 10: 22, 11: 23}


class UnreadableDateError(ValueError):
    """The error of a text that is no existing day or hour, or can be read in more than one way."""


class DateOutOfBoundsError(ValueError):
    """The error of a real day in a year outside the bounds."""


def _known(names: dict[str, int]) -> dict[str, int]:
    return {normalise(name): number for name, number in names.items()}


def _any_of(names: Iterable[str]) -> str:
    # The longest first: a regular expression takes the first that fits, and "sep" begins "september".
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


MONTH_NUMBERS = _known(
    {name: number for names in MONTHS.values() for number, name in enumerate(names, 1)}
    | {name[:3]: number for number, name in enumerate(MONTHS["en"], 1)}
    | OTHER_MONTHS
)
WEEKDAY_NUMBERS = _known(
    {name: number for names in WEEKDAYS.values() for number, name in enumerate(names)}
    | {name[:3]: number for number, name in enumerate(WEEKDAYS["en"])}
    | OTHER_WEEKDAYS
)
PARTS = {normalise(name): part for name, part in PARTS_OF_DAY.items()} | {AM: AM, PM: PM, "a.m.": AM, "p.m.": PM}

MONTH, WEEKDAY = _any_of(MONTH_NUMBERS), _any_of(WEEKDAY_NUMBERS)
OF_DAY, OF_MONTH, OF_YEAR, O_CLOCK = (normalise(word) for word in ("ទី", "ខែ", "ឆ្នាំ", "ម៉ោង"))
THE_TIME = normalise("វេលា")
NAMED_WEEKDAY = f"(?:(?P<weekday>{WEEKDAY})[ ,]*)?"
DAY_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        # 24/10/2026, Saturday 24.10.26
        rf"{NAMED_WEEKDAY}(?P<day>[0-9]{{1,2}}) ?(?P<sep>[/.-]) ?(?P<month>[0-9]{{1,2}}) ?(?P=sep) ?"
        r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])",
        # 24 10 2026
        r"(?P<day>[0-9]{1,2}) (?P<month>[0-9]{1,2}) (?P<year>[0-9]{4})(?![0-9])",
        # 2026-10-24
        r"(?P<year>[0-9]{4})(?P<sep>[/.-])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})(?![0-9])",
        # 24 October 2026, ថ្ងៃទី២៤ ខែតុលា ឆ្នាំ២០២៦
        rf"{NAMED_WEEKDAY}(?:(?:the |ថ្ងៃ)?(?:{OF_DAY}) ?)?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]?(?:of )?"
        rf"(?:{OF_MONTH} ?)?(?P<month>{MONTH})[ ,-]*(?:{OF_YEAR} ?)?(?P<year>[0-9]{{4}})(?![0-9])",
        # October 24, 2026
        rf"{NAMED_WEEKDAY}(?P<month>{MONTH}) (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}})(?![0-9])",
    )
]
BETWEEN = re.compile(rf"(?: ?, ?| (?:at )?|t(?=[0-9]))(?:{THE_TIME} ?)?")
TIME = re.compile(
    rf"(?P<clock>{O_CLOCK} ?)?(?P<hour>[0-9]{{1,2}})(?P<h>h)?"
    r"(?:(?: ?[:.៖ៈះ] ?|(?<=h))(?P<minute>[0-9]{2}))?"
    rf"(?::(?P<second>[0-9]{{2}})(?:\.0{{1,6}})?)? ?(?P<part>{_any_of(PARTS)})?"
)
YEAR = re.compile("[0-9]{4}")


def last_year(today: dt.date | None = None) -> int:
    """Return the last year that a date typed in a form may have."""
    return (today or dt.datetime.now(PHNOM_PENH)).year + YEARS_AHEAD


def within_bounds(year: int) -> bool:
    """Return whether a date typed in a form may have this year."""
    return FIRST_YEAR <= year <= last_year()


def read_day(typed: str) -> dt.date:
    """Return the date in a typed text. Raises UnreadableDateError, or DateOutOfBoundsError for its year."""
    day, rest = _day_and_rest(_simple(typed))
    if rest:
        raise UnreadableDateError(typed)
    return _bounded(day)


def read_time(typed: str) -> dt.time:
    """Return the time of day in a typed text. Raises UnreadableDateError for other text."""
    return _time(_simple(typed))


def read_moment(typed: str) -> dt.datetime:
    """Return the date with time in a typed text, without zone. Raises UnreadableDateError or DateOutOfBoundsError."""
    day, rest = _day_and_rest(_simple(typed))
    between = BETWEEN.match(rest)
    if between is None:
        raise UnreadableDateError(typed)
    return dt.datetime.combine(_bounded(day), _time(rest[between.end() :]))


def read_day_or_year(typed: str, *, is_end: bool = False) -> dt.date:
    """Return a typed date, or a year's first day (last with `is_end`). UnreadableDateError or DateOutOfBoundsError."""
    text = _simple(typed)
    if not YEAR.fullmatch(text):
        return read_day(typed)
    year = int(text)
    if not within_bounds(year):
        raise DateOutOfBoundsError(typed)
    return dt.date(year, 12, 31) if is_end else dt.date(year, 1, 1)


def _simple(typed: str) -> str:
    # Before any regular expression meets the text.
    if len(typed) > LONGEST:
        raise UnreadableDateError(typed[:LONGEST])
    return " ".join(normalise(typed).split())


def _bounded(day: dt.date) -> dt.date:
    if not within_bounds(day.year):
        raise DateOutOfBoundsError(str(day))
    return day


def _day_and_rest(text: str) -> tuple[dt.date, str]:
    for pattern in DAY_PATTERNS:
        if match := pattern.match(text):
            return _day(match), text[match.end() :]
    raise UnreadableDateError(text)


def _day(match: re.Match[str]) -> dt.date:
    parts = match.groupdict()
    month = MONTH_NUMBERS.get(parts["month"]) or int(parts["month"])
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        # Two digits mean a year of this century when it is within the bounds, otherwise one of the last century.
        year += 2000 if within_bounds(2000 + year) else 1900
    if year < dt.MINYEAR:
        raise DateOutOfBoundsError(match.group())
    try:
        day = dt.date(year, month, int(parts["day"]))
    except ValueError as error:
        raise UnreadableDateError(match.group()) from error
    weekday = parts.get("weekday")
    # A wrong weekday means that the day or the weekday is a slip; nobody can tell which.
    if weekday and WEEKDAY_NUMBERS[weekday] != day.weekday():
        raise UnreadableDateError(match.group())
    return day


def _time(text: str) -> dt.time:
    match = TIME.fullmatch(text)
    if match is None or not any(match.group(name) for name in ("clock", "h", "minute", "part")):
        raise UnreadableDateError(text)
    hour = _hour(int(match["hour"]), PARTS.get(match["part"] or ""))
    try:
        return dt.time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError as error:
        raise UnreadableDateError(text) from error


def _hour(hour: int, part: str | None) -> int:
    if part is None:
        return hour
    if not 1 <= hour <= 12:
        raise UnreadableDateError(str(hour))
    if part in (AM, PM):
        return hour % 12 + (12 if part == PM else 0)
    if hour not in NIGHT:
        raise UnreadableDateError(str(hour))
    return NIGHT[hour]
