"""Reading a table of articles (CSV), as people make one of a site that can export nothing."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from khmer.dates import PHNOM_PENH
from khmer.typed_dates import DateOutOfBoundsError, read_day, read_moment
from moving.reading.entries import (
    LONGEST_ADDRESS,
    LONGEST_MARKUP,
    LONGEST_NAME,
    MOST_ENTRIES,
    MOST_TOPICS,
    OldEntry,
    OldSite,
    UnreadableFileError,
    cleaned,
    past,
)
from moving.reading.wxr import LANGUAGES

COLUMNS = ("title", "date", "language", "author", "topics", "summary", "text", "address", "pictures")
NEEDED = {"title", "text"}
# Between the topics of one cell, and between its pictures.
BETWEEN = ";"


def read_csv(path: Path) -> OldSite:
    """Return the site of a table of articles. Raises UnreadableFileError for a wrong table, naming the line."""
    count = sum(1 for _entry in _entries(path))
    return OldSite(lambda: _entries(path), count)


def _entries(path: Path) -> Iterator[OldEntry]:
    csv.field_size_limit(LONGEST_MARKUP)
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            _check_columns(rows.fieldnames or [])
            for number, row in enumerate(rows, 1):
                line = rows.line_num
                if number > MOST_ENTRIES:
                    raise UnreadableFileError(f"It has more than {MOST_ENTRIES} entries.")
                if None in row:
                    raise UnreadableFileError(f"Line {line} has more cells than there are columns.")
                yield _entry({name: cleaned(value) for name, value in row.items()}, line)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("Its letters are not UTF-8. Save it as “CSV UTF-8”.") from error
    except csv.Error as error:
        raise UnreadableFileError(f"It is damaged after line {line}: {error}.") from error


def _check_columns(names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or not set(names) >= NEEDED or len(set(names)) < len(names):
        told = f" It does not know: {', '.join(map(repr, unknown))}." if unknown else ""
        raise UnreadableFileError(f"The first line must name the columns, each once: {', '.join(COLUMNS)}.{told}")


def _entry(row: dict[str, str], line: int) -> OldEntry:
    language = row.get("language", "").lower()
    if language and language not in LANGUAGES:
        raise UnreadableFileError(f"Line {line}: the language is km or en, or empty.")
    return OldEntry(
        address=row.get("address", "")[:LONGEST_ADDRESS],
        guid="",
        title=row["title"],
        content=row["text"],
        summary=row.get("summary", ""),
        written_at=past(_moment(row.get("date", ""), line)),
        author=row.get("author", "")[:LONGEST_NAME],
        language=LANGUAGES.get(language, ""),
        topics=_parts(row.get("topics", ""), LONGEST_NAME),
        pictures=_parts(row.get("pictures", ""), LONGEST_ADDRESS),
        is_classic=True,
    )


def _parts(cell: str, longest: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip()[:longest] for part in cell.split(BETWEEN)[:MOST_TOPICS] if part.strip()))


def _moment(typed: str, line: int) -> dt.datetime | None:
    """Return a time from a cell: as ISO 8601, or as people in Cambodia type a day, day first."""
    if not typed:
        return None
    try:
        found = parse_datetime(typed[:40])
        if found:
            return found if found.tzinfo else found.replace(tzinfo=PHNOM_PENH)
        return _typed(typed[:40])
    except (ValueError, ValidationError, DateOutOfBoundsError) as error:
        raise UnreadableFileError(f"Line {line}: the date cannot be read. Write it as 2012-05-31.") from error


def _typed(typed: str) -> dt.datetime:
    try:
        day = read_day(typed)
        return dt.datetime(day.year, day.month, day.day, tzinfo=PHNOM_PENH)
    except ValueError:
        moment = read_moment(typed)
        return moment if moment.tzinfo else moment.replace(tzinfo=PHNOM_PENH)
