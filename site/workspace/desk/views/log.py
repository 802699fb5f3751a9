"""The log of all organizations, for administrators."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from orgs.guard.audit_log import AuditFilter, read_log
from orgs.permissions import is_administrator
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.organization_forms import LogFilterForm
from workspace.parameters import page_number
from workspace.rendering import render_page


@require_safe
@editor_required
def portal_log(request: WorkRequest) -> HttpResponse:
    """Show administrators the filtered audit log of all organizations (view; 404 for everybody else)."""
    if not is_administrator(request.user):
        raise Http404
    form = LogFilterForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) for name in form.fields}
    question = AuditFilter(asked["organization"], asked["person"] or "", asked["action"] or "")
    lines = read_log(question, request.user, page_number(request))
    return render_page(request, "desk/log.html", "organizations", form=form, lines=lines)
