"""One submission: what changed, what the checks found, and the decision on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Revision

from common.refusal import Refusal
from moderation.checks.runner import Result
from moderation.checks.runner import kept as kept_results
from moderation.comparison.content_hash import content_hash
from moderation.comparison.page_diff import compare_pages
from moderation.comparison.revisions import public_version, version_of
from moderation.models import Correction, Submission
from moderation.rules.permissions import may_correct
from moderation.rules.refusals import check_decider, check_free, outcome
from moderation.services import approve, ask_second, correctable_texts, keep, offer_correction, refuse, return_
from workspace.desk_forms import CorrectionForm, DecisionForm
from workspace.desk_lines import lines_of
from workspace.doors import WorkRequest, for_editors, show


def opened(submission_id: int) -> Any:
    """A submission with all that its page shows."""
    rows = Submission.objects.select_related(
        "organization", "page__locale", "page__live_revision", "submitted_by", "decided_by", "claimed_by", "revision"
    )
    return rows.select_related("second_look_by", "appeal_of__decided_by").filter(pk=submission_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def review(request: WorkRequest, submission_id: int) -> HttpResponse:
    """What was sent beside what is public now; only a POST decides."""
    submission = get_object_or_404(opened(submission_id))
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, decide(submission, request.user, form))
            query = QueryDict(request.POST.get("back", "")).urlencode()
            return redirect(reverse("workspace:queue") + (f"?{query}" if query else ""))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            submission = opened(submission_id).get()
    return show(request, "review.html", "queue", **about(submission, request.user, form))


def decide(submission: Submission, editor: Any, form: DecisionForm) -> str:
    """Carry out the decision and say what was done. Raises Refusal."""
    decision, title = form.cleaned_data["decision"], {"title": submission.title}
    if decision == DecisionForm.APPROVE:
        approve(submission, editor)
        return _("Published: %(title)s") % title
    if decision == DecisionForm.RETURN:
        return_(submission, editor, **form.why())
        return _("Returned: %(title)s") % title
    if decision == DecisionForm.REFUSE:
        refuse(submission, editor, **form.why())
        return _("Refused: %(title)s") % title
    ask_second(submission, editor, form.cleaned_data["reason"])
    return _("Left to another editor: %(title)s") % title


def about(submission: Submission, editor: Any, form: DecisionForm) -> dict[str, Any]:
    """What the page of a submission shows; her look at it renews the claim that she holds."""
    submission = kept(submission, editor)
    newer = Submission.objects.waiting().filter(page=submission.page_id).exclude(pk=submission.pk)
    page, sent = submission.page, version_of(submission.page, submission.revision) if submission.revision else None
    return {
        "submission": submission,
        "line": lines_of([submission])[0],
        "decision": form,
        "why_not": why_not(submission, editor),
        "is_hers": submission.holder == editor,
        "may_correct": submission.is_waiting and may_correct(editor, submission),
        "is_as_sent": sent is not None and content_hash(submission.revision, sent) == submission.content_hash,
        "outcome": "" if submission.is_waiting else outcome(submission),
        "newer": None if submission.is_waiting else newer.first(),
        "correction": submission.corrections.filter(state=Correction.State.OFFERED).select_related("by").first(),
        "rows": folded(compare_pages(public_version(page) if page.live else None, sent)) if sent else [],
        "checks": checks_of(submission),
    }


def kept(submission: Submission, editor: Any) -> Submission:
    """The same, with her claim renewed if she has one."""
    if not submission.is_waiting or submission.claimed_by_id != editor.pk:
        return submission
    try:
        keep(submission, editor)
    except Refusal:
        return submission
    return opened(submission.pk).get()


def why_not(submission: Submission, editor: Any) -> str:
    """Why she cannot decide just now; empty when she can."""
    try:
        check_decider(editor, submission)
        check_free(editor, submission)
    except Refusal as refusal:
        return str(refusal)
    return ""


def folded(rows: list[Any]) -> list[dict[str, Any]]:
    """Rows of the comparison; neighbours without a change become one that can be opened."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        if groups and row.is_same and groups[-1]["is_same"]:
            groups[-1]["rows"].append(row)
        else:
            groups.append({"is_same": row.is_same, "rows": [row]})
    return groups


def checks_of(submission: Submission) -> list[Result]:
    """The checks' results, those to be looked at first, each with what to do."""
    return sorted(kept_results(submission.check_results.all()), key=lambda result: result.outcome == "passed")


@require_GET
@for_editors
def review_preview(request: WorkRequest, submission_id: int) -> HttpResponse:
    """What was sent, as the public would see it."""
    revision = get_object_or_404(Revision, submissions=submission_id)
    page = revision.as_object()
    return page.make_preview_request(
        request, page.default_preview_mode, extra_request_attrs={"revision_id": revision.pk}
    )


@require_GET
@for_editors
def on_screen(request: WorkRequest, submission_id: int) -> HttpResponse:
    """The same in a frame as wide as a phone, or as the window."""
    submission = kept(get_object_or_404(opened(submission_id)), request.user)
    is_phone = request.GET.get("width") == "phone"
    return show(request, "on_screen.html", "queue", submission=submission, is_phone=is_phone)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def correct(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Every text of what was sent, to be corrected; a POST offers the correction to its author."""
    submission = kept(get_object_or_404(opened(submission_id)), request.user)
    language = submission.page.locale.language_code
    data = request.POST if request.method == "POST" else None
    form = CorrectionForm(data, texts=correctable_texts(submission), language=language)
    if request.method == "POST" and form.is_valid():
        try:
            offer_correction(submission, request.user, form.corrected(), form.cleaned_data["note"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The correction is with its author: %(title)s") % {"title": submission.title})
            return redirect("workspace:queue")
    is_hers = submission.holder == request.user
    return show(request, "correct.html", "queue", submission=submission, form=form, is_hers=is_hers)
