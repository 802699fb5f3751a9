"""The editors' views of applications by organizations that want to join."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from home.organizations.onboarding import accept
from moderation.matters.kind_names import APPLICATION
from orgs.guard.conflict_of_interest import why_not
from orgs.membership.applications import decline
from orgs.membership.invitations import owners_of_address
from orgs.models import Application
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.matter_claims import claim_context
from workspace.desk.organization_forms import AcceptApplicationForm, DeclineApplicationForm
from workspace.desk.queue_url import next_url_from
from workspace.rendering import render_page
from workspace.run_service import run_service


@require_safe
@editor_required
def applications(request: WorkRequest) -> HttpResponse:
    """Show editors the applications of new organizations that wait for an answer (view; 404 for non-editors)."""
    return render_page(request, "desk/applications.html", "organizations", applications=Application.objects.waiting())


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def application(request: WorkRequest, application_id: int) -> HttpResponse:
    """Show editors an organization's application; a POST accepts or declines it (view; 404 for non-editors)."""
    asked = get_object_or_404(Application, pk=application_id)
    if request.method == "POST":
        return answer_application(request, asked)
    return application_page(
        request,
        asked,
        AcceptApplicationForm(initial={"name_en": asked.name, "name_km": asked.name}),
        DeclineApplicationForm(),
    )


def answer_application(request: WorkRequest, asked: Application) -> HttpResponse:
    """Accept or decline an organization's application by the posted form; redirect, or show the form's errors.

    From the queue the next thing in it follows.
    """
    is_yes = request.POST.get("answer") == "accept"
    form = AcceptApplicationForm(request.POST) if is_yes else DeclineApplicationForm(request.POST)
    if form.is_valid():
        service: Callable[..., Any] = accept if is_yes else decline
        success = _("The answer is on its way to %s.") % asked.email
        if run_service(request, lambda: service(asked, by=request.user, **form.cleaned_data), success, form=form):
            return redirect(next_url_from(request, APPLICATION, asked.pk) or "workspace:applications")
    accepting = form if is_yes else AcceptApplicationForm(initial={"name_en": asked.name, "name_km": asked.name})
    return application_page(request, asked, accepting, DeclineApplicationForm() if is_yes else form)


def application_page(request: WorkRequest, asked: Application, accepting: object, declining: object) -> HttpResponse:
    """Return the page of an organization's application, with forms to accept or decline it while it waits."""
    is_open = asked.state == Application.State.WAITING
    refusal = why_not(request.user, asked.organization_id, owners_of_address(asked.email))
    context = claim_context(request, APPLICATION, asked.pk, refusal)
    if is_open and not context["why_not"]:
        context |= {"accepting": accepting, "declining": declining}
    return render_page(request, "desk/application.html", "organizations", application=asked, is_open=is_open, **context)
