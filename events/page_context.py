"""The template context of an event's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from catalog.listing import pieces
from catalog.page_context import page_context
from common.figures.small_groups import sum_public
from events.attendance.public import event_attendance, totals_of_events
from events.competition.ranks import competition
from events.kinds import EVENT
from events.papers.rendering import can_make_papers
from events.sessions.programme import programme_days

CAPITAL = "phnom-penh"


def event_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of an event's public page: participants, programme, series, partners, next event.

    Keys: section, attendance, breakdown, is_counted (see event_attendance), series, partners, follow_up,
    programme_days, competition, can_make_papers.

    `follow_up` is the entry of the follow-up event where that is public. `partners` are the organizations that the
    public sees.
    """
    context = page_context(page, request, also=page.follow_up_id)
    return (
        context
        | event_attendance(page, list(page.participants.all()))
        | {
            "section": "events",
            "series": series_totals(page),
            "partners": [partner for partner in page.partners.all() if partner.is_public],
            "follow_up": context["also"],
            "competition": competition(page.competition),
            "programme_days": programme_days(page.programme, page.starts_at),
            "can_make_papers": can_make_papers(),
        }
    )


def series_totals(page: Any) -> dict[str, Any] | None:
    """Return numbers of public past events and of participants in an event's series, as a dict; None without a series.

    An event in two languages counts once. Keys: name, slug, held, in_capital, in_provinces (numbers of events), people
    (the sum of what the events show, as PublicCounts).
    """
    if page.series is None:
        return None
    public = pieces(page.locale.language_code, EVENT.name)
    # Not imported: the page's module imports this one.
    events = type(page)
    # Exists and no join: an event in two places would count twice.
    in_capital = Exists(events.places.through.objects.filter(orgcontentpage=OuterRef("pk"), place__slug=CAPITAL))
    held = events.objects.filter(series=page.series, ends_at__lte=timezone.now(), pk__in=public.values("pk"))
    rows = totals_of_events(held.annotate(in_capital=in_capital), "in_capital")
    capital = sum(row["in_capital"] for row in rows)
    return {
        "name": page.series.name,
        "slug": page.series.slug,
        "held": len(rows),
        "in_capital": capital,
        "in_provinces": len(rows) - capital,
        "people": sum_public(row["totals"] for row in rows),
    }
