"""The boards of an organization, for its officers: close and open, and invite to private ones."""

from __future__ import annotations

from functools import partial

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from discussions.models import Board, Thread
from discussions.services.running_boards import invite, set_board_closed, set_thread_closed
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

THREADS_A_PAGE = 50


class InviteForm(forms.Form):
    """The form by which an officer invites the owner of an address to a private board."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def boards(request: WorkRequest) -> HttpResponse:
    """Show a member the boards of her current organization, and do what she chose there; others get 404."""
    organization = current_organization(request)
    if organization is None:
        raise Http404
    own = list(Board.objects.of(organization).select_related("organization"))
    form = InviteForm(request.POST if request.POST.get("act") == "invite" else None)
    if request.method == "POST" and _act(request, own, form):
        return redirect("workspace:boards")
    threads = Thread.objects.filter(board__in=own, public_posts__gt=0).select_related("board")
    context = {"organization": organization, "boards": own, "form": form}
    context["threads"] = listed(request, threads.order_by("-last_post_at", "-pk"), THREADS_A_PAGE)
    return render_page(request, "organization/boards.html", "boards", **context)


def _act(request: WorkRequest, own: list[Board], form: InviteForm) -> bool:
    """Do what was chosen, and return whether it is done. Raises Http404 for what is not her organization's."""
    act, number = request.POST.get("act", ""), request.POST.get("id", "")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    if act in ("close-thread", "open-thread"):
        thread = Thread.objects.select_related("board__organization").filter(board__in=own, pk=pk).first()
        if thread is None:
            raise Http404
        is_closed = act == "close-thread"
        return run_service(request, partial(set_thread_closed, thread, request.user, is_closed=is_closed), _("Saved"))
    board = next((each for each in own if each.pk == pk), None)
    if board is None:
        raise Http404
    if act == "invite":
        if not form.is_valid():
            return False
        service = partial(invite, board, form.cleaned_data["email"], request.user, request.user.language)
        return run_service(request, service, _("The invitation is on its way."), form=form, field="email")
    service = partial(set_board_closed, board, request.user, is_closed=act == "close-board")
    return run_service(request, service, _("Saved"))
