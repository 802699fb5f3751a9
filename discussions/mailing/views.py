"""The pages to which links in mails lead: choose how often mails come, and leave. Nobody needs to sign in for them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from discussions.mailing.forms import MailChoiceForm
from discussions.mailing.links import read_subscription
from discussions.models import Participant, Subscription
from discussions.services.bounces import resume_mails
from discussions.services.mail_choice import choose_rhythm, end_mails


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: HttpRequest, token: str) -> HttpResponse:
    """Show a mailed link's holder how often a board's mails come; a POST changes that and redirects; else 404.

    Answers 404 for a forged link, and for a participant who left.
    """
    subscription = _named_by(token)
    participant = subscription.participant
    # "resume" is another button of the same page, and has no rhythm.
    form = MailChoiceForm(request.POST if "rhythm" in request.POST else None, initial={"rhythm": subscription.rhythm})
    if request.method == "POST":
        if "resume" in request.POST:
            resume_mails(participant)
            return redirect(reverse("discussions:mail-choice", args=[token]) + "?done=resumed")
        if form.is_valid():
            choose_rhythm(subscription, form.cleaned_data["rhythm"])
            return redirect(reverse("discussions:mail-choice", args=[token]) + "?done=saved")
    context = {
        "form": form,
        "board": subscription.board,
        "token": token,
        "is_paused": participant.state == Participant.State.PAUSED,
        "done": request.GET.get("done"),
    }
    return render(request, "discussions/by_mail/choice.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the holder of a mailed link whether to unsubscribe from a board's mails; a POST does it; 404 if forged.

    A GET changes nothing, for programs open the links of mails by themselves. Her mail program posts here without
    opening the page first (RFC 8058), so the token in the address replaces CSRF's.
    """
    subscription = _named_by(token)
    if request.method == "POST":
        end_mails(subscription)
    context = {"board": subscription.board, "token": token, "has_left": request.method == "POST"}
    return render(request, "discussions/by_mail/leave.html", context)


def _named_by(token: str) -> Subscription:
    """Return the subscription that a token names. Raises Http404 for a forged token, and once she left."""
    subscription = read_subscription(token)
    if subscription is None:
        raise Http404
    return subscription
