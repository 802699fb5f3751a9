"""The boards of an organization or of the portal: create, close and open them; invite people, and take it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from discussions.models import Board, Thread
from discussions.services.running_boards import (
    create_board,
    invite,
    may_create_board,
    set_board_closed,
    set_thread_closed,
    take_back_invitation,
)
from orgs.models import Organization
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required, editor_required
from workspace.organization.board_form import BoardForm
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

THREADS_A_PAGE = 50
# What is done with the address in the form of a private board.
INVITING = ("invite", "uninvite")
# The view of the form, by the view of the boards.
NEW = {"boards": "workspace:new-board", "portal-boards": "workspace:new-portal-board"}


class InviteForm(forms.Form):
    """The form by which an officer invites the owner of an address to a private board."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def boards(request: WorkRequest) -> HttpResponse:
    """Show a member her organization's boards; a POST closes, opens or invites to one; 404 for non-members (view)."""
    return _boards_of(request, _own_organization(request), "boards")


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def portal_boards(request: WorkRequest) -> HttpResponse:
    """Show an editor the portal's own boards; a POST closes, opens or invites to one; 404 for non-editors (view)."""
    return _boards_of(request, Organization.objects.programme(), "portal-boards")


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def new_board(request: WorkRequest) -> HttpResponse:
    """Show a manager the form of a new discussion board; a POST creates it; 404 for non-managers (view)."""
    return _new_board_of(request, _own_organization(request), "boards")


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def new_portal_board(request: WorkRequest) -> HttpResponse:
    """Show an editor the form of a new discussion board of the portal; a POST creates it; 404 for non-editors."""
    return _new_board_of(request, Organization.objects.programme(), "portal-boards")


def _own_organization(request: WorkRequest) -> Organization:
    """Return the organization for which a member works now. Raises Http404 for who is no member."""
    organization = current_organization(request)
    if organization is None:
        raise Http404
    return organization


def _boards_of(request: WorkRequest, organization: Organization, name: str) -> HttpResponse:
    """Show the boards of an organization, or do what was chosen there; `name` is that of the view."""
    own = list(Board.objects.of(organization).select_related("organization"))
    forms_by_board = {board.pk: _invite_form(request, board) for board in own}
    if request.method == "POST" and _act(request, own, forms_by_board):
        return redirect(f"workspace:{name}")
    # A thread without public posts is seen by nobody but editors, so members do not close it.
    threads = Thread.objects.filter(board__in=own, public_posts__gt=0).select_related("board")
    rows = [{"board": board, "form": forms_by_board[board.pk]} for board in own]
    context: dict[str, Any] = {"organization": organization, "rows": rows}
    # Where the summary of errors finds them.
    context["forms"] = list(forms_by_board.values())
    context["threads"] = listed(request, threads.order_by("-last_post_at", "-pk"), THREADS_A_PAGE)
    context["new_url"] = NEW[name] if may_create_board(request.user, organization) else ""
    return render_page(request, "organization/boards.html", name, **context)


def _new_board_of(request: WorkRequest, organization: Organization, name: str) -> HttpResponse:
    """Show the form of a new board of an organization, or create it; `name` is that of the view of its boards."""
    if not may_create_board(request.user, organization):
        raise Http404
    form = BoardForm(request.POST if request.method == "POST" else None, instance=Board(organization=organization))
    if request.method == "POST" and form.is_valid():
        service = partial(create_board, form.instance, request.user)
        if run_service(request, service, _("The board is created."), form=form):
            return redirect(f"workspace:{name}")
    context = {"organization": organization, "form": form, "back_url": f"workspace:{name}"}
    return render_page(request, "organization/new_board.html", name, **context)


def _invite_form(request: WorkRequest, board: Board) -> InviteForm:
    """Return the form to invite to a board, with what was typed for this one; its ids are unique on the page."""
    # Both values: each board has this form, and only one of them was sent.
    is_typed = request.POST.get("act") in INVITING and request.POST.get("id") == str(board.pk)
    return InviteForm(request.POST if is_typed else None, auto_id=f"id_{board.pk}_%s")


def _act(request: WorkRequest, own: list[Board], forms_by_board: dict[int, InviteForm]) -> bool:
    """Do what was chosen, and return whether it is done. Raises Http404 for what is not her organization's."""
    act, number = request.POST.get("act", ""), request.POST.get("id", "")
    # 0 is the id of no row. Longer numbers are no ids of any database.
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
    if act in INVITING:
        form = forms_by_board[board.pk]
        if not form.is_valid():
            return False
        if act == "uninvite":
            service = partial(take_back_invitation, board, form.cleaned_data["email"], request.user)
            return run_service(request, service, _("This address is not invited any more."), form=form, field="email")
        service = partial(invite, board, form.cleaned_data["email"], request.user, request.user.language)
        return run_service(request, service, _("The invitation is on its way."), form=form, field="email")
    service = partial(set_board_closed, board, request.user, is_closed=act == "close-board")
    return run_service(request, service, _("Saved"))
