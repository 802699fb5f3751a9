"""The views of the list of events and of calendars; Wagtail serves the events themselves."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from catalog.http_validators import conditional_response
from events.calendar import calendar, calendar_entries
from events.event_list import events
from events.month_calendar import month_sheet
from khmer.typed_dates import within_bounds
from orgs.models import Organization

ICALENDAR = "text/calendar; charset=utf-8"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show everybody the list of public events, ahead or past, of one kind or all, one page of it."""
    chosen = {name: request.GET.get(name, "") for name in ("kind", "when", "page")}
    return render(request, "events/event_index.html", events(get_language() or "en", **chosen) | {"section": "events"})


@require_safe
def month(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """Show everybody a month's public events day by day; the current month by default; 404 for one out of bounds."""
    # Of the portal's time zone: by UTC the month would begin seven hours late.
    first = timezone.localdate().replace(day=1)
    if year is not None and month is not None:
        # Before dt.date, which raises ValueError for month 13.
        if not (within_bounds(year) and 1 <= month <= 12):
            raise Http404
        first = dt.date(year, month, 1)
    context = month_sheet(first, get_language() or "en") | {"section": "events"}
    return render(request, "events/event_month.html", context)


@require_safe
def calendar_file(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Serve public events, ahead or of the last half year, of all or one public organization as iCalendar; else 404."""
    language = get_language() or "en"
    entries = calendar_entries(language)
    name = gettext("Events on Neary")
    if slug is not None:
        organization = get_object_or_404(Organization.objects.public(), slug=slug)
        entries, name = entries.of(organization), organization.name
    body, changed = calendar(name, entries, request.build_absolute_uri, language)
    return conditional_response(request, body, ICALENDAR, changed, language)
