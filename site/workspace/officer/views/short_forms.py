"""The views of the short forms, for all kinds of pages that declare one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from orgs.pages.registry import page_kinds
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.officer.short_form_actions import form_of, respond
from workspace.pages import own_page


@account_required
def new_page(request: WorkRequest, kind: str) -> HttpResponse:
    """Show a member the short form for a new page of a kind; a POST saves or sends it; 404 without organization."""
    organization = current_organization(request)
    if organization is None:
        raise Http404
    return respond(request, page_kinds().written(kind), organization)


@account_required
def edit_page(request: WorkRequest, page_id: int, kind: str) -> HttpResponse:
    """Show a member her page's short form (POST saves or sends), or redirect to the full editor; 404 if no member."""
    page = own_page(request.user, page_id)
    written = page_kinds().written_as(type(page))
    if written is None or written.name != kind:
        raise Http404
    draft = page.get_latest_revision_as_object()
    # Its text has more than the form can show, and saving the form would lose that.
    if not form_of(written).fits(draft):
        return redirect("wagtailadmin_pages:edit", page.pk)
    return respond(request, written, page.organization, draft)
