"""Posting an update in two minutes."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from blog.models import UpdatePage
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.officer.content_forms import UpdateForm
from workspace.officer.quick_form import QuickForm, respond
from workspace.pages import own_page

UPDATE = QuickForm(UpdateForm, "officer/update_form.html", "new-update", "workspace:edit-update")


@account_required
def new_update(request: WorkRequest) -> HttpResponse:
    """A new update of the organization for which she works just now."""
    organization = current_organization(request)
    if organization is None:
        raise Http404
    return respond(request, UPDATE, organization)


@account_required
def edit_update(request: WorkRequest, page_id: int) -> HttpResponse:
    """The newest draft of an update."""
    page = own_page(request.user, page_id)
    if not isinstance(page, UpdatePage):
        raise Http404
    return respond(request, UPDATE, page.organization, page.get_latest_revision_as_object())
