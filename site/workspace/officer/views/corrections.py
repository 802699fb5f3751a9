"""The officer's views of corrections, appeals, and answers to withdrawals."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.comparison.page_diff import compare_pages
from moderation.models import Correction, Submission, Withdrawal
from moderation.rules.outcomes import accepted_text
from moderation.rules.permissions import may_accept, may_appeal, may_decline
from moderation.rules.refusals import describe_correction_state
from moderation.services import accept_correction, answer_withdrawal, appeal, decline_correction
from orgs.permissions import is_member
from workspace.comparison_rows import collapse_unchanged
from workspace.decorators import WorkRequest, account_required
from workspace.officer.forms import AnswerWithdrawalForm, DeclineCorrectionForm
from workspace.pages import own_page
from workspace.rendering import render_page
from workspace.run_service import run_service

ROWS = Correction.objects.select_related(
    "submission__organization",
    "submission__page__locale",
    "submission__revision",
    "revision",
    "created_by",
    "answered_by",
)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def correction(request: WorkRequest, correction_id: int) -> HttpResponse:
    """Show members and editors an offered correction; a POST accepts or declines it; 404 for who may not (view)."""
    offered = get_object_or_404(ROWS, pk=correction_id)
    if not may_decline(request.user, offered):
        raise Http404
    form = DeclineCorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if run_service(request, lambda: answer_correction(request, offered, form), str):
            is_own = is_member(request.user, offered.submission.organization_id)
            return redirect("workspace:home" if is_own else "workspace:queue")
        offered = ROWS.get(pk=correction_id)
    return render_page(request, "officer/correction.html", **correction_context(request, offered, form))


def answer_correction(request: WorkRequest, offered: Correction, form: DeclineCorrectionForm) -> str:
    """Accept or decline a correction as the form says, and return the message. Raises Refusal if refused."""
    if request.POST.get("answer_is") == "accept":
        return accepted_text(accept_correction(offered, request.user, unchecked=False))
    decline_correction(offered, request.user, form.cleaned_data["answer"])
    return _("Declined. Your original text is waiting for an editor.")


def correction_context(request: WorkRequest, offered: Correction, form: DeclineCorrectionForm) -> dict[str, Any]:
    """Return the template context of a correction's page: its differences, form, state and rights."""
    submission, is_open = offered.submission, offered.state == Correction.State.OFFERED
    before, after = submission.revision, offered.revision
    rows = compare_pages(before.as_object(), after.as_object()) if before and after else []
    return {
        "correction": offered,
        "submission": submission,
        "rows": collapse_unchanged(rows),
        "form": form,
        "is_open": is_open,
        # Accepting one accepts both languages that were sent as one.
        "others": [part for part in submission.parts if part.pk != submission.pk] if is_open else [],
        "may_accept": is_open and may_accept(request.user, offered),
        "outcome": "" if is_open else describe_correction_state(offered),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def appeal_rejection(request: WorkRequest, page_id: int) -> HttpResponse:
    """Ask a member whether to appeal a rejection; a POST sends the page to another editor; 404 if not possible."""
    page = own_page(request.user, page_id)
    refused = Submission.objects.filter(page=page.pk).order_by("pk").last()
    # A POST goes on to the service, which says in words why an appeal is not possible any more.
    if refused is None or (request.method != "POST" and not may_appeal(request.user, refused)):
        raise Http404
    if request.method == "POST":
        run_service(request, lambda: appeal(refused, request.user), _("Another editor will review it."))
        return redirect("workspace:home")
    return render_page(request, "officer/appeal.html", "home", submission=refused)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def answer_withdrawn_page(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a member the form to answer an editor's takedown of her page (POST stores); 404 for others or if none."""
    page = own_page(request.user, page_id)
    # Only takedowns by editors: nobody answers her own withdrawal.
    withdrawal = (
        Withdrawal.objects.from_outside().filter(page=page.pk).select_related("created_by").order_by("pk").last()
    )
    if withdrawal is None:
        raise Http404
    form = AnswerWithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answered = form.cleaned_data["answer"]
        success = _("Sent. The editors will read it.")
        if run_service(request, lambda: answer_withdrawal(withdrawal, request.user, answered), success, form=form):
            return redirect("workspace:home")
    return render_page(request, "officer/answer_withdrawal.html", "home", withdrawal=withdrawal, page=page, form=form)
