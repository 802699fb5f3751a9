"""Days and hours in Khmer and in English, shown in the time of Phnom Penh."""

import datetime as dt
from typing import TypeVar
from zoneinfo import ZoneInfo

from khmer.numbers import numerals

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")

Day = TypeVar("Day", bound=dt.date)
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "km": ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"],
}
WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "km": ["ថ្ងៃច័ន្ទ", "ថ្ងៃអង្គារ", "ថ្ងៃពុធ", "ថ្ងៃព្រហស្បតិ៍", "ថ្ងៃសុក្រ", "ថ្ងៃសៅរ៍", "ថ្ងៃអាទិត្យ"],
}
PATTERNS = {
    "long": {"en": "{day} {month} {year}", "km": "{day} {month} {year}"},
    "weekday": {"en": "{weekday}, {day} {month} {year}", "km": "{weekday} ទី{day} {month} {year}"},
    "weekday_only": {"en": "{short_weekday}", "km": "{weekday}"},
    "day_month": {"en": "{day} {month}", "km": "{day} {month}"},
    "month_year": {"en": "{month} {year}", "km": "{month} {year}"},
    "day": {"en": "{day}", "km": "{day}"},
    "weekday_day": {"en": "{weekday} {day}", "km": "{weekday} ទី{day}"},
    "month": {"en": "{month}", "km": "{month}"},
    "short": {"en": "{day} {short_month} {year}", "km": "{day} {month} {year}"},
}
MINUTE, HOUR = 60, 3600
AGO = {
    "minute": {"en": "{n} minutes ago", "km": "{n} នាទីមុន", "one": "1 minute ago"},
    "hour": {"en": "{n} hours ago", "km": "{n} ម៉ោងមុន", "one": "1 hour ago"},
}
AHEAD = {
    "minute": {"en": "in {n} minutes", "km": "{n} នាទីទៀត", "one": "in 1 minute"},
    "hour": {"en": "in {n} hours", "km": "{n} ម៉ោងទៀត", "one": "in 1 hour"},
}
JUST_NOW = {"en": "Just now", "km": "អម្បាញ់មិញ"}
NEAR_DAYS = {
    -1: {"en": "Yesterday", "km": "ម្សិលមិញ"},
    0: {"en": "Today", "km": "ថ្ងៃនេះ"},
    1: {"en": "Tomorrow", "km": "ថ្ងៃស្អែក"},
}


def month_name(month: int, language: str) -> str:
    """Return the name of a month (1 to 12) in a language, "km" or English."""
    return MONTHS[_known(language)][month - 1]


def date(value: dt.date, language: str, style: str = "long") -> str:
    """Return a date as text in a language and a named style; of an aware datetime the date in Phnom Penh.

    Raises KeyError for a style that does not exist.
    """
    day, language = _local(value), _known(language)
    month, weekday = month_name(day.month, language), WEEKDAYS[language][day.weekday()]
    text = PATTERNS[style][language].format(
        day=day.day,
        month=month,
        # Only the English patterns use the short forms: Khmer has none that are cut.
        short_month=month[:3],
        year=day.year,
        weekday=weekday,
        short_weekday=weekday[:3],
    )
    return numerals(text, language)


def time_of_day(value: dt.datetime | dt.time, language: str) -> str:
    """Return a time as text like "8:30 am", in Khmer "ម៉ោង ៨:៣០ ព្រឹក"; of an aware datetime that in Phnom Penh."""
    moment = _local(value) if isinstance(value, dt.datetime) else value
    hour = moment.hour % 12 or 12
    if _known(language) == "km":
        return numerals(f"ម៉ោង\u00a0{hour}:{moment.minute:02} {_part_of_day(moment.hour)}", "km")
    return f"{hour}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"


def relative(value: dt.datetime, language: str, now: dt.datetime | None = None) -> str:
    """Return how far an aware time is from now, such as "2 hours ago" or "tomorrow"; its date if further away."""
    now = now or dt.datetime.now(dt.UTC)
    language = _known(language)
    seconds = int((value - now).total_seconds())
    days = (_local(value).date() - _local(now).date()).days
    # Within an hour the minutes are told even across midnight.
    if abs(seconds) < HOUR or (days == 0 and abs(seconds) < 24 * HOUR):
        return _near(seconds, language)
    if days in NEAR_DAYS:
        return NEAR_DAYS[days][language]
    return near_day(value, language, now)


def near_day(value: dt.datetime, language: str, now: dt.datetime | None = None) -> str:
    """Return an aware time's date as text, without the year where it is this year."""
    same_year = _local(value).year == _local(now or dt.datetime.now(dt.UTC)).year
    return date(value, language, "day_month" if same_year else "long")


def _near(seconds: int, language: str) -> str:
    size = abs(seconds)
    if size < MINUTE:
        return JUST_NOW[language]
    unit, count = ("minute", size // MINUTE) if size < HOUR else ("hour", size // HOUR)
    forms = (AHEAD if seconds > 0 else AGO)[unit]
    form = forms["one"] if count == 1 and language == "en" else forms[language]
    return numerals(form.format(n=count), language)


def _part_of_day(hour: int) -> str:
    if hour < 4 or hour >= 19:
        return "យប់"
    if hour < 12:
        return "ព្រឹក"
    return "រសៀល" if hour < 17 else "ល្ងាច"


def _local(value: Day) -> Day:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(PHNOM_PENH)
    return value


def _known(language: str) -> str:
    """Return "km" for Khmer and "en" for any other language, such as a regional code ("en-gb")."""
    return "km" if language.startswith("km") else "en"
