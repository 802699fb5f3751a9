"""The queue: all that waits for editors, by due time, and the open submission, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.models import Correction, ProfileChange, Report, Submission
from moderation.rules.outcomes import approved_text, with_checks_told
from moderation.rules.permissions import readable_reports
from moderation.services import approve, request_changes
from moderation.statistics.decision_times import public_turnaround
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.bulk_questions import BulkQuestion, bulk_questions, remember_opened
from workspace.desk.forms import BulkDecisionForm, DecisionForm, QueueFilterForm
from workspace.desk.queue_rows import queue_rows
from workspace.desk.queue_url import filtered_queue_url
from workspace.desk.review_context import review_context, with_related
from workspace.rendering import render_page
from workspace.run_service import run_service

ROWS_PER_PAGE = 50
# The pattern for ids of fields: the form of the open submission on the same page has fields of the same names.
SEVERAL = "several_%s"
FILTER_FIELDS = {
    "organization": "organization",
    "type": "kind",
    "language": "page__locale__language_code",
    "topic": "topics",
}


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def queue(request: WorkRequest) -> HttpResponse:
    """Show editors what waits for them, and one open submission; a POST decides on several. Others get 404.

    The most urgent come first. The filter for reports redirects to their list.
    """
    if request.method != "POST":
        # Reports are no submissions: their list is a page of its own.
        is_of_reports = request.GET.get("state") == QueueFilterForm.REPORTED
        return (
            redirect("workspace:reports") if is_of_reports else queue_page(request, BulkDecisionForm(auto_id=SEVERAL))
        )
    form = BulkDecisionForm(request.POST, auto_id=SEVERAL)
    if not form.is_valid():
        return queue_page(request, form)
    if questions := bulk_questions(request, form.cleaned_data["chosen"]):
        return queue_page(request, form, questions)
    refused = decide_on_each(request, form)
    # After a refusal the page is shown again with the choice and the words.
    return queue_page(request, form) if refused else redirect(filtered_queue_url(request))


def decide_on_each(request: WorkRequest, form: BulkDecisionForm) -> int:
    """Approve or return each chosen submission, show each result, and return the number of refusals.

    Each has its own transaction.
    """
    chosen = form.cleaned_data["chosen"]
    done = [
        run_service(request, partial(decide_one, submission, request.user, form), str, subject=submission.title)
        for submission in chosen
    ]
    return done.count(False)


def decide_one(submission: Submission, editor: Any, form: BulkDecisionForm) -> str:
    """Approve or return one of several submissions, as the form says, and return the message. Raises Refusal."""
    if form.cleaned_data["decision"] == BulkDecisionForm.APPROVE:
        # unchecked=True: she has confirmed those whose checks are not made yet.
        return with_checks_told(submission, approved_text(approve(submission, editor, unchecked=True)))
    request_changes(submission, editor, **form.reason_arguments())
    return with_checks_told(submission, _("Returned: %(title)s") % {"title": submission.title})


def queue_page(request: WorkRequest, batch: BulkDecisionForm, questions: Sequence[BulkQuestion] = ()) -> HttpResponse:
    """Return the queue's page with its filters, the form for several submissions and the open submission."""
    form = QueueFilterForm(request.GET)
    chosen = form.chosen()
    rows = in_state(chosen.get("state", "")).filter(queue_filter(chosen, request.user))
    listed = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        # No form where the list is empty.
        "batch": batch if listed.object_list else None,
        "questions": questions,
        "picked": set(request.POST.getlist("chosen")),
        "listed": listed,
        "lines": queue_rows(listed.object_list),
        "reports": readable_reports(request.user).filter(state=Report.State.OPEN).count(),
        "facts": ProfileChange.objects.waiting().count(),
        "turnaround": public_turnaround(),
        "is_after": chosen.get("state") == QueueFilterForm.AFTER,
        "filters": filter_query(request),
    }
    return render_page(
        request, "desk/queue.html", "queue", **context, **queue_counts(), **open_submission_context(request, batch)
    )


def queue_counts() -> dict[str, int]:
    """Return how many submissions wait, are late, and wait for a post-review, by name."""
    waits = Q(state=Submission.State.WAITING)
    return Submission.objects.awaiting_editors().aggregate(
        waiting=Count("pk", filter=waits),
        late=Count("pk", filter=waits & Q(due_at__lt=timezone.now())),
        awaiting_post_review=Count("pk", filter=Q(post_review=Submission.PostReview.DUE)),
    )


def in_state(state: str) -> Any:
    """Return the submissions that the queue shows for a value of its filter `state`, the earliest due first."""
    if state == QueueFilterForm.AFTER:
        return Submission.objects.awaiting_post_review()
    rows = Submission.objects.for_desk()
    if state == QueueFilterForm.AUTHOR:
        return rows.filter(corrections__state=Correction.State.OFFERED)
    return rows.filter(second_look_by__isnull=False) if state == QueueFilterForm.SECOND else rows


def queue_filter(chosen: dict[str, Any], editor: Any) -> Q:
    """Return the filter of submissions for the values of QueueFilterForm; `mine` are the editor's claims."""
    wanted = Q()
    for name, path in FILTER_FIELDS.items():
        if chosen.get(name):
            wanted &= Q(**{path: chosen[name]})
    return wanted & Q(claimed_by=editor) if chosen.get("mine") else wanted


def open_submission_context(request: WorkRequest, batch: BulkDecisionForm) -> dict[str, Any]:
    """Return the context of the submission that the address opens, noted as opened; else empty."""
    number = request.GET.get("open", "")
    # int() also reads other digits, and numbers that no database can hold.
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return {}
    submission = with_related(int(number)).first()
    if submission is None:
        return {}
    decision = DecisionForm()
    # The choices are read once for both forms.
    decision.reason_choices(batch.reason_choices())
    remember_opened(request, submission)
    return review_context(submission, request.user, decision)


def filter_query(request: WorkRequest) -> str:
    """Return the query string of the queue's address without the open submission."""
    query = request.GET.copy()
    query.pop("open", None)
    return query.urlencode()
