"""The editors' views of organizations: the list, a new one, and the status of one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from home.organizations.onboarding import welcome
from moderation.rules.tiers import suggestions_for
from orgs.guard.audit_log import AuditFilter, read_log
from orgs.guard.conflict_of_interest import why_not
from orgs.models import Application, Organization, Role
from orgs.permissions import is_administrator
from orgs.status import set_status
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.organization_forms import NewOrganizationForm, StatusForm
from workspace.rendering import render_page
from workspace.run_service import run_service

ROWS_PER_PAGE = 50


@require_safe
@editor_required
def organizations(request: WorkRequest) -> HttpResponse:
    """Show editors all organizations with suggested tiers, and the number of applications; 404 for non-editors."""
    # Both counts use one join to memberships, so neither counts a row twice.
    managers = Count("memberships", filter=Q(memberships__role=Role.MANAGER))
    rows = Organization.objects.annotate(people=Count("memberships"), managers=managers).order_by("name_en", "pk")
    listed = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    # For the organizations on this part of the list only.
    speaks_for = suggestions_for(list(listed))
    waiting = Application.objects.waiting().count()
    context = {
        "listed": [(one, speaks_for.get(one.pk)) for one in listed],
        "page": listed,
        "may_create": is_administrator(request.user),
        "waiting": waiting,
    }
    return render_page(request, "desk/organizations.html", "organizations", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def new_organization(request: WorkRequest) -> HttpResponse:
    """Show a form; a POST creates an organization, invites its manager; 404 for non-administrators (view)."""
    if not is_administrator(request.user):
        raise Http404
    form = NewOrganizationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        success = _("The organization is added. The invitation is on its way to its manager.")
        fields = form.cleaned_data
        if run_service(request, lambda: welcome(by=request.user, **fields), success, form=form, field="manager"):
            return redirect("workspace:manage-organization", fields["slug"])
    return render_page(request, "desk/new_organization.html", "organizations", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def manage_organization(request: WorkRequest, slug: str) -> HttpResponse:
    """Show editors an organization's status, members and log; a POST sets its status; 404 for non-editors."""
    organization = get_object_or_404(Organization, slug=slug)
    form = StatusForm(request.POST if request.method == "POST" else None, organization=organization)
    if request.method == "POST" and form.is_valid():
        success = _("Changed, and written into the log.")
        if run_service(
            request, lambda: set_status(organization, by=request.user, **form.status_arguments()), success, form=form
        ):
            return redirect("workspace:manage-organization", slug)
    context: dict[str, Any] = {
        "organization": organization,
        "form": form,
        "why_not": why_not(request.user, organization),
        "is_administrator": is_administrator(request.user),
        "members": organization.memberships.select_related("user").order_by("-role", "user__first_name"),
        "lines": read_log(AuditFilter(organization), request.user),
    }
    return render_page(request, "desk/organization.html", "organizations", **context)
