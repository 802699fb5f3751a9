"""The member's views that copy and delete a page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from workspace.decorators import WorkRequest, account_required
from workspace.officer.copies import delete, duplicate
from workspace.officer.editing_url import editing_url
from workspace.pages import own_page
from workspace.rendering import render_page
from workspace.run_service import run_service


@require_POST
@account_required
def duplicate_page(request: WorkRequest, page_id: int) -> HttpResponse:
    """Copy a page as a draft (POST) and redirect to the copy's form; 404 unless the user is a member (view)."""
    copy = duplicate(own_page(request.user, page_id), request.user)
    messages.success(request, _("This is the copy, a draft of its own."))
    return redirect(editing_url(copy))


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def delete_page(request: WorkRequest, page_id: int) -> HttpResponse:
    """Ask whether to delete a page; a POST deletes it and redirects; 404 unless the user is a member (view).

    A page that must be kept stays, and she is told why.
    """
    page = own_page(request.user, page_id)
    if request.method == "POST":
        run_service(request, lambda: delete(page), _("Deleted."))
        return redirect("workspace:home")
    return render_page(request, "officer/delete.html", page=page)
