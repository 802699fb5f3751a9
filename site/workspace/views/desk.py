"""An editor's desk: all that waits, by when, and what is open of it, on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.refusal import Refusal
from moderation.models import Correction, FactsChange, Report, Submission
from moderation.services import approve, claim, keep, release, return_
from moderation.statistics.decision_times import public_turnaround
from workspace.desk_forms import BatchForm, DecisionForm, NarrowForm
from workspace.desk_lines import lines_of
from workspace.doors import WorkRequest, for_editors, show
from workspace.views.review import about, opened

LINES_ON_A_PAGE = 50
# The decision on the piece that is open stands on the same page, with fields of the same names.
SEVERAL = "several_%s"
NARROWED_BY = {
    "organization": "organization",
    "type": "kind",
    "language": "page__locale__language_code",
    "topic": "topics",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def queue(request: WorkRequest) -> HttpResponse:
    """All that waits, the most urgent first, and one piece of it opened below; a POST decides on several at once."""
    if request.method != "POST":
        # Reports are no pieces that wait: their list is a page of its own.
        is_of_reports = request.GET.get("state") == NarrowForm.REPORTED
        return redirect("workspace:reports") if is_of_reports else desk(request, BatchForm(auto_id=SEVERAL))
    form = BatchForm(request.POST, auto_id=SEVERAL)
    if not form.is_valid():
        return desk(request, form)
    refused = decide_each(request, form)
    return desk(request, form) if refused else redirect(with_filters(request))


def decide_each(request: WorkRequest, form: BatchForm) -> int:
    """Decide on each in a transaction of its own, and say of each what became of it. Gives how many were refused."""
    answer, refused = form.cleaned_data, 0
    for submission in answer["chosen"]:
        try:
            if answer["decision"] == BatchForm.APPROVE:
                approve(submission, request.user)
                messages.success(request, _("Published: %(title)s") % {"title": submission.title})
            else:
                return_(submission, request.user, **form.why())
                messages.success(request, _("Returned: %(title)s") % {"title": submission.title})
        except Refusal as refusal:
            refused += 1
            messages.error(request, f"{submission.title}: {refusal}")
    return refused


def desk(request: WorkRequest, batch: BatchForm) -> HttpResponse:
    form = NarrowForm(request.GET)
    chosen = form.chosen()
    rows = of_state(chosen.get("state", "")).filter(narrowing(chosen, request.user))
    listed = Paginator(rows, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "batch": batch,
        "picked": set(request.POST.getlist("chosen")),
        "listed": listed,
        "lines": lines_of(listed.object_list),
        "reports": Report.objects.filter(state=Report.State.OPEN).count(),
        "facts": FactsChange.objects.waiting().count(),
        "turnaround": public_turnaround(),
        "is_after": chosen.get("state") == NarrowForm.AFTER,
        "filters": filters_of(request),
    }
    return show(request, "queue.html", "queue", **context, **numbers(), **open_piece(request, batch))


def numbers() -> dict[str, int]:
    """How many wait, are late, and are to be looked at after they were published."""
    waits = Q(state=Submission.State.WAITING)
    return Submission.objects.on_the_desk().aggregate(
        waiting=Count("pk", filter=waits),
        late=Count("pk", filter=waits & Q(due_at__lt=timezone.now())),
        to_look_at=Count("pk", filter=Q(after=Submission.After.DUE)),
    )


def of_state(state: str) -> Any:
    """The rows of the desk in one state, those that are due first."""
    if state == NarrowForm.AFTER:
        return Submission.objects.to_look_at()
    rows = Submission.objects.for_desk()
    if state == NarrowForm.AUTHOR:
        return rows.filter(corrections__state=Correction.State.OFFERED)
    return rows.filter(second_look_by__isnull=False) if state == NarrowForm.SECOND else rows


def narrowing(chosen: dict[str, Any], editor: Any) -> Q:
    """The filter of what was chosen in NarrowForm."""
    wanted = Q()
    for name, path in NARROWED_BY.items():
        if chosen.get(name):
            wanted &= Q(**{path: chosen[name]})
    return wanted & Q(claimed_by=editor) if chosen.get("mine") else wanted


def open_piece(request: WorkRequest, batch: BatchForm) -> dict[str, Any]:
    """What the page shows of the piece that was opened; nothing when none was."""
    number = request.GET.get("open", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return {}
    submission = opened(int(number)).first()
    if submission is None:
        return {}
    decision = DecisionForm()
    # Read once for both forms.
    decision.offer(batch.offer())
    return about(submission, request.user, decision)


def filters_of(request: WorkRequest) -> str:
    """What narrows the list, as a query string, without the piece that is open."""
    query = request.GET.copy()
    query.pop("open", None)
    return query.urlencode()


def with_filters(request: WorkRequest) -> str:
    """The desk as it was narrowed when a form was sent from it."""
    back = QueryDict(request.POST.get("back", ""), mutable=True)
    query = back.urlencode()
    return reverse("workspace:queue") + (f"?{query}" if query else "")


@require_POST
@for_editors
def claim_piece(request: WorkRequest, submission_id: int) -> HttpResponse:
    submission = get_object_or_404(Submission, pk=submission_id)
    try:
        claim(submission, request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(with_filters(request))
    if request.POST.get("from") == "review":
        return redirect("workspace:review", submission.pk)
    back = with_filters(request)
    return redirect(f"{back}{'&' if '?' in back else '?'}open={submission.pk}#open")


@require_POST
@for_editors
def keep_piece(request: WorkRequest, submission_id: int) -> HttpResponse:
    """Asked by a script while she types: that is work on it too."""
    submission = get_object_or_404(Submission, pk=submission_id)
    try:
        keep(submission, request.user)
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
@for_editors
def release_piece(request: WorkRequest, submission_id: int) -> HttpResponse:
    submission = get_object_or_404(Submission, pk=submission_id)
    try:
        release(submission, request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Given back: others can take it now."))
    return redirect(with_filters(request))
