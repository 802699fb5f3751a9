"""The recommendations with the newest steps as an Atom feed, narrowed as their list is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from catalog.http_validators import conditional_response, domain, printable
from common.typed_text.characters import one_line
from feed.formats import NAMED_SINCE, LanguageAwareAtom
from feed.views import ATOM, ITEMS_IN_FEED
from khmer import typography
from khmer.dates import PHNOM_PENH
from outcomes.models import RecommendationRow
from outcomes.tracker import (
    NEWEST,
    counted_cells,
    filtered_recommendations,
    in_order,
    public_recommendations,
    read_choices,
    tracker_query,
)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Serve everybody the 30 public recommendations with the newest steps as Atom, or 304; filtered as the list."""
    language = get_language() or "en"
    rows, query = newest_recommendations(language, request.GET)
    body = write_feed(request, rows, query, language)
    # Without a date: a recommendation that is withdrawn leaves no later date behind.
    return conditional_response(request, body, ATOM, None, language)


def newest_recommendations(language: str, parameters: Mapping[str, str]) -> tuple[list[RecommendationRow], str]:
    """Return the 30 public recommendations with the newest steps that pass the filters, and the filters' query."""
    every = public_recommendations(language)
    chosen = read_choices(counted_cells(every), parameters)
    found = in_order(filtered_recommendations(every, chosen), NEWEST).select_related("institution", "entry")
    return list(found.defer("entry__text", "entry__names", "entry__summary")[:ITEMS_IN_FEED]), tracker_query(chosen, "")


def write_feed(request: HttpRequest, rows: list[RecommendationRow], query: str, language: str) -> bytes:
    """Return recommendations as the bytes of an Atom feed: text, institution, state and steps with their days."""
    absolute = request.build_absolute_uri
    feed = LanguageAwareAtom(
        gettext("Recommendations and their answers"),
        absolute(reverse("recommendations") + query),
        gettext("What forums and trainings asked for, to whom it was sent, and what was answered."),
        language=language,
        feed_url=absolute(request.path + query),
        feed_guid=f"tag:{domain()},{NAMED_SINCE}:{request.path}{query}",
        author_name="Neary",
    )
    for row in rows:
        changed = changed_at(row)
        feed.add_item(
            one_line(row.text),
            absolute(row.url),
            printable(summary_of(row, language)),
            unique_id=f"tag:{domain()},{NAMED_SINCE}:recommendation:{row.entry_id}:{row.key or row.number}",
            author_name="Neary",
            pubdate=changed,
            updateddate=changed,
            language=row.entry.language,
        )
    return feed.writeString("utf-8").encode()


def changed_at(row: RecommendationRow) -> dt.datetime:
    """Return the beginning of the day of a recommendation's newest step; without a step, when it became public."""
    if row.last_on is None:
        return row.entry.published_at
    return dt.datetime.combine(row.last_on, dt.time(), PHNOM_PENH)


def summary_of(row: RecommendationRow, language: str) -> str:
    """Return in lines to whom a recommendation goes, where it stands, and its steps with days and notes."""
    shown = row.shown
    lines = [shown.institution.name_in(language)] if shown.institution else []
    lines.append(str(row.get_outcome_display()))
    notes = {step["kind"]: step["note"] for step in shown.steps}
    for step in shown.timeline:
        if step.day:
            day = f"{step.label}: {typography.date(step.day, language)}"
            lines.append(" ".join(part for part in (day, notes.get(step.kind, "")) if part))
    return "\n".join(lines)
