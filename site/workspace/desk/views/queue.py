"""The queue: all that waits for editors, by due time, and what is open of it, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusal import Refusal
from khmer import typography
from moderation.matters import MatterDecision, matter_kind, matter_kinds
from moderation.matters.kind_names import PROFILE, REPORT
from moderation.matters.permissions import may_read_matter
from moderation.models import Matter, Submission
from moderation.rules.outcomes import approved_text, with_checks_told, with_other_language_told
from moderation.services import approve, assign, request_changes
from moderation.services.matters import assign_matter, decide_matter
from moderation.statistics.decision_times import public_turnaround
from moderation.statistics.workload import cached_workload
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.bulk_form import BulkDecisionForm
from workspace.desk.bulk_questions import BulkQuestion, bulk_questions, digest_of_all, remember_opened
from workspace.desk.desk_items import key_of, opened_as
from workspace.desk.desk_list import DeskItem, DeskList, desk_counts, desk_list
from workspace.desk.forms import DecisionForm, QueueFilterForm
from workspace.desk.held.lines import held_context
from workspace.desk.matter_context import MATTERS, matter_context
from workspace.desk.matter_forms import MatterDecisionForm, first_against
from workspace.desk.queue_rows import queue_rows
from workspace.desk.queue_url import filtered_queue_url, opened_url
from workspace.desk.review_context import review_context, with_related
from workspace.desk.saved_replies.choosing import SHOWN, replies_context
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
    rows = desk_list(QueueFilterForm(request.GET).chosen(), request.user)
    form = BulkDecisionForm(request.POST, rows=rows, auto_id=SEVERAL)
    if not form.is_valid():
        return queue_page(request, form)
    chosen = form.cleaned_data["chosen"]
    if form.cleaned_data["decision"] != BulkDecisionForm.ASSIGN:
        if form.is_all and request.POST.get("sure_of_all") != (digest := digest_of_all(chosen)):
            return queue_page(request, form, digest=digest)
        if not form.is_all and (questions := bulk_questions(request, chosen)):
            return queue_page(request, form, questions)
    refused = decide_on_each(request, form)
    # After a refusal the page is shown again with the choice and the words.
    return queue_page(request, form) if refused else redirect(filtered_queue_url(request))


def decide_on_each(request: WorkRequest, form: BulkDecisionForm) -> int:
    """Approve, return or assign each chosen submission or matter, show the results; return the number of refusals.

    Each has its own transaction. Where many are returned or assigned, one message tells their number.
    """
    chosen, is_counted = form.cleaned_data["chosen"], form.is_all or form.cleaned_data["decision"] == form.ASSIGN
    # A list and not a generator: all are decided on, whatever becomes of the first.
    done = [
        run_service(
            request, partial(decide_one, item, request.user, form), "" if is_counted else str, subject=item.title
        )
        for item in chosen
    ]
    if is_counted and any(done):
        messages.success(request, counted_text(form, done.count(True)))
    return done.count(False)


def counted_text(form: BulkDecisionForm, number: int) -> str:
    """Return the message about so many things that were returned, or assigned to a colleague."""
    said = {"number": typography.number(number, get_language() or "en")}
    if form.cleaned_data["decision"] == form.ASSIGN:
        said["name"] = form.cleaned_data["to"].name
        return ngettext("%(number)s assigned to %(name)s", "%(number)s assigned to %(name)s", number) % said
    return ngettext("%(number)s returned", "%(number)s returned", number) % said


def decide_one(item: DeskItem, editor: Any, form: BulkDecisionForm) -> str:
    """Approve (also with checks missing), return or assign one thing; return the message. Raises Refusal."""
    if form.cleaned_data["decision"] == BulkDecisionForm.ASSIGN:
        give = assign_matter if isinstance(item, Matter) else assign
        give(item, editor, form.cleaned_data["to"])  # type: ignore[arg-type]
        return ""
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


def queue_page(
    request: WorkRequest, batch: BulkDecisionForm, questions: Sequence[BulkQuestion] = (), digest: str = ""
) -> HttpResponse:
    """Return the page of the editors' queue: filters, list, the form for several, and what is open beside the list.

    `digest` asks for a yes to a decision on all that match.
    """
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
        "digest": digest,
        "picked": set(request.POST.getlist("chosen")),
        "listed": listed,
        "lines": lines,
        "counts": counts,
        "reports": counts.kinds.get(REPORT, 0),
        "facts": counts.kinds.get(PROFILE, 0),
        "turnaround": public_turnaround(),
        "workload": cached_workload(),
        "is_after": chosen.get("state") == QueueFilterForm.AFTER,
        "filters": filters_of(request).urlencode(),
        "first_url": opened_url(lines[0].item, filters_of(request)) if lines else "",
        **held_context(request.user),
    }
    return render_page(request, "desk/queue.html", "queue", **context, **opened_context(request, batch, listed, rows))


def opened_context(request: WorkRequest, batch: BulkDecisionForm, listed: Page[DeskItem], rows: DeskList) -> Any:
    """Return the context of what `open` in the address names, and of the next in the list; note it as opened; else {}.

    A matter opens here only if the editor may read it and the desk itself decides on its kind.
    """
    named = opened_as(request.GET.get("open", ""))
    context = _context_of(*named, request, batch) if named else {}
    if not context:
        return {}
    item = context.get("submission") or context["matter"]
    remember_opened(request, item)
    line = item.parts[0] if isinstance(item, Submission) else item
    following = next_behind(line, listed, rows, request.user)
    return context | {
        "opened": key_of(line),
        "following": following,
        "following_url": opened_url(following, filters_of(request)) if following else "",
    }


def _context_of(model: type[DeskItem], pk: int, request: WorkRequest, batch: BulkDecisionForm) -> dict[str, Any]:
    """Return the context of a submission or matter with an empty decision form; {} if there is none for this editor."""
    form: DecisionForm | MatterDecisionForm
    editor = request.user
    if model is Submission:
        submission, form = with_related(pk).first(), DecisionForm(initial={"decision": DecisionForm.RETURN})
        # The choices are read once for both forms.
        form.reason_choices(batch.reason_choices())
        if submission is None:
            return {}
        language = submission.page.locale.language_code
        return review_context(submission, editor, form) | replies_context(request, form, language, form.RETURN)
    matter = MATTERS.filter(pk=pk).first()
    kind = matter_kinds().get(matter.kind) if matter else None
    if matter is None or kind is None or not kind.decisions or not may_read_matter(editor, matter):
        return {}
    form = MatterDecisionForm(kind=kind, initial={"decision": first_against(kind)})
    form.reason_choices(batch.reason_choices())
    replies = replies_context(request, form, matter.language, first_against(kind))
    return matter_context(matter, kind, editor, form) | replies


def next_behind(item: DeskItem, listed: Page[DeskItem], rows: DeskList, editor: Any) -> DeskItem | None:
    """Return the first thing behind `item` that no other editor has claimed, or None; no query if it is shown."""
    shown = list(listed.object_list)
    behind = shown[shown.index(item) + 1 :] if item in shown else []
    if found := next((each for each in behind if each.holder in (None, editor)), None):
        return found
    # Behind the last one of the whole list there is nothing to be asked for.
    return rows.after(item, editor) if listed.has_next() or item not in shown else None


def filters_of(request: WorkRequest) -> QueryDict:
    """Return the parameters of the queue's address without those of what is open, and of its saved replies."""
    query = request.GET.copy()
    for name in ("open", SHOWN):
        query.pop(name, None)
    return query
