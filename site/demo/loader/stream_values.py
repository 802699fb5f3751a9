"""Conversion of the demo's texts into the raw values of stream fields and rich text."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from assets.models import Document, Image
from demo import markup
from home.programme_pages.rich_text import rich, rich_list

# "08:30", "08:30-10:00", and with the day of an event of several days before it "2 08:30-10:00".
SESSION_TIMES = re.compile(r"(?:(?P<day>\d) )?(?P<time>\d\d:\d\d)(?:-(?P<until>\d\d:\d\d))?")
NUMBER = re.compile(r"[\d០-៩][\d០-៩.,]*%?")

Files = Callable[[markup.DocumentMarkup], Document]
Pictures = Callable[[markup.PictureMarkup], Image]


def stream(children: Iterable[tuple[str, Any]]) -> str:
    """Return (block type, value) pairs as the JSON text of a Wagtail stream field."""
    return json.dumps([{"type": kind, "value": value} for kind, value in children])


def body(blocks: Iterable[markup.Block], file: Files, picture: Pictures) -> str:
    """Return the blocks of a demo text as the JSON text of a page's body, with files from `file` and `picture`.

    `file` and `picture` return the organization's files for a block.
    """
    return stream(_child(block, file, picture) for block in blocks)


def _child(block: markup.Block, file: Files, picture: Pictures) -> tuple[str, Any]:
    """Return a block of a text as a block of a stream field: its type and raw value."""
    match block:
        case markup.Heading(text):
            return "heading", {"text": text, "level": "h2"}
        case markup.Paragraph(text):
            return "paragraph", f"<p>{rich(text)}</p>"
        case markup.Listing(items):
            return "paragraph", rich_list(items)
        case markup.Quotation(text, source):
            return "quotation", {"text": text, "source": source}
        case markup.TableMarkup():
            return "table", _table(block)
        case markup.Count(women, men, title):
            return "count", {"title": title, "women": women, "men": men}
        case markup.Exercise(title, options):
            return "count", _exercise(title, options)
        case markup.VideoMarkup(url, title):
            return "video", {"title": title, "url": url}
        case markup.DocumentMarkup(_, title):
            return "document", {"document": file(block).pk, "title": title}
        case markup.PictureMarkup(_, alt, caption):
            return "picture", {"image": picture(block).pk, "alt_text": alt, "caption": caption}


def session(when: str, what: str, first: dt.date) -> dict[str, Any]:
    """Return a programme session's raw value from its written times and the event's first day. May raise ValueError.

    Raises ValueError for times that are not written as expected.
    """
    found = SESSION_TIMES.fullmatch(when)
    if found is None:
        raise ValueError(f"No times of a session: {when}")
    day = first + dt.timedelta(days=int(found["day"]) - 1) if found["day"] else None
    return {"day": day and day.isoformat(), "time": found["time"], "until": found["until"], "what": what}


def _exercise(title: str, options: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """Return the raw value of an exercise: a count of its options, whose sum is its total."""
    found = list(options)
    values = [{"type": "option", "value": {"label": label, "number": number}} for label, number in found]
    return {"title": title, "options": values, "total": sum(number for _label, number in found)}


def competition(entries: Iterable[str], judging: str) -> str:
    """Return the JSON of a competition from lines "rank | title | address | people | prize", and its judging."""
    children: list[tuple[str, Any]] = [("judging", judging)] if judging else []
    for line in entries:
        rank, title, url, people, prize = (part.strip() for part in f"{line} | | | |".split("|")[:5])
        entry = {"rank": int(rank) if rank else None, "title": title, "url": url, "people": people, "prize": prize}
        children.append(("entry", entry | {"agreed": bool(people)}))
    return stream(children)


def _table(table: markup.TableMarkup) -> dict[str, Any]:
    """Return the raw value of a table; columns that hold only numbers are of the kind number."""
    columns = [
        {"type": "number" if all(NUMBER.fullmatch(row[index]) for row in table.rows) else "text", "heading": heading}
        for index, heading in enumerate(table.head)
    ]
    return {"columns": columns, "rows": [{"values": list(row)} for row in table.rows], "caption": table.caption}
