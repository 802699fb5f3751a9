"""Sending a page from any of the officer's views, and the redirect that follows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from common.refusal import Refusal
from moderation.rules.outcomes import sent_text
from moderation.services import submit
from orgs.models import OrgContentPage
from orgs.permissions import is_member, works_for
from workspace.decorators import WorkRequest


def submit_and_return(request: WorkRequest, page: OrgContentPage) -> HttpResponse:
    """Send a page for review; show result or refusal as a message; redirect to list or open questions."""
    try:
        submission = submit(page, request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        # A translator answers no questions about pictures: they are her organization's.
        if refusal.code == "questions_open" and is_member(request.user, page.organization_id):
            return redirect("workspace:pictures", page.pk)
    else:
        messages.success(request, sent_text(submission, request.user))
    return return_to_list(request, page)


def return_to_list(request: WorkRequest, page: OrgContentPage) -> HttpResponse:
    """Redirect a member or translator to her list of pages, and others (editors) to Wagtail's editor."""
    if works_for(request.user, page.organization_id):
        return redirect("workspace:home")
    return redirect("wagtailadmin_pages:edit", page.pk)
