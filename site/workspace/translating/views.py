"""The view of the translator's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail_localize.models import Translation

from moderation.rules.tiers import publishes_at_once
from orgs.models import OrgContentPage
from translations.segments import SentenceState, counts_of, sentences_of
from translations.services import draft
from workspace.decorators import WorkRequest, account_required
from workspace.officer.content_items import content_item
from workspace.officer.sending import submit_and_return
from workspace.pages import own_page
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service
from workspace.translating.boxes import boxes_of, save_boxes

SENTENCES_ON_A_PAGE = 50
# The squares of the tally, by the state of the sentences that they count.
SQUARES = {SentenceState.DONE: "done", SentenceState.STALE: "now", SentenceState.MISSING: "open"}


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def translation(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a page's sentences with boxes for the other language; a POST keeps them, and may send the page (view).

    404 for non-members, and for a page whose translation was not begun.
    """
    page = own_page(request.user, page_id)
    row = translation_of(page)
    problems: list[dict[str, Any]] = []
    sentences = sentences_of(row)
    shown = listed(request, boxes_of(sentences), SENTENCES_ON_A_PAGE)
    if request.method == "POST":
        boxes = list(shown)
        save_boxes(boxes, request.POST, row, request.user)
        problems = problems_in(boxes)
        if not problems:
            return after_saving(request, page, row)
        sentences = sentences_of(row)
    counts = counts_of(sentences)
    context = {
        "page": page,
        "organization": page.organization,
        "item": content_item(page),
        "original": row.source.get_source_instance(),
        "boxes": shown,
        "problems": problems,
        "done": counts[SentenceState.DONE],
        "stale": counts[SentenceState.STALE],
        "missing": counts[SentenceState.MISSING],
        "left": counts[SentenceState.STALE] + counts[SentenceState.MISSING],
        "tally": [(css, counts[state]) for state, css in SQUARES.items()],
        "is_public_at_once": publishes_at_once(page.organization, request.user),
    }
    return render_page(request, "officer/translation.html", "home", **context)


def translation_of(page: OrgContentPage) -> Translation:
    """Return the translation that a page is. Raises Http404 when it was not begun sentence by sentence."""
    known = Translation.objects.select_related("source", "target_locale")
    row = known.filter(source__object=page.translation_key, target_locale=page.locale_id).first()
    if row is None:
        raise Http404
    return row


def problems_in(boxes: list[Any]) -> list[dict[str, Any]]:
    """Return what is wrong in the boxes, for the summary at the top of the page."""
    return [
        {"target": box.name, "label": _("Sentence %(number)s") % {"number": box.number}, "message": box.problem}
        for box in boxes
        if box.problem
    ]


def after_saving(request: WorkRequest, page: OrgContentPage, row: Translation) -> HttpResponse:
    """Do what the pressed button asks for after saving: stay, show the page, or send it; return the redirect."""
    if "send" in request.POST or "look" in request.POST:
        if not run_service(request, lambda: draft(row, request.user)):
            return redirect(request.get_full_path())
        if "look" in request.POST:
            return redirect("workspace:preview", page.pk)
        return submit_and_return(request, page)
    messages.success(request, _("Saved."))
    return redirect(request.get_full_path())
