"""The editors' views of one submission: its changes, its checks, the decision and corrections."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Revision

from moderation.models import Submission
from moderation.rules.outcomes import approved_text, with_checks_told, with_other_language_told
from moderation.services import (
    approve,
    correctable_texts,
    offer_correction,
    reject,
    request_changes,
    request_second_opinion,
)
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.bulk_questions import remember_opened
from workspace.desk.forms import CorrectionForm, DecisionForm
from workspace.desk.held.deciding import hold_as_form_says
from workspace.desk.queue_url import is_in_stream, next_url, posted_filters
from workspace.desk.review_context import renew_own_claim, review_context, with_related
from workspace.desk.saved_replies.choosing import decision_data, replies_context
from workspace.desk.sentences.forms import SentenceCorrectionForm
from workspace.desk.sentences.rows import original_of, sentences_beside
from workspace.rendering import render_page
from workspace.run_service import run_service


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def review(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Show editors a submission compared with the public page; a POST decides on it; 404 for non-editors."""
    submission = get_object_or_404(with_related(submission_id))
    form = DecisionForm(decision_data(request))
    if form.is_valid():
        # Read before the decision: of two languages on one line the first is the line's.
        line = submission.parts[0]
        subject = submission.title if is_in_stream(request) else ""
        # The stream undoes within a minute; elsewhere a decision takes effect at once.
        decide_by = hold_as_form_says if is_in_stream(request) else decided_text
        if run_service(request, lambda: decide_by(submission, request.user, form), str, subject=subject):
            return redirect(next_url(request, line))
        # The refused decision may have been outdated: show the state of now, with the words she typed in the form.
        submission = with_related(submission_id).get()
        if is_in_stream(request) and (submission.is_held or not submission.is_waiting):
            return redirect(next_url(request, line))
    remember_opened(request, submission)
    context = review_context(submission, request.user, form) | {
        "is_from_stream": is_in_stream(request),
        "filters": posted_filters(request).urlencode(),
    }
    context |= replies_context(request, form, submission.page.locale.language_code, DecisionForm.RETURN)
    return render_page(request, "desk/review.html", "queue", **context)


def decided_text(submission: Submission, editor: Any, form: DecisionForm) -> str:
    """Decide on a submission as the form says; return the message with all that it must tell. Raises Refusal if not."""
    return with_other_language_told(submission, with_checks_told(submission, decide(submission, editor, form)))


def decide(submission: Submission, editor: Any, form: DecisionForm) -> str:
    """Approve, return, reject or pass on a submission as the form says; return the message. Raises Refusal if not."""
    decision, title = form.cleaned_data["decision"], {"title": submission.title}
    if decision == DecisionForm.APPROVE:
        unchecked = form.cleaned_data["unchecked"]
        return approved_text(approve(submission, editor, unchecked=unchecked))
    if decision == DecisionForm.RETURN:
        request_changes(submission, editor, **form.reason_arguments())
        return _("Returned: %(title)s") % title
    if decision == DecisionForm.REFUSE:
        reject(submission, editor, **form.reason_arguments())
        return _("Rejected: %(title)s") % title
    request_second_opinion(submission, editor, form.cleaned_data["reason"])
    return _("Passed to another editor: %(title)s") % title


@require_GET
@editor_required
def review_preview(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Show editors a submitted page version as the public would see it (view; 404 for non-editors)."""
    revision = get_object_or_404(Revision, submissions=submission_id)
    page = revision.as_object()
    # As Wagtail's own view of a revision does.
    return page.make_preview_request(
        request, page.default_preview_mode, extra_request_attrs={"revision_id": revision.pk}
    )


@require_GET
@editor_required
def preview_frame(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Show editors a submission's preview in a frame as wide as a phone or the window; 404 for non-editors."""
    submission = renew_own_claim(get_object_or_404(with_related(submission_id)), request.user)
    is_phone = request.GET.get("width") == "phone"
    return render_page(request, "desk/preview_frame.html", "queue", submission=submission, is_phone=is_phone)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def correct(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Show editors the texts of a submission to correct; a POST offers the correction to its author; 404 for others."""
    submission = renew_own_claim(get_object_or_404(with_related(submission_id)), request.user)
    language = submission.page.locale.language_code
    data = request.POST if request.method == "POST" else None
    texts, original = correctable_texts(submission), original_of(submission)
    form: CorrectionForm | SentenceCorrectionForm
    if original:
        rows = sentences_beside(submission, original)
        form = SentenceCorrectionForm(data, texts=texts, rows=rows, language=language)
    else:
        form = CorrectionForm(data, texts=texts, language=language)
    if request.method == "POST" and form.is_valid():
        changed, note = form.corrected(), form.cleaned_data["note"]
        success = _("The correction was sent to the author: %(title)s") % {"title": submission.title}
        if run_service(request, lambda: offer_correction(submission, request.user, changed, note), success, form=form):
            return redirect("workspace:queue")
    context = {
        "submission": submission,
        "form": form,
        "original": original,
        "is_hers": submission.holder == request.user,
    }
    return render_page(request, "desk/correct.html", "queue", **context)
