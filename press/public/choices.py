"""The choices of a reader of the press review (topic, source, date), and how many clippings each would leave."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import CountingRow
from catalog.terms import topics, topics_in
from common.cached_value import VersionedCache
from khmer.dates import PHNOM_PENH, date
from khmer.numbers import numerals
from orgs import public_version
from orgs.models import PROGRAMME_SLUG, Organization
from press.models import ClippingPage, Source
from vocabulary.models import Topic

SECONDS_OF_DAY = 24 * 60 * 60
# Of Phnom Penh before UTC, all the year.
SECONDS_AHEAD = 7 * 60 * 60
BEGINNING = dt.date(1970, 1, 1)
# Letters of a year, a month and a day as "2026-11-28" begins with them.
YEAR, MONTH, DAY = 4, 7, 10


class ClippingCount(NamedTuple):
    """The number of public clippings of one source on one day with the same topics; the day as "2026-11-28"."""

    source: int
    topics: int
    day: str
    number: int


@dataclass(frozen=True)
class PressChoices:
    """The choices of a reader: topic, id of the source, and year, month or day; None or "" chooses nothing."""

    topic: Topic | None = None
    source: int | None = None
    when: str = ""

    def holds(self, counted: ClippingCount) -> bool:
        """Return whether counted clippings are of the chosen topic, source and date."""
        return (
            (self.topic is None or bool(counted.topics & self.topic.bit))
            and (self.source is None or counted.source == self.source)
            and counted.day.startswith(self.when)
        )

    def query(self) -> str:
        """Return the choices as the query string of the list's address, "?" alone without any."""
        told = {"topic": self.topic.slug if self.topic else "", "source": self.source, "when": self.when}
        return f"?{urlencode({name: value for name, value in told.items() if value})}"

    def period(self) -> tuple[dt.datetime, dt.datetime] | None:
        """Return the first moment of the chosen year, month or day and the first after it; None without one."""
        if not self.when:
            return None
        year, month, day = (int(part) for part in (*self.when.split("-"), "1", "1")[:3])
        first = dt.date(year, month, day)
        if len(self.when) == DAY:
            after = first + dt.timedelta(days=1)
        elif len(self.when) == MONTH:
            after = (first + dt.timedelta(days=31)).replace(day=1)
        else:
            after = dt.date(year + 1, 1, 1)
        begin, end = (dt.datetime.combine(each, dt.time(), PHNOM_PENH) for each in (first, after))
        return begin, end


def clipping_counts() -> list[ClippingCount]:
    """Return the numbers of public clippings by source, topics and day, kept until something public changes."""
    return _counts.value()


def _count(_key: str) -> list[ClippingCount]:
    """Count the public clippings in one query over their counting rows; none while the programme is not public."""
    if not Organization.objects.public().filter(slug=PROGRAMME_SLUG).exists():
        return []
    source = ClippingPage.objects.filter(pk=OuterRef("pk")).order_by().values("source")
    day = ExpressionWrapper((F("happens_at") + SECONDS_AHEAD) / SECONDS_OF_DAY, BigIntegerField())
    # Found by the ids of clippings: the table holds all pages of the portal.
    public = CountingRow.objects.filter(
        pk__in=ClippingPage.objects.filter(source__in=Source.objects.press().order_by()).order_by().values("pk"),
        expires_at__gt=int(timezone.now().timestamp()),
    )
    counted = public.annotate(source=Subquery(source), day=day).values_list("source", "topics", "day")
    return [
        ClippingCount(source, mask, (BEGINNING + dt.timedelta(days=days)).isoformat(), number)
        for source, mask, days, number in counted.annotate(Count("translation_group", distinct=True)).order_by()
    ]


_counts = VersionedCache(_count, public_version.answer_version)


def read_choices(parameters: Mapping[str, str]) -> PressChoices:
    """Return the choices in an address's parameters; what no public clipping has chooses nothing."""
    counts = clipping_counts()
    source, when = parameters.get("source", ""), parameters.get("when", "")
    is_date = len(when) in (YEAR, MONTH, DAY) and any(each.day.startswith(when) for each in counts)
    return PressChoices(
        topic=topics.by_slug(parameters.get("topic", "")),
        source=next((each.source for each in counts if str(each.source) == source), None),
        when=when if is_date else "",
    )


def press_facets(chosen: PressChoices, sources: Mapping[int, Source], language: str) -> list[dict[str, Any]]:
    """Return the three facets of the press review (topic, source, date) with their values, for facet.html."""
    return [
        {"name": _("Topic"), "values": _topic_values(chosen)},
        {"name": _("Source"), "values": _source_values(chosen, sources)},
        {"name": _("Date"), "values": _date_values(chosen, language)},
    ]


def _topic_values(chosen: PressChoices) -> list[dict[str, Any]]:
    others = replace(chosen, topic=None)
    counts = _counted(others, lambda each: (topic.slug for topic in topics_in(each.topics)))
    return [
        _value(topic.name, counts[topic.slug], others, replace(chosen, topic=topic), chosen)
        for topic in topics.all()
        if counts[topic.slug]
    ]


def _source_values(chosen: PressChoices, sources: Mapping[int, Source]) -> list[dict[str, Any]]:
    others = replace(chosen, source=None)
    counts = _counted(others, lambda each: (each.source,))
    return [
        _value(source.name, counts[pk], others, replace(chosen, source=pk), chosen)
        for pk, source in sorted(sources.items(), key=lambda pair: pair[1].name)
        if counts[pk]
    ]


def _date_values(chosen: PressChoices, language: str) -> list[dict[str, Any]]:
    """Return the years, of a chosen year also the months, and of a chosen month also the days; the newest first."""
    when, values = chosen.when, []
    levels = [("", YEAR), (when[:YEAR], MONTH), (when[:MONTH], DAY)]
    for above, letters in levels[: len(when.split("-")) + 1 if when else 1]:
        counts = _counted(replace(chosen, when=above), _beginning_of_day(letters))
        # The link of what is chosen leads one step up.
        without = replace(chosen, when=above)
        values += [
            _value(_date_label(part, language), counts[part], without, replace(chosen, when=part), chosen)
            for part in sorted(counts, reverse=True)
        ]
    return values


def _beginning_of_day(letters: int) -> Callable[[ClippingCount], Iterable[str]]:
    """Return a function that gives the year, month or day of counted clippings, as so many letters."""
    return lambda counted: (counted.day[:letters],)


def _date_label(when: str, language: str) -> str:
    if len(when) == YEAR:
        return numerals(when, language)
    style = "month_year" if len(when) == MONTH else "long"
    return date(dt.date.fromisoformat(when if len(when) == DAY else f"{when}-01"), language, style)


def _counted(chosen: PressChoices, keys: Callable[[ClippingCount], Iterable[Any]]) -> Counter[Any]:
    """Return the numbers of clippings that pass the choices, by each key of theirs."""
    counts: Counter[Any] = Counter()
    for each in clipping_counts():
        if chosen.holds(each):
            for key in keys(each):
                counts[key] += each.number
    return counts


def _value(
    label: str, count: int, without: PressChoices, with_it: PressChoices, chosen: PressChoices
) -> dict[str, Any]:
    is_chosen = with_it == chosen
    return {
        "label": label,
        "count": count,
        "url": (without if is_chosen else with_it).query(),
        "chosen": is_chosen,
    }
