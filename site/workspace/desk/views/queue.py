"""The queue: all that waits for editors, by due time, and the open submission, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusal import Refusal
from moderation.matters import MatterDecision, matter_kind
from moderation.matters.kind_names import PROFILE, REPORT
from moderation.models import Matter
from moderation.rules.outcomes import approved_text, with_checks_told, with_other_language_told
from moderation.services import approve, request_changes
from moderation.services.matters import decide_matter
from moderation.statistics.decision_times import public_turnaround
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.bulk_form import BulkDecisionForm
from workspace.desk.bulk_questions import BulkQuestion, bulk_questions, remember_opened
from workspace.desk.desk_list import DeskItem, desk_counts, desk_list
from workspace.desk.forms import DecisionForm, QueueFilterForm
from workspace.desk.queue_rows import queue_rows
from workspace.desk.queue_url import filtered_queue_url
from workspace.desk.review_context import review_context, with_related
from workspace.rendering import render_page
from workspace.run_service import run_service

ROWS_PER_PAGE = 50
# The pattern for ids of fields: the form of the open submission on the same page has fields of the same names.
SEVERAL = "several_%s"


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def queue(request: WorkRequest) -> HttpResponse:
    """Show editors what waits; a POST approves or returns several, may ask first to confirm some; 404 for non-editors.

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
    """Approve or return each chosen submission or matter, show each result; return the number of refusals.

    Each has its own transaction.
    """
    chosen = form.cleaned_data["chosen"]
    # A list and not a generator: all are decided on, whatever becomes of the first.
    done = [
        run_service(request, partial(decide_one, item, request.user, form), str, subject=item.title) for item in chosen
    ]
    return done.count(False)


def decide_one(item: DeskItem, editor: Any, form: BulkDecisionForm) -> str:
    """Approve (also with checks missing) or return one submission or matter; return the message. Raises Refusal."""
    is_approval = form.cleaned_data["decision"] == BulkDecisionForm.APPROVE
    if isinstance(item, Matter):
        decision = MatterDecision.APPROVE if is_approval else MatterDecision.RETURN
        if decision not in matter_kind(item.kind).decisions:
            # Asked here, because an approval and a return are chosen for many kinds at once.
            raise Refusal(_("It cannot be returned. Open it, and approve or reject it."), code="unknown_decision")
        decide_matter(item, editor, decision, **({} if is_approval else form.reason_arguments()))
        return (_("Approved: %(title)s") if is_approval else _("Returned: %(title)s")) % {"title": item.title}
    if is_approval:
        # unchecked=True: she has confirmed those whose checks are not made yet.
        told = approved_text(approve(item, editor, unchecked=True))
    else:
        request_changes(item, editor, **form.reason_arguments())
        told = _("Returned: %(title)s") % {"title": item.title}
    return with_other_language_told(item, with_checks_told(item, told))


def queue_page(request: WorkRequest, batch: BulkDecisionForm, questions: Sequence[BulkQuestion] = ()) -> HttpResponse:
    """Return the page of the editors' queue with its filters, the form for several and the open submission."""
    form = QueueFilterForm(request.GET)
    chosen = form.chosen()
    counts = desk_counts(request.user)
    # Any: the types of Django's paginator name sequences and querysets alone.
    rows: Any = desk_list(chosen, request.user, counts)
    listed: Page[DeskItem] = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    lines = queue_rows(listed.object_list)
    context = {
        "form": form,
        # No form where the list is empty.
        "batch": batch if lines else None,
        "questions": questions,
        "picked": set(request.POST.getlist("chosen")),
        "listed": listed,
        "lines": lines,
        "counts": counts,
        "reports": counts.kinds.get(REPORT, 0),
        "facts": counts.kinds.get(PROFILE, 0),
        "turnaround": public_turnaround(),
        "is_after": chosen.get("state") == QueueFilterForm.AFTER,
        "filters": filter_query(request),
    }
    return render_page(request, "desk/queue.html", "queue", **context, **open_submission_context(request, batch))


def open_submission_context(request: WorkRequest, batch: BulkDecisionForm) -> dict[str, Any]:
    """Return the context of the submission named by `open` in the address, noted as opened; else {}."""
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
    """Return the query string of the queue's address without the parameter of the open submission."""
    query = request.GET.copy()
    query.pop("open", None)
    return query.urlencode()
