"""The visitor of a request: who she is, by her account or by her device, and what is shown to her alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from discussions.devices import participant_of
from discussions.models import Board, Participant, Thread
from discussions.rules.permissions import Visitor, can_read, can_see_thread


def visitor_of(request: HttpRequest) -> Visitor:
    """Return the Visitor of a request: the signed-in account with its participant, else that of the device's cookie."""
    if request.user.is_authenticated:
        # The account wins over the cookie: on a shared telephone the device may be another person's.
        return Visitor(Participant.objects.filter(user=request.user).first(), request.user)
    return Visitor(participant_of(request), request.user)


def is_known(visitor: Visitor) -> bool:
    """Return whether a visitor is a participant or is signed in with an account."""
    return visitor.participant is not None or visitor.user.is_authenticated


def readable_board(slug: str, visitor: Visitor) -> Board:
    """Return the board with this slug. Raises Http404 if there is none or the visitor may not read it."""
    board = Board.objects.select_related("organization").filter(slug=slug).first()
    if board is None or not can_read(board, visitor):
        raise Http404
    return board


def readable_thread(board_slug: str, number: int, visitor: Visitor) -> Thread:
    """Return a thread by board and number. Raises Http404 if there is none or the visitor may not read it."""
    threads = Thread.objects.select_related("board__organization")
    thread = threads.filter(board__slug=board_slug, number=number).first() if is_small(number) else None
    if thread is None or not can_read(thread.board, visitor) or not can_see_thread(thread, visitor):
        raise Http404
    return thread


def is_small(number: int) -> bool:
    """Return whether a number from an address is from 1 to 2**31 - 1, so that every database can take it."""
    return 0 < number < 2**31


def show_page(request: HttpRequest, template: str, visitor: Visitor, context: dict[str, object]) -> HttpResponse:
    """Return a rendered template of discussions as a response; not cached for a participant or account."""
    response = render(request, f"discussions/{template}.html", {"visitor": visitor, **context})
    if is_known(visitor):
        # Strangers get the same page, which the page cache keeps.
        response.headers["Cache-Control"] = "private, no-store"
    return response
