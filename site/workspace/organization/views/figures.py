"""The figures of an event in full, for the members of its organization, and the closing that counts them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.attendance.closing import ClosedEvent, close_event
from events.attendance.full_figures import full_figures
from events.models import EventPage, Gathering
from khmer.typography import number
from workspace.decorators import WorkRequest, account_required
from workspace.pages import own_page
from workspace.rendering import render_page
from workspace.run_service import run_service


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def event_figures(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a member all figures of her organization's event; a POST closes the event; 404 for non-members (view)."""
    page = own_page(request.user, page_id)
    if not isinstance(page, EventPage):
        raise Http404
    gathering = Gathering.objects.filter(key=page.translation_key, organization=page.organization).first()
    if request.method == "POST":
        return close_and_return(request, page, gathering)
    context: dict[str, Any] = {"page": page, "organization": page.organization, "gathering": gathering}
    return render_page(request, "organization/event_figures.html", "home", **context, **full_figures(page, gathering))


def close_and_return(request: WorkRequest, page: EventPage, gathering: Gathering | None) -> HttpResponse:
    """Close an event, show messages with the people counted and pages not sent, redirect; 404 without gathering."""
    if gathering is None:
        raise Http404
    # A list, because run_service returns only whether it succeeded.
    closed: list[ClosedEvent] = []
    run_service(request, lambda: closed.append(close_event(gathering, request.user)))
    for result in closed:
        people = number(result.people, request.user.language)
        messages.success(request, _("The event is closed: %(number)s people were counted.") % {"number": people})
        # The event is closed also where a page with its figures could not be sent; each of these is named.
        for unsent, refusal in result.not_sent:
            messages.error(request, f"{unsent.title}: {refusal}")
    return redirect("workspace:event-figures", page.pk)
