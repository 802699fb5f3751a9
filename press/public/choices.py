"""The choices of a reader of the press review (topic, source, date), and how many clippings each would leave."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F
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
    day = ExpressionWrapper((F("happens_at") + SECONDS_AHEAD) / SECONDS_OF_DAY, BigIntegerField())
    # Found by the ids of clippings: the table holds all pages of the portal.
    public = CountingRow.objects.filter(
        pk__in=ClippingPage.objects.filter(source__in=Source.objects.press().order_by()).order_by().values("pk"),
        expires_at__gt=int(timezone.now().timestamp()),
    )
    counted = public.annotate(day=day).values_list("source", "topics", "day")
    return [
        ClippingCount(source, mask, (BEGINNING + dt.timedelta(days=days)).isoformat(), number)
        for source, mask, days, number in counted.annotate(Count("translation_group", distinct=True)).order_by()
    ]


_counts = VersionedCache(_count, public_version.answer_version)


def read_choices(parameters: Mapping[str, str]) -> PressChoices:
    """Return the choices in an address's parameters; an unknown topic, source or date chooses nothing."""
    counts = clipping_counts()
    source, when = parameters.get("source", ""), parameters.get("when", "")
    is_date = len(when) in (YEAR, MONTH, DAY) and any(each.day.startswith(when) for each in counts)
    return PressChoices(
        topic=topics.by_slug(parameters.get("topic", "")),
        source=next((each.source for each in counts if str(each.source) == source), None),
        when=when if is_date else "",
    )


@dataclass(frozen=True)
class ChoiceCounts:
    """The numbers of clippings that each topic, source or day would leave beside the other choices, and in all."""

    topics: Counter[str]
    sources: Counter[int]
    days: Counter[str]
    total: int


def counts_beside(chosen: PressChoices) -> ChoiceCounts:
    """Return how many clippings each topic, source and day would leave, with the other two choices kept."""
    bit, total = chosen.topic.bit if chosen.topic else 0, 0
    masks, sources, days = Counter[int](), Counter[int](), Counter[str]()
    # Once over all, which may be thousands.
    for source, mask, day, number in clipping_counts():
        is_on_topic, is_of_source = not bit or mask & bit, chosen.source in (None, source)
        is_in_time = day.startswith(chosen.when)
        if is_of_source and is_in_time:
            masks[mask] += number
        if is_on_topic and is_in_time:
            sources[source] += number
        if is_on_topic and is_of_source:
            days[day] += number
            total += number if is_in_time else 0
    topics_counted: Counter[str] = Counter()
    for mask, number in masks.items():
        topics_counted.update({topic.slug: number for topic in topics_in(mask)})
    return ChoiceCounts(topics_counted, sources, days, total)


def press_facets(
    chosen: PressChoices, counts: ChoiceCounts, sources: Mapping[int, Source], language: str
) -> list[dict[str, Any]]:
    """Return the three facets of the press review (topic, source, date) with their values, for facet.html."""
    by_topic = [
        _value(topic.name, counts.topics[topic.slug], replace(chosen, topic=None), replace(chosen, topic=topic), chosen)
        for topic in topics.all()
        if counts.topics[topic.slug]
    ]
    by_source = [
        _value(source.name, counts.sources[pk], replace(chosen, source=None), replace(chosen, source=pk), chosen)
        for pk, source in sorted(sources.items(), key=lambda pair: pair[1].name)
        if counts.sources[pk]
    ]
    return [
        {"name": _("Topic"), "values": by_topic},
        {"name": _("Source"), "values": by_source},
        {"name": _("Date"), "values": _date_values(chosen, counts.days, language)},
    ]


def _date_values(chosen: PressChoices, days: Counter[str], language: str) -> list[dict[str, Any]]:
    """Return the years, of a chosen year also the months, and of a chosen month also the days; the newest first."""
    when, values = chosen.when, []
    levels = [("", YEAR), (when[:YEAR], MONTH), (when[:MONTH], DAY)]
    for above, letters in levels[: len(when.split("-")) + 1 if when else 1]:
        counts: Counter[str] = Counter()
        for day, number in days.items():
            counts[day[:letters]] += number if day.startswith(above) else 0
        # The link of what is chosen leads one step up.
        without = replace(chosen, when=above)
        values += [
            _value(_date_label(part, language), counts[part], without, replace(chosen, when=part), chosen)
            for part in sorted(counts, reverse=True)
            if counts[part]
        ]
    return values


def _date_label(when: str, language: str) -> str:
    if len(when) == YEAR:
        return numerals(when, language)
    style = "month_year" if len(when) == MONTH else "long"
    return date(dt.date.fromisoformat(when if len(when) == DAY else f"{when}-01"), language, style)


def _value(
    label: str, count: int, without: PressChoices, with_it: PressChoices, chosen: PressChoices
) -> dict[str, Any]:
    is_chosen = with_it == chosen
    url = (without if is_chosen else with_it).query()
    return {"label": label, "count": count, "url": url, "chosen": is_chosen}
