"""The pages by which somebody takes part without an account: ask, type the digits, or open the mailed link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.client_address import client_address
from discussions.devices import remember_device
from discussions.forms import DigitsForm, JoinForm, SubscribeForm, focus_first
from discussions.help_lines import help_for
from discussions.joining.limits import are_tries_spent, is_connection_over_limit
from discussions.joining.links import are_right, read_link
from discussions.models import Board, JoinRequest, Post
from discussions.services.joining import confirm, request_to_join, unconfirmed_participant
from discussions.visitors import is_known, readable_board, visitor_of


@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Show the form to join discussions by mail (participants go on); a POST records a mail; 404: unreadable board.

    It redirects to the page of the digits. The answer is the same for every address. ?board= is the slug of a board
    whose mails are to begin with it. One who takes part already is led to her own page.
    """
    visitor = visitor_of(request)
    board = readable_board(request.GET["board"], visitor) if request.GET.get("board") else None
    if is_known(visitor):
        return redirect(reverse("discussions:me") + (f"#id_board_{board.pk}" if board else ""))
    kind = SubscribeForm if board else JoinForm
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        # A program filled the hidden field: it gets the same answer, but nothing is done.
        if form.cleaned_data["nickname"]:
            # A key that nobody has: the page of the digits looks the same for it.
            return redirect("discussions:digits", key=JoinRequest().key)
        if not is_connection_over_limit(request):
            return redirect("discussions:digits", key=_ask(request, form, board).key)
        form.add_error(None, _("Too many requests came from your connection. Please try again in an hour."))
    return render(request, "discussions/join/join.html", {"form": form, "board": board})


def _ask(request: HttpRequest, form: JoinForm, board: Board | None) -> JoinRequest:
    language = get_language() or "en"
    participant = unconfirmed_participant(form.cleaned_data["email"], language)
    rhythm = form.cleaned_data.get("rhythm", "")
    return request_to_join(participant, client_address(request), language, board=board, rhythm=rhythm)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def digits(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form for the six mailed digits of a request to join; a POST with the right ones confirms it.

    She takes part from then on, and her device is known. An unknown key gets the same page: a program that filled the
    hidden field must not learn that nothing was done.
    """
    form = DigitsForm(request.POST if request.method == "POST" else None)
    asked = JoinRequest.objects.select_related("participant", "post__thread__board").filter(key=key).first()
    if request.method == "POST" and form.is_valid():
        # In this order: each try counts before the digits are compared.
        if asked is not None and not are_tries_spent(asked) and are_right(asked, form.cleaned_data["digits"]):
            return _let_in(request, asked)
        form.add_error(
            "digits", _("These are not the digits of the last mail, or they are too old. Open the link in the mail.")
        )
    has_post = asked is not None and asked.post_id is not None
    post = asked.post if asked else None
    # Whoever was typing sees it now: the mail may take its time.
    help = help_for(post.text, get_language() or "en") if post and post.is_urgent else None
    # Whom to call is read first.
    if help is None:
        focus_first(form)
    return render(request, "discussions/join/digits.html", {"form": form, "has_post": has_post, "help": help})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a mailed link's holder a button to join discussions; a POST confirms that; 404 for an old or forged link.

    A button, because mail programs open links by themselves.
    """
    asked = read_link(token)
    if asked is None:
        return render(request, "discussions/join/old_link.html", status=404)
    if request.method == "POST":
        return _let_in(request, asked)
    return render(request, "discussions/join/confirm.html", {"asked": asked, "post": asked.post})


def _let_in(request: HttpRequest, asked: JoinRequest) -> HttpResponse:
    """Let the owner of an address take part from this device, and lead her to what she came for."""
    participant = confirm(asked)
    if participant is None:
        return render(request, "discussions/join/old_link.html", status=404)
    response = redirect(_target(asked))
    remember_device(response, participant)
    if not participant.may_write:
        messages.error(request, _("An editor has blocked you: you can read, but not write."))
    elif asked.post is None:
        messages.success(request, _("You take part now. This device is known for 90 days."))
    elif asked.post.state == Post.State.UNCONFIRMED:
        messages.error(
            request,
            _("Your post was not sent: its place is closed, or its name is taken by now. You find its text here."),
        )
    elif asked.post.is_public:
        messages.success(request, _("Your post is public."))
    else:
        messages.success(request, _("Thank you. An editor reads your post first; you find it here meanwhile."))
    return response


def _target(asked: JoinRequest) -> str:
    if asked.post is not None:
        # confirm() has changed the row of the post.
        asked.post.refresh_from_db()
        return asked.post.url
    return reverse("discussions:board", args=[asked.board.slug]) if asked.board else reverse("discussions:me")
