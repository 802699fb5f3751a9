"""The editors' list of decisions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from moderation.matters import matter_kinds
from moderation.matters.kind_names import kind_labels
from moderation.matters.permissions import without_hidden
from moderation.models import Matter, Submission
from orgs.pages.registry import page_kinds
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.desk_list import DeskItem, DeskList
from workspace.desk.forms import DecisionFilterForm
from workspace.rendering import render_page

ROWS_PER_PAGE = 50
# The states of matters, by those of submissions that the filter offers.
OF_MATTERS = {Submission.State.REFUSED.value: Matter.State.REJECTED.value}


@require_safe
@editor_required
def decisions(request: WorkRequest) -> HttpResponse:
    """Show editors a filtered list of editors' past decisions, the newest first (view; 404 for non-editors)."""
    form = DecisionFilterForm(request.GET)
    form.is_valid()
    # Any: the types of Django's paginator name sequences and querysets alone.
    rows: Any = decided_list(decisions_filter(form.cleaned_data, request.user), request.user)
    listed: Page[DeskItem] = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [decision_line(item) for item in listed.object_list]
    return render_page(request, "desk/decisions.html", "decisions", form=form, listed=listed, lines=lines)


def decided_list(wanted: dict[str, Any], editor: Any) -> DeskList:
    """Return editors' decisions that match a filter: on pages all, on matters those that this editor may read."""
    pages = Submission.objects.decided_by_editors().filter(**wanted)
    if "state" in wanted:
        wanted = wanted | {"state": OF_MATTERS.get(wanted["state"], wanted["state"])}
    matters = without_hidden(Matter.objects.decided_by_editors().filter(**wanted), editor)
    return DeskList(
        pages.select_related("organization", "page__locale", "decided_by").prefetch_related("reasons"),
        matters.select_related("organization", "decided_by").prefetch_related("reasons"),
        is_decided=True,
    )


def decision_line(item: DeskItem) -> dict[str, Any]:
    """Return a decided submission or matter, the label of its kind and its address, as a dict for the list."""
    if isinstance(item, Submission):
        return {"item": item, "kind": page_kinds().label_of(item.kind), "is_page": True}
    kind = matter_kinds().get(item.kind)
    return {"item": item, "kind": kind_labels.get(item.kind, ""), "url": kind.link(item) if kind else ""}


def decisions_filter(chosen: dict[str, Any], editor: Any) -> dict[str, Any]:
    """Return database filter arguments (state, organization, decided_by) for the chosen form values."""
    wanted = {name: chosen[name] for name in ("state", "organization") if chosen.get(name)}
    return wanted | {"decided_by": editor} if chosen.get("mine") else wanted
