"""The log of an organization, for its managers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from orgs.guard.audit_log import AuditFilter, read_log
from orgs.permissions import is_manager
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.parameters import page_number
from workspace.rendering import render_page


@require_safe
@account_required
def log(request: WorkRequest) -> HttpResponse:
    """Show a manager the audit log of her current organization; 404 for non-managers (view)."""
    organization = current_organization(request)
    if organization is None or not is_manager(request.user, organization):
        raise Http404
    lines = read_log(AuditFilter(organization), request.user, page_number(request))
    return render_page(request, "organization/log.html", "members", organization=organization, lines=lines)
