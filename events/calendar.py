"""Events as an iCalendar file (RFC 5545), to which a calendar app can subscribe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from catalog.http_validators import domain, printable
from catalog.listing import pieces
from catalog.models import CatalogEntry, CatalogEntryQuerySet
from common.typed_text.characters import one_line
from events.kinds import EVENT
from events.models import EventPage
from events.sessions.programme import periods
from khmer.periods import first_day
from vocabulary.models import Term

if TYPE_CHECKING:
    # Loaded where a file is made: few processes make one.
    from icalendar import Calendar, Event

# Past events stay for half a year, so that subscribers' calendars do not lose them at once.
KEPT = timedelta(days=183)
MOST_EVENTS = 500
ASK_AGAIN = timedelta(hours=6)


def calendar_entries(language: str) -> CatalogEntryQuerySet:
    """Return public events ahead or ended in the last half year, each once: in this language, else in the other."""
    recent = pieces(language, EVENT.name).filter(ends_at__gt=timezone.now() - KEPT)
    return recent.order_by("starts_at", "pk")


def calendar(
    name: str, entries: CatalogEntryQuerySet, absolute: Callable[[str], str], language: str
) -> tuple[bytes, datetime | None]:
    """Return an iCalendar file of at most 500 events, and the time of their latest publication (None without any).

    `absolute` makes a whole address of a path.
    """
    details = details_of(found := list(entries[:MOST_EVENTS]))
    # A page that was deleted since the rows were read is left out.
    shown = [entry for entry in found if entry.pk in details]
    file = _new_file(language)
    # `name` is of RFC 7986; older programs read x-wr-calname, which Apple and Google introduced.
    file.add("name", one_line(name))
    file.add("x-wr-calname", one_line(name))
    # For programs that do not read the time zones in the file.
    file.add("x-wr-timezone", settings.TIME_ZONE)
    file.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in shown:
        for part in event_parts(entry, details[entry.pk], absolute(entry.url)):
            file.add_component(part)
    # After all events: only then it is known which time zones they use.
    file.add_missing_timezones()
    changes = [last_publication(entry, details[entry.pk]) for entry in shown]
    return file.to_ical(), max(changes, default=None)


def one_event_file(entry: CatalogEntry, url: str) -> bytes:
    """Return an iCalendar file of one event, with no event where its page was deleted; `url` is the whole address."""
    file = _new_file(entry.language)
    for details in details_of([entry]).values():
        for part in event_parts(entry, details, url):
            file.add_component(part)
    file.add_missing_timezones()
    return file.to_ical()


def _new_file(language: str) -> Calendar:
    from icalendar import Calendar

    file = Calendar()
    file.add("prodid", f"-//Neary//Events//{language.upper()}")
    file.add("version", "2.0")
    return file


def details_of(entries: Iterable[CatalogEntry]) -> dict[int, dict[str, Any]]:
    """Return {page id: kind, venue, programme, last publication} of catalog entries of events, in one query."""
    rows = EventPage.objects.filter(pk__in=[entry.pk for entry in entries])
    values = rows.values("pk", "kind", "venue", "programme", "last_published_at")
    return {row["pk"]: row for row in values}


def event_parts(entry: CatalogEntry, details: dict[str, Any], url: str) -> Iterator[Event]:
    """Yield VEVENT components (iCalendar) of one event: one for each day that its programme names, else one.

    A calendar would show one long component through the nights. UIDs are the same in both languages, so that a calendar
    which subscribes to both holds each once; that of the first day is the event's own.
    """
    uid = str(entry.translation_key)
    # The first day has the event's own UID, which subscribers had before its programme named days.
    for number, (begins, ends) in enumerate(periods(details["programme"], entry.happens_at, entry.ends_at)):
        yield event_component(
            entry, details, url, f"{uid}-{first_day(begins):%Y%m%d}" if number else uid, (begins, ends)
        )


def event_component(
    entry: CatalogEntry, details: dict[str, Any], url: str, uid: str, held: tuple[datetime, datetime | None]
) -> Event:
    """Return an event, or one day of it, as a VEVENT component for an iCalendar file; `held` is its begin and end."""
    from icalendar import Event

    begins, ends = held
    part = Event()
    part.add("uid", f"{uid}@{domain()}")
    # Not now(): a file that has not changed must be the same, or it would have another ETag each time.
    part.add("dtstamp", last_publication(entry, details))
    part.add("last-modified", last_publication(entry, details))
    # Seconds since the first publication: they grow with each later one, and are the same for everybody.
    part.add("sequence", int((last_publication(entry, details) - entry.published_at).total_seconds()))
    part.add("dtstart", in_phnom_penh(begins))
    # An event without length gets no end: RFC 5545 wants an end later than the beginning.
    if ends and ends > begins:
        part.add("dtend", in_phnom_penh(ends))
    part.add("summary", one_line(entry.title))
    # Control characters are not allowed in a calendar file.
    part.add("description", printable(f"{entry.summary}\n\n{url}".strip()))
    part.add("url", url)
    part.add("location", one_line(", ".join(filter(None, [details["venue"], *term_names(entry.places)]))))
    part.add("contact", one_line(entry.organization.name))
    # EventPage.Kind gives the label in the active language.
    part.add("categories", [EventPage.Kind(details["kind"]).label, *term_names(entry.topics)])
    part.add("status", "CONFIRMED")
    return part


def last_publication(entry: CatalogEntry, details: dict[str, Any]) -> datetime:
    """Return the time at which the page of a catalog entry's event was last published."""
    # An entry without a later publication has only the first one.
    return max(entry.published_at, details["last_published_at"] or entry.published_at)


def term_names(terms: Iterable[Term]) -> list[str]:
    """Return the names of topics or places in the active language, as a list of texts."""
    return [term.name for term in terms]


def in_phnom_penh(moment: datetime) -> datetime:
    """Return an aware time converted to the portal's time zone (Phnom Penh)."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))
