"""The views of the languages of pages: of an organization, for its members and for editors, and the portal's sum."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from orgs.models import Organization
from translations.status import matrix
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required, editor_required
from workspace.parameters import listed
from workspace.rendering import render_page

ROWS_ON_A_PAGE = 25
WORDS = {
    matrix.STALE: "stale",
    matrix.MISSING: "missing",
    matrix.WAITS: "waits",
    matrix.ONLY_HERE: "only",
    matrix.TRANSLATED: "translated",
}


@require_safe
@account_required
def languages(request: WorkRequest) -> HttpResponse:
    """Show a member the languages of her current organization's pages; 404 for who has no organization (view)."""
    organization = current_organization(request)
    if organization is None:
        raise Http404
    return matrix_page(request, organization, is_own=True)


@require_safe
@editor_required
def organization_languages(request: WorkRequest, slug: str) -> HttpResponse:
    """Show editors the languages of an organization's pages; 404 for non-editors (view)."""
    return matrix_page(request, get_object_or_404(Organization, slug=slug), is_own=False)


@require_safe
@editor_required
def portal_languages(request: WorkRequest) -> HttpResponse:
    """Show editors how many pages of each organization are in both languages; 404 for non-editors (view)."""
    shown = listed(request, Organization.objects.order_by("name_en", "pk"), ROWS_ON_A_PAGE)
    sums = matrix.sums_of(shown)
    rows = [(organization, sums.get(organization.pk, matrix.LanguageSum())) for organization in shown]
    return render_page(request, "desk/languages.html", "organizations", rows=rows, page=shown)


def matrix_page(request: WorkRequest, organization: Organization, *, is_own: bool) -> HttpResponse:
    """Render an organization's matrix, narrowed by the query string; `is_own` adds what a member may do."""
    kinds = matrix.kinds_in_two_languages()
    kind = request.GET.get("type", "")
    kind = kind if kind in dict(kinds) else ""
    is_all = request.GET.get("show") == "all"
    table = matrix.Matrix(organization, kind, is_left=not is_all)
    shown = listed(request, table, ROWS_ON_A_PAGE)
    numbers = table.sum
    context: dict[str, Any] = {
        "organization": organization,
        "is_own": is_own,
        "is_all": is_all,
        "kind": kind,
        "kinds": kinds,
        "rows": [{"row": row, "word": WORDS[row.state]} for row in shown],
        "page": shown,
        "numbers": numbers,
        "tally": [
            ("done", numbers.both),
            ("now", numbers.outdated),
            ("note", numbers.waiting),
            ("open", numbers.single),
        ],
    }
    return render_page(request, "organization/languages.html", "home" if is_own else "organizations", **context)
