"""Announcing an event from a phone."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from events.models import EventPage
from workspace.acting import acting_for
from workspace.doors import WorkRequest, at_work, own_page
from workspace.piece_forms import EventForm
from workspace.views.short import Short, answer
from workspace.writing import plain_text

EVENT = Short(EventForm, "event.html", "", "workspace:edit-event")


@at_work
def event(request: WorkRequest) -> HttpResponse:
    """A new event of the organization for which she works just now."""
    organization = acting_for(request)
    if organization is None:
        raise Http404
    return answer(request, EVENT, organization)


@at_work
def edit_event(request: WorkRequest, page_id: int) -> HttpResponse:
    """The newest draft of an event; the full editor where its text has more than the short form can show."""
    page = own_page(request.user, page_id)
    if not isinstance(page, EventPage):
        raise Http404
    draft = page.get_latest_revision_as_object()
    if plain_text(draft.body) is None:
        return redirect("wagtailadmin_pages:edit", page.pk)
    return answer(request, EVENT, page.organization, draft)
