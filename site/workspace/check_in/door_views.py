"""The views of check-in for people: the list at the door, and the page of one code. They need no script."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.attendance.check_in import Arrival
from events.models import Gathering, Registration
from events.models.registration import CODE_LENGTH
from orgs.guard.access_scopes import active_organizations
from workspace.check_in.lists import DoorList
from workspace.check_in.recording import check_in_one
from workspace.check_in.walk_in_form import WalkInForm
from workspace.decorators import WorkRequest, account_required
from workspace.rendering import render_page
from workspace.run_service import run_service


def own_gathering(request: WorkRequest, gathering_id: int) -> Gathering:
    """Return an event's registration (gathering) by id. Raises Http404 unless of an active organization of hers."""
    own = Gathering.objects.filter(organization__in=active_organizations(request.user))
    return get_object_or_404(own.select_related("organization"), pk=gathering_id)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def door(request: WorkRequest, gathering_id: int) -> HttpResponse:
    """Show a member the people expected and come to her event; a POST checks in, undoes or adds one; 404 for others."""
    gathering = own_gathering(request, gathering_id)
    # The page has other buttons that POST too: only "add" carries the fields of this form.
    form = WalkInForm(request.POST if "add" in request.POST else None)
    if request.method == "POST" and _act(request, gathering, form):
        return redirect("workspace:check-in", gathering.pk)
    searched = request.GET.get("q", "")
    listed = DoorList(gathering, searched)
    context = {"organization": gathering.organization, "door": listed, "form": form, "q": searched}
    return render_page(request, "check_in/door.html", "check-in", **context)


def _act(request: WorkRequest, gathering: Gathering, form: WalkInForm) -> bool:
    """Do what a POST without scripts asks for, and return whether it is done. Raises Http404 for what is no act.

    Who was deleted and who is on another list are answered alike: not on this list.
    """
    now = timezone.now()
    if "add" in request.POST:
        return form.is_valid() and run_service(
            request, lambda: form.add_to(gathering, request.user, now), _("Added, and here."), form=form
        )
    code = request.POST.get("here") or request.POST.get("undo") or ""
    if len(code) != CODE_LENGTH:
        raise Http404
    arrival = Arrival(code, now, is_undone="undo" in request.POST)
    # A refusal is shown as a message on the list, so the redirect is right in both cases.
    run_service(request, lambda: check_in_one(gathering, arrival, request.user))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def one_code(request: WorkRequest, code: str) -> HttpResponse:
    """Show a member the person with a check-in code at her organization's event; a POST checks in; 404 for non-members.

    A telephone that keeps the list answers this address itself.
    """
    own = Registration.objects.filter(gathering__organization__in=active_organizations(request.user))
    found = get_object_or_404(own.select_related("gathering__organization"), code=code)
    if request.method == "POST":
        run_service(request, lambda: check_in_one(found.gathering, Arrival(code, timezone.now()), request.user))
        return redirect("workspace:check-in", found.gathering_id)
    # By day: an event of several days has one check-in for each.
    came = found.check_ins.filter(day=timezone.localdate()).first()
    context = {"organization": found.gathering.organization, "found": found, "came": came}
    return render_page(request, "check_in/one_code.html", "check-in", **context)
