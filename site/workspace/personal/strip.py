"""The strip that a member sees on the public pages of her organization, loaded beside the page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.signed_in_cookie import delete_signed_in_cookie
from moderation.models import Submission
from orgs.permissions import may_write
from workspace.officer.editing_url import editing_url
from workspace.pages import own_page


@require_GET
@never_cache
def strip(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return the HTML of a writing member's strip for her organization's page; 204 if signed out, 404 for others.

    The answer is never stored.
    """
    # Not account_required: a script asks, and a redirect would be no answer.
    if not request.user.is_authenticated:
        return delete_signed_in_cookie(HttpResponse(status=204))
    page = own_page(request.user, page_id)
    if not may_write(request.user, page.organization_id):
        raise Http404
    is_waiting = Submission.objects.waiting().filter(page=page.pk).exists()
    # What waits is locked: its page in the workspace says so, and offers to take it back.
    context = {"page": page, "edit_url": "" if is_waiting else editing_url(page)}
    with override(request.user.language):
        return render(request, "workspace/strip.html", context)
