"""The editors' pages about old sites that move in: the list of batches, and the decision on one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from assets.models import People
from moving.deciding.decisions import approve_batch, has_pictures, undo_batch
from moving.models import MovedItem, MoveIn
from moving.reports import MATTER, report_lines
from orgs.guard.conflict_of_interest import why_not
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.matter_claims import claim_context
from workspace.desk.queue_url import next_url_from
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

BATCHES_ON_A_PAGE, ITEMS_ON_A_PAGE = 30, 50
APPROVE, UNDO = "approve", "undo"
State = MoveIn.State


class PeopleInPicturesForm(forms.Form):
    """The answer about people in all pictures of a batch. Nothing is chosen beforehand: no answer is not "nobody"."""

    people = forms.ChoiceField(
        label=_("Can anybody be recognised in the pictures?"),
        help_text=_("Nobody was asked when they came from the old site. Look at them, or ask the organization."),
        choices=[(People.NOBODY, _("Nobody, in none of them")), (People.AGREED, _("Yes, and all of them agreed"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether anybody can be recognised in the pictures, and whether they agreed.")
        },
    )


@require_safe
@editor_required
def move_ins(request: WorkRequest) -> HttpResponse:
    """Show editors all batches of old sites, the newest first; 404 for others."""
    rows = MoveIn.objects.select_related("organization").annotate(made=Count("items")).order_by("-pk")
    return render_page(request, "desk/move_ins.html", "organizations", listed=listed(request, rows, BATCHES_ON_A_PAGE))


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def move_in(request: WorkRequest, batch_id: int) -> HttpResponse:
    """Show editors a batch with its report and pages; a POST publishes or removes all of it; 404 for others."""
    batch = get_object_or_404(MoveIn.objects.select_related("organization", "brought_by", "decided_by"), pk=batch_id)
    decision = request.POST.get("decision") if request.method == "POST" else None
    form = PeopleInPicturesForm(request.POST if decision == APPROVE else None) if has_pictures(batch) else None
    if decision == APPROVE and (form is None or form.is_valid()):
        people = form.cleaned_data["people"] if form else ""
        told = gettext("Its pages are being published. This takes some minutes.")
        if run_service(request, partial(approve_batch, batch, request.user, people), told, form=form):
            onward = next_url_from(request, MATTER, batch.pk)
            return redirect(onward or reverse("workspace:move-in", args=[batch.pk]))
    elif decision == UNDO:
        told = gettext("Its pages are being removed. This takes some minutes.")
        run_service(request, partial(undo_batch, batch, request.user), told)
        return redirect("workspace:move-in", batch.pk)
    return render_page(request, "desk/move_in.html", "organizations", **_context(request, batch), form=form)


def _context(request: WorkRequest, batch: MoveIn) -> dict[str, Any]:
    """Return the template context of a batch: how far it is, its report, its pages, its claim, and who may decide."""
    numbers = batch.items.aggregate(
        made=Count("pk"),
        published=Count("pk", filter=Q(state=MovedItem.State.PUBLISHED)),
        kept=Count("pk", filter=Q(state=MovedItem.State.KEPT)),
    )
    done = {
        State.MAKING: numbers["made"],
        State.PUBLISHING: numbers["published"] + numbers["kept"],
        State.UNDOING: batch.removed,
    }
    whole = numbers["made"] + batch.removed if batch.state == State.UNDOING else numbers["made"]
    items = batch.items.select_related("page__locale").order_by(
        F("page__first_published_at").desc(nulls_last=True), "pk"
    )
    wrote = {batch.brought_by_id} if batch.brought_by_id else set()
    return claim_context(request, MATTER, batch.pk, why_not(request.user, batch.organization_id, wrote)) | {
        "batch": batch,
        "numbers": numbers,
        "done": done.get(State(batch.state), 0),
        "whole": batch.entries if batch.state == State.MAKING else whole,
        "report": report_lines(batch.report),
        "unknown": batch.report.get("unknown_topics", {}),
        "failed": batch.report.get("failed", []),
        "listed": listed(request, items, ITEMS_ON_A_PAGE),
        "may_undo": batch.state in (State.WAITING, State.PUBLISHED)
        and not why_not(request.user, None if batch.brought_by_id == request.user.pk else batch.organization_id),
    }
