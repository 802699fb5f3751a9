"""The editors' views of readers' reports: the list, and the answer to one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from moderation.matters import matter_kinds
from moderation.matters.kind_names import REPORT
from moderation.matters.permissions import report_writers
from moderation.models import Matter, Report, Submission, Withdrawal
from moderation.rules.permissions import readable_reports
from moderation.services import answer_report
from orgs.guard.conflict_of_interest import why_not
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.forms import ReportAnswerForm
from workspace.desk.matter_claims import claim_context
from workspace.desk.queue_url import next_url_from
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

ROWS_PER_PAGE = 50
ANSWERS_PER_PAGE = 10
RELATED = ("organization", "page__locale", "answered_by")


@require_safe
@editor_required
def reports(request: WorkRequest) -> HttpResponse:
    """Show editors readers' open (or answered) reports, not those on her own organization; 404 for non-editors.

    The open reports come oldest first, the answered ones newest first. Reports on an editor's own organization are left
    out.
    """
    answered = request.GET.get("state") == "answered"
    is_open = {"state": Report.State.OPEN}
    readable = readable_reports(request.user).select_related(*RELATED)
    rows = readable.exclude(**is_open).order_by("-answered_at") if answered else readable.filter(**is_open)
    answers = Withdrawal.objects.exclude(answer="").select_related("organization", "page", "answered_by")
    context = {
        "listed": listed(request, rows, ROWS_PER_PAGE),
        "answered": answered,
        "answers": listed(request, answers.order_by("-answered_at", "-pk"), ANSWERS_PER_PAGE, "answers"),
    }
    return render_page(request, "desk/reports.html", "queue", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def report_detail(request: WorkRequest, report_id: int) -> HttpResponse:
    """Show editors a reader's report; a POST answers it, may take its page down; 404 if she may not read it."""
    # Without its page, and without another object, there is nothing left to decide on.
    rows = readable_reports(request.user).exclude(page=None, object_kind="").select_related(*RELATED)
    report = get_object_or_404(rows, pk=report_id)
    form = ReportAnswerForm(request.POST if request.method == "POST" else None, is_page=not report.object_kind)
    if request.method == "POST" and form.is_valid():
        answer, take_down = form.cleaned_data["answer"], form.cleaned_data["decision"] == ReportAnswerForm.TAKE_DOWN
        success = answer_text(report, take_down)
        if run_service(request, lambda: answer_report(report, request.user, answer, take_down), success):
            return redirect(next_url_from(request, REPORT, report.pk) or "workspace:reports")
        report.refresh_from_db()
    same = {"page": report.page_id, "object_kind": report.object_kind, "object_id": report.object_id}
    others = Report.objects.filter(**same, state=Report.State.OPEN).exclude(pk=report.pk).count()
    approved = Submission.objects.filter(page=report.page_id, state=Submission.State.APPROVED)
    refusal = why_not(request.user, report.organization_id, report_writers(report))
    context = {"report": report, "form": form, "others": others} | reported_object(report)
    context |= claim_context(request, REPORT, report.pk, refusal)
    latest = approved.select_related("decided_by").order_by("pk").last()
    return render_page(request, "desk/report.html", "queue", approved=latest, **context)


def answer_text(report: Report, take_down: bool) -> str:
    """Return the message for an editor who answered a report: the page or object is taken down, or stays."""
    if report.object_kind:
        return _("It is taken down.") if take_down else _("It stays.")
    return _("The page is taken down.") if take_down else _("The page stays.")


def reported_object(report: Report) -> dict[str, Any]:
    """Return the template context of a reported object that is no page, with its texts; {} for a page."""
    kind = matter_kinds().get(report.object_kind)
    if kind is None or report.object_id is None:
        return {}
    # A report may come when its object has no matter any more: this row is never saved, and only names the object.
    about = Matter(kind=kind.name, object_id=report.object_id, organization_id=report.organization_id)
    return {"reported": kind.public_object(report.object_id), "texts": kind.texts(about), "author": kind.author(about)}
