"""What was done: in her organization for a manager, in all of them for an administrator."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from orgs.guard.audit_log import AuditFilter, read_log
from orgs.permissions import is_administrator, is_manager
from workspace.acting import acting_for
from workspace.doors import WorkRequest, at_work, for_editors, show
from workspace.organization_forms import LogForm


def page_number(request: WorkRequest) -> int:
    """The page of the list that was asked for; the first for what is no number."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


@require_safe
@at_work
def log(request: WorkRequest) -> HttpResponse:
    organization = acting_for(request)
    if organization is None or not is_manager(request.user, organization):
        raise Http404
    lines = read_log(AuditFilter(organization), request.user, page_number(request))
    return show(request, "log.html", "people", organization=organization, lines=lines)


@require_safe
@for_editors
def whole_log(request: WorkRequest) -> HttpResponse:
    if not is_administrator(request.user):
        raise Http404
    form = LogForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) for name in form.fields}
    question = AuditFilter(asked["organization"], asked["person"] or "", asked["action"] or "")
    lines = read_log(question, request.user, page_number(request))
    return show(request, "whole_log.html", "organizations", form=form, lines=lines)
