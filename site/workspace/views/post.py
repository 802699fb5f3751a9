"""Posting an update in two minutes."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from blog.models import UpdatePage
from workspace.acting import acting_for
from workspace.doors import WorkRequest, at_work, own_page
from workspace.piece_forms import PostForm
from workspace.views.short import Short, answer

UPDATE = Short(PostForm, "post.html", "post", "workspace:edit")


@at_work
def post(request: WorkRequest) -> HttpResponse:
    """A new update of the organization for which she works just now."""
    organization = acting_for(request)
    if organization is None:
        raise Http404
    return answer(request, UPDATE, organization)


@at_work
def edit(request: WorkRequest, page_id: int) -> HttpResponse:
    """The newest draft of an update."""
    page = own_page(request.user, page_id)
    if not isinstance(page, UpdatePage):
        raise Http404
    return answer(request, UPDATE, page.organization, page.get_latest_revision_as_object())
