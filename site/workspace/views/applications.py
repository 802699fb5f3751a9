"""Organizations that ask to join, for editors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.refusal import Refusal
from home.onboarding import accept
from orgs.membership.applications import decline
from orgs.models import Application
from workspace.doors import WorkRequest, for_editors, show
from workspace.organization_forms import AcceptForm, DeclineForm


@require_safe
@for_editors
def applications(request: WorkRequest) -> HttpResponse:
    """Those that wait for an answer; no more than the form takes."""
    return show(request, "applications.html", "organizations", applications=Application.objects.waiting())


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def application(request: WorkRequest, application_id: int) -> HttpResponse:
    """One application; a POST takes the organization in, or declines with a reason."""
    asked = get_object_or_404(Application, pk=application_id)
    if request.method == "POST":
        return answer(request, asked)
    return page_with(request, asked, AcceptForm(initial={"name_en": asked.name, "name_km": asked.name}), DeclineForm())


def answer(request: WorkRequest, asked: Application) -> HttpResponse:
    is_yes = request.POST.get("answer") == "accept"
    form = AcceptForm(request.POST) if is_yes else DeclineForm(request.POST)
    if form.is_valid():
        try:
            (accept if is_yes else decline)(asked, by=request.user, **form.cleaned_data)  # type: ignore[operator]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answer is on its way to %s.") % asked.email)
            return redirect("workspace:applications")
    accepting = form if is_yes else AcceptForm(initial={"name_en": asked.name, "name_km": asked.name})
    return page_with(request, asked, accepting, DeclineForm() if is_yes else form)


def page_with(request: WorkRequest, asked: Application, accepting: object, declining: object) -> HttpResponse:
    is_open = asked.state == Application.State.WAITING
    forms = {"accepting": accepting, "declining": declining} if is_open else {}
    return show(request, "application.html", "organizations", application=asked, **forms)
