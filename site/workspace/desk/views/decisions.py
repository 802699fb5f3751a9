"""The editors' list of decisions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from moderation.models import Submission
from orgs.pages.registry import page_kinds
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.forms import DecisionFilterForm
from workspace.rendering import render_page

ROWS_PER_PAGE = 50


@require_safe
@editor_required
def decisions(request: WorkRequest) -> HttpResponse:
    """Show editors the list of editors' decisions, filtered, the newest first; others get 404."""
    form = DecisionFilterForm(request.GET)
    form.is_valid()
    rows = Submission.objects.decided_by_editors().filter(**decisions_filter(form.cleaned_data, request.user))
    rows = rows.select_related("organization", "page__locale", "decided_by").prefetch_related("reasons")
    listed = Paginator(rows.order_by("-decided_at", "-pk"), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"submission": row, "kind": page_kinds().label_of(row.kind)} for row in listed.object_list]
    return render_page(request, "desk/decisions.html", "decisions", form=form, listed=listed, lines=lines)


def decisions_filter(chosen: dict[str, Any], editor: Any) -> dict[str, Any]:
    """Return the filter of submissions, as keyword arguments, for the values of DecisionFilterForm."""
    wanted = {name: chosen[name] for name in ("state", "organization") if chosen.get(name)}
    return wanted | {"decided_by": editor} if chosen.get("mine") else wanted
