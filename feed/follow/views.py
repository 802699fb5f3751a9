"""The views of following by mail, without an account: ask, confirm, manage and leave."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from feed.follow import limits, links, services
from feed.follow.forms import AskForm, ChoicesForm
from feed.follow.subjects import requested_follow
from feed.models import Follow, Follower


@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show a form to follow something by mail; a POST records a confirmation mail and redirects; 404 if not public.

    The answer is the same for every address. Answers 404 for a subject that the public does not see.
    """
    subject = requested_follow(request.GET)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        # A program filled the hidden field: it gets the same answer, but nothing is done.
        if form.cleaned_data["nickname"]:
            return redirect("follow-asked")
        if not limits.is_connection_over_limit(request):
            _request_follow(request, form, subject)
            return redirect("follow-asked")
        form.add_error(None, _("Too many requests came from your connection. Please try again in an hour."))
    return render(request, "feed/follow/ask.html", {"form": form, "follow": subject})


def _request_follow(request: HttpRequest, form: AskForm, subject: Follow) -> None:
    email = form.cleaned_data["email"]
    if limits.may_write_to(email, request):
        services.request_follow(email, subject, form.cleaned_data["rhythm"], get_language() or "en")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Show the page that says that a confirmation mail is sent, after a request to follow (a view)."""
    return render(request, "feed/follow/asked.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button to confirm a follow by a mailed link; a POST confirms it; 404 for an invalid link.

    A button, because mail programs open links by themselves.
    """
    read = links.read_confirmation(token)
    if read and request.method == "POST" and (confirmed := services.confirm_follow(read[1])):
        if confirmed.is_first:
            return _redirect_to_manage(links.follower_token(confirmed.follower), "confirmed")
        # A used link must not open her choices: it may be in a browser's history, or in a mail that was passed on.
        return redirect(read[0].url)
    if read is None:
        return render(request, "feed/follow/old_link.html", status=404)
    return render(request, "feed/follow/confirm.html", {"follow": read[0]})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show a follower, known by a mailed link, the own follows; a POST changes or deletes them; 404 if invalid."""
    follower = confirmed_follower(token)
    form = ChoicesForm(
        request.POST if "rhythm" in request.POST else None,
        initial={"rhythm": follower.rhythm, "language": follower.language},
    )
    if request.method == "POST":
        if follow := request.POST.get("leave"):
            still = services.unfollow(follower, int(follow)) if is_id(follow) else True
            return _redirect_to_manage(token, "saved") if still else redirect("follow-left")
        if form.is_valid():
            services.change_preferences(follower, **form.cleaned_data)
            return _redirect_to_manage(token, "saved")
    follows = follower.follows.confirmed().visible().select_related("organization", "topic")
    context = {"form": form, "follows": follows, "token": token, "done": request.GET.get("done")}
    return render(request, "feed/follow/manage.html", context)


def _redirect_to_manage(token: str, done: str) -> HttpResponse:
    return redirect(f"{reverse('follow-manage', args=[token])}?done={done}")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Show a follower, known by a mailed link, the button to leave; a POST deletes the follower; 404 if forged.

    Her mail program posts here without opening the page first (RFC 8058), so the token in the address replaces CSRF's.
    """
    named = links.read_follower(token)
    if named is None:
        raise Http404
    if request.method == "POST":
        services.delete_follower(*named)
        return render(request, "feed/follow/left.html")
    return render(request, "feed/follow/leave.html")


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Show the page that says that a follower's address is deleted."""
    return render(request, "feed/follow/left.html")


def confirmed_follower(token: str) -> Follower:
    """Return the confirmed follower of a signed token. Raises Http404 if it is forged or the follower is gone."""
    named = links.read_follower(token)
    follower = Follower.objects.confirmed().filter(pk=named[0], key=named[1]).first() if named else None
    if follower is None:
        raise Http404
    return follower


def is_id(text: str) -> bool:
    """Return whether a text is a decimal number of at most 18 digits, fit for an id."""
    return text.isascii() and text.isdecimal() and len(text) < 19
