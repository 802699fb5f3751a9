"""An editor's desk: what waits, by when, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe
from wagtail.models import Revision

from moderation.content import content_hash
from moderation.models import Submission
from moderation.permissions import may_decide
from moderation.refusals import outcome
from moderation.services import Refused, approve, return_
from workspace.doors import WorkRequest, for_editors, show
from workspace.forms import DecisionForm, QueueForm
from workspace.kinds import LABELS, kind_of, of_kind

LINES_ON_A_PAGE = 50


@require_safe
@for_editors
def queue(request: WorkRequest) -> HttpResponse:
    """All that waits, the most urgent first."""
    form = QueueForm(request.GET)
    form.is_valid()
    lines = Paginator(Submission.objects.for_desk().filter(narrowing(form.cleaned_data)), LINES_ON_A_PAGE)
    listed = lines.get_page(request.GET.get("page"))
    for submission in listed:
        submission.kind = LABELS[kind_of(submission.page.specific_class)]
    waiting = Submission.objects.waiting()
    context = {
        "form": form,
        "listed": listed,
        "waiting": waiting.count(),
        "late": waiting.filter(due_at__lt=timezone.now()).count(),
    }
    return show(request, "queue.html", "queue", **context)


def narrowing(chosen: dict[str, Any]) -> Q:
    """The filter of what was chosen in QueueForm."""
    wanted = Q()
    if chosen.get("organization"):
        wanted &= Q(organization=chosen["organization"])
    if chosen.get("type"):
        wanted &= of_kind(chosen["type"], "page__")
    if chosen.get("language"):
        wanted &= Q(page__locale__language_code=chosen["language"])
    return wanted


@for_editors
def review(request: WorkRequest, submission_id: int) -> HttpResponse:
    """What was sent, what is public now, and the decision; only a POST decides."""
    rows = Submission.objects.select_related("organization", "page__locale", "submitted_by", "decided_by", "revision")
    submission = get_object_or_404(rows, pk=submission_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decide(submission, request.user, form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
            submission = rows.get(pk=submission_id)
        else:
            messages.success(request, said(form.cleaned_data["decision"], submission))
            return redirect("workspace:queue")
    return show(request, "review.html", form=form, **about(submission, request.user))


def decide(submission: Submission, editor: Any, answer: dict[str, Any]) -> None:
    if answer["decision"] == DecisionForm.APPROVE:
        approve(submission, editor)
    else:
        return_(submission, editor, answer["reason"])


def said(decision: str, submission: Submission) -> str:
    if decision == DecisionForm.APPROVE:
        return _("Published: %(title)s") % {"title": submission.title}
    return _("Returned: %(title)s") % {"title": submission.title}


def about(submission: Submission, editor: Any) -> dict[str, Any]:
    """What the decision page shows."""
    newer = Submission.objects.waiting().filter(page=submission.page_id).exclude(pk=submission.pk)
    revision = submission.revision
    return {
        "submission": submission,
        "kind": LABELS[kind_of(submission.page.specific_class)],
        "may_decide": submission.is_waiting and may_decide(editor, submission),
        "is_as_sent": revision is not None and content_hash(revision) == submission.content_hash,
        "outcome": "" if submission.is_waiting else outcome(submission),
        "newer": None if submission.is_waiting else newer.first(),
    }


@require_GET
@for_editors
def review_preview(request: WorkRequest, submission_id: int) -> HttpResponse:
    """What was sent, as the public would see it."""
    revision = get_object_or_404(Revision, submissions=submission_id)
    page = revision.as_object()
    return page.make_preview_request(
        request, page.default_preview_mode, extra_request_attrs={"revision_id": revision.pk}
    )
