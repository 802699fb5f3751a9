"""The template context of an event's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.http import HttpRequest
from django.utils import timezone

from catalog.listing import pieces
from catalog.page_context import page_context
from events.kinds import EVENT
from events.papers.rendering import can_make_papers
from events.sessions.programme import programme_days

CAPITAL = "phnom-penh"


def event_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of an event's page: participants, series, partners and follow-up event.

    Keys: section, participants, attendance, series, partners, follow_up, programme_days, can_make_papers.

    `follow_up` is the entry of the follow-up event where that is public. `partners` are the organizations that the
    public sees.
    """
    context = page_context(page, request, also=page.follow_up_id)
    return context | {
        "section": "events",
        "participants": (participants := list(page.participants.all())),
        "attendance": page.attendance(participants),
        "series": series_totals(page),
        "partners": [partner for partner in page.partners.all() if partner.is_public],
        "follow_up": context["also"],
        "programme_days": programme_days(page.programme, page.starts_at),
        "can_make_papers": can_make_papers(),
    }


def series_totals(page: Any) -> dict[str, Any] | None:
    """Return the numbers of events held, and of participants, of an event's series; None without a series.

    An event in two languages counts once. Keys: name, held, in_capital, in_provinces (numbers of events), women, men,
    all (numbers of people).
    """
    if page.series is None:
        return None
    public = pieces(page.locale.language_code, EVENT.name)
    events = type(page)
    held = events.objects.filter(series=page.series, ends_at__lte=timezone.now(), pk__in=public.values("pk"))
    in_capital = Exists(events.places.through.objects.filter(orgcontentpage=OuterRef("pk"), place__slug=CAPITAL))
    totals = held.aggregate(
        held=Count("pk", distinct=True),
        in_capital=Count("pk", distinct=True, filter=Q(in_capital)),
        women=Sum("participants__women", default=0),
        men=Sum("participants__men", default=0),
    )
    return totals | {
        "name": page.series.name,
        "in_provinces": totals["held"] - totals["in_capital"],
        "all": totals["women"] + totals["men"],
    }
