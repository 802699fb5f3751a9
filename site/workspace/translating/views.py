"""The view of the translator's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail_localize.models import Translation

from khmer.typography import time_of_day
from moderation.rules.permissions import may_take_back
from moderation.rules.tiers import publishes_at_once
from orgs.models import OrgContentPage
from orgs.permissions import is_member, may_translate, may_write
from translations.segments import SentenceState, counts_of, sentences_of
from translations.services import draft
from translations.together import is_unsent, send_both
from workspace.decorators import WorkRequest, account_required
from workspace.officer.content_items import content_item
from workspace.officer.sending import submit_and_return
from workspace.pages import translated_page
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service
from workspace.translating.both import send_and_return
from workspace.translating.boxes import SentenceBox, boxes_of, offer_words, save_boxes, take_offer

SENTENCES_ON_A_PAGE = 50
# The squares of the tally, by the state of the sentences that they count.
SQUARES = {SentenceState.DONE: "done", SentenceState.STALE: "now", SentenceState.MISSING: "open"}


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def translation(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a page's sentences with boxes for the other language; a POST keeps them, and may send the page (view).

    404 for people who are neither members nor translators into this language, and for a page whose translation was not
    begun.
    """
    page = translated_page(request.user, page_id)
    row = translation_of(page)
    # An editor may read it, and corrects on the desk.
    if not (is_member(request.user, page.organization_id) or translates(request.user, page)):
        raise Http404
    boxes = boxes_of(sentences_of(row))
    if request.method != "POST":
        return sentences_page(request, page, row, boxes)
    chosen = request.POST.get("use", "")
    # All boxes, not those of one part of the list: sentences that were done meanwhile stand in another part.
    sent = [box for box in boxes if box.name in request.POST or box.is_named_by(chosen)]
    if "application/json" in request.headers.get("Accept", ""):
        return autosave(request, row, sent)
    save_boxes([box for box in sent if not box.is_named_by(chosen)], request.POST, row, request.user)
    if chosen:
        return use_offer(request, page, row, sent, chosen)
    if problems_in(sent):
        return sentences_page(request, page, row, sent)
    return after_saving(request, page, row)


def autosave(request: WorkRequest, row: Translation, boxes: list[SentenceBox]) -> HttpResponse:
    """Keep what was typed into these boxes and answer in JSON: when, or with 422 what is wrong in which box."""
    save_boxes(boxes, request.POST, row, request.user)
    time = time_of_day(timezone.localtime(), get_language() or "en")
    problems = {box.name: box.problem for box in boxes if box.problem}
    said = next(iter(problems.values()), _("Saved %(time)s") % {"time": time})
    return JsonResponse({"said": said, "problems": problems}, status=422 if problems else 200)


def use_offer(
    request: WorkRequest, page: OrgContentPage, row: Translation, boxes: list[SentenceBox], chosen: str
) -> HttpResponse:
    """Put a suggestion into its box; redirect there if it is kept, else show the page with it to be read and saved."""
    offer_words([box for box in boxes if box.is_named_by(chosen)], row, page.organization)
    box = take_offer(boxes, chosen, row, request.user)
    if box is None:
        messages.info(request, _("This suggestion is not there any more."))
        return redirect(request.get_full_path())
    if problems_in(boxes) or not box.is_kept:
        # It comes first, so that she sees it at once.
        return sentences_page(request, page, row, sorted(boxes, key=lambda other: other is not box))
    return redirect(f"{request.get_full_path()}#{box.name}")


def sentences_page(
    request: WorkRequest, page: OrgContentPage, row: Translation, boxes: list[SentenceBox]
) -> HttpResponse:
    """Render the translator's page with these boxes, 50 at most; the counts are those of the whole page as stored."""
    stored = boxes_of(sentences_of(row)) if request.method == "POST" else boxes
    shown = listed(request, boxes, SENTENCES_ON_A_PAGE)
    offer_words(list(shown), row, page.organization)
    is_own = is_member(request.user, page.organization_id)
    item, original = content_item(page), row.source.get_source_instance()
    context = {
        "page": page,
        "organization": page.organization,
        "item": item,
        "original": original,
        "may_send_both": is_own and is_unsent(original),
        "may_take_back": item.submission is not None and may_take_back(request.user, item.submission),
        "boxes": shown,
        "problems": problems_in(boxes),
        "is_own": is_own,
        "is_public_at_once": may_write(request.user, page.organization_id)
        and publishes_at_once(page.organization, request.user),
    }
    return render_page(request, "officer/translation.html", "home", **context, **numbers_of(stored, list(shown)))


def numbers_of(stored: list[SentenceBox], shown: list[SentenceBox]) -> dict[str, Any]:
    """Return the counts of a page's sentences by state, for the template, and the box of the first that is open."""
    counts = counts_of([box.sentence for box in stored])
    left = counts[SentenceState.STALE] + counts[SentenceState.MISSING]
    return {
        "first_open": stored[0].name if left else "",
        "done": counts[SentenceState.DONE],
        "stale": counts[SentenceState.STALE],
        "missing": counts[SentenceState.MISSING],
        "left": left,
        # Sentences to be written in other parts of the list: the script counts those of this part itself.
        "left_elsewhere": left - sum(box.sentence.state != SentenceState.DONE for box in shown),
        "tally": [(css, counts[state]) for state, css in SQUARES.items()],
    }


def translates(user: Any, page: OrgContentPage) -> bool:
    """Return whether a person may write translations into the language of a page for its organization."""
    return may_translate(user, page.organization_id, page.locale.language_code)


def translation_of(page: OrgContentPage) -> Translation:
    """Return the translation that a page is. Raises Http404 when it was not begun sentence by sentence."""
    known = Translation.objects.select_related("source__locale", "target_locale")
    row = known.filter(source__object=page.translation_key, target_locale=page.locale_id).first()
    if row is None:
        raise Http404
    return row


def problems_in(boxes: list[SentenceBox]) -> list[dict[str, Any]]:
    """Return what is wrong in the boxes, for the summary at the top of the page."""
    return [
        {"target": box.name, "label": _("Sentence %(number)s") % {"number": box.number}, "message": box.problem}
        for box in boxes
        if box.problem
    ]


def after_saving(request: WorkRequest, page: OrgContentPage, row: Translation) -> HttpResponse:
    """Do what the pressed button asks for after saving: stay, show the page, or send it; return the redirect."""
    if "send_both" in request.POST:
        return send_and_return(request, page, lambda: send_both(row, request.user))
    if "send" in request.POST or "look" in request.POST:
        if not run_service(request, lambda: draft(row, request.user)):
            return redirect(request.get_full_path())
        if "look" in request.POST:
            return redirect("workspace:preview", page.pk)
        return submit_and_return(request, page)
    messages.success(request, _("Saved."))
    return redirect(request.get_full_path())
