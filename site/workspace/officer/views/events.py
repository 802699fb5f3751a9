"""Announcing an event from a phone."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from events.models import EventPage
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.officer.content_forms import EventForm
from workspace.officer.drafts import plain_text
from workspace.officer.quick_form import QuickForm, respond
from workspace.pages import own_page

EVENT = QuickForm(EventForm, "officer/event_form.html", "", "workspace:edit-event")


@account_required
def new_event(request: WorkRequest) -> HttpResponse:
    """A new event of the organization for which she works just now."""
    organization = current_organization(request)
    if organization is None:
        raise Http404
    return respond(request, EVENT, organization)


@account_required
def edit_event(request: WorkRequest, page_id: int) -> HttpResponse:
    """The newest draft of an event; the full editor where its text has more than the short form can show."""
    page = own_page(request.user, page_id)
    if not isinstance(page, EventPage):
        raise Http404
    draft = page.get_latest_revision_as_object()
    if plain_text(draft.body) is None:
        return redirect("wagtailadmin_pages:edit", page.pk)
    return respond(request, EVENT, page.organization, draft)
