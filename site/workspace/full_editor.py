"""Protection against overwriting in Wagtail's full editor: it asks first, and keeps what was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail import hooks
from wagtail.models import Page

from orgs.guard.display_names import name_for
from workspace.officer.drafts import draft_version

# Fields that are not sent again: they get new values, or name a revision that is outdated by now.
NOT_KEPT = {"csrfmiddlewaretoken", "replace", "overwrite_revision_id"}


@hooks.register("before_edit_page")
def ask_before_replacing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Return a question page (409) if a form in Wagtail's editor would overwrite a newer draft, else None.

    None lets Wagtail save; autosaves are left to Wagtail's own question.
    """
    # Cancelling the review saves no text, so there is nothing to overwrite.
    if request.method != "POST" or is_by_script(request) or "action-cancel-workflow" in request.POST:
        return None
    newest = draft_version(page)
    # Her answer counts only for the version that the question was about.
    answered = request.POST.get("replace")
    if answered == newest or not (answered or is_out_of_date(request, page, newest)):
        return None
    person = page.latest_revision.user if page.latest_revision else None
    context = {
        "page": page,
        "by": name_for(request.user, person) if person else "",
        "version": newest,
        "fields": [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values],
    }
    return render(request, "workspace/officer/full_editor_newer.html", context, status=409)


def is_by_script(request: HttpRequest) -> bool:
    """Return whether a request prefers a JSON answer to HTML, as those of scripts do."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def is_out_of_date(request: HttpRequest, page: Any, newest: str) -> bool:
    """Return True when a page has a newer draft than the posted editor form was loaded from or saved.

    This follows the test that Wagtail's own view makes for an autosave.
    """
    if not page.latest_revision_id:
        return False
    # The editor has saved once already: Wagtail names the revision of that save, and not the one that was loaded.
    if own := request.POST.get("overwrite_revision_id"):
        return own != str(page.latest_revision_id)
    if loaded := request.POST.get("loaded_revision_id"):
        is_same = loaded == str(page.latest_revision_id)
        # The time too: an autosave writes a revision again under the same id.
        return not is_same or request.POST.get("loaded_revision_created_at", "") != newest
    return False
