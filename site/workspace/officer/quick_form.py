"""What the short forms have in common: a piece is kept, saved while it is typed, and sent once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.refusal import Refusal
from khmer.typography import time_of_day
from moderation.models import Submission
from moderation.services import submit
from moderation.timing.response_times import due_at
from orgs.models import Organization
from orgs.permissions import may_write
from workspace.decorators import WorkRequest
from workspace.officer.content_forms import ContentForm
from workspace.officer.drafts import begun, rewrite_piece, version_of, write_piece
from workspace.rendering import render_page

REMEMBERED = ("topic", "place", "language")


@dataclass(frozen=True)
class Short:
    """One short form: its template, and the name of the view that edits what it made."""

    form: type[ContentForm]
    template: str
    section: str
    edit: str


def answer(request: WorkRequest, short: Short, organization: Organization, page: Any = None) -> HttpResponse:
    """The form; or what became of it."""
    if request.method != "POST":
        initial = {} if page else remembered(request) | {"token": uuid4()}
        return page_with(request, short, short.form(organization=organization, page=page, initial=initial), page)
    sending = request.POST.get("action") == "send"
    form = short.form(request.POST, request.FILES, organization=organization, page=page, sending=sending)
    if request.POST.get("action") == "autosave":
        return autosave(request, short, form, page)
    if not may_write(request.user, organization):
        messages.error(request, _("Your organization is suspended at the moment. Write to the editors to learn more."))
    elif form.is_valid():
        return keep(request, short, form, page)
    else:
        form.keep_upload(request.user)
    return page_with(request, short, form, page)


def keep(request: WorkRequest, short: Short, form: ContentForm, page: Any) -> HttpResponse:
    """Save the draft; then send it, if that was asked for. A refusal to send leaves the draft."""
    sent, saved = sent_of(form, request.user, page), None
    if sent and not form.has_same_content(sent):
        form.put("token", str(uuid4()))
        said = _("What you sent before is in good hands. To send this text as a new one, tap again.")
        return tell_refusal(request, short, form, page, Refusal(said, code="already_sent"))
    # One transaction: nothing that was saved while she typed comes between keeping and sending.
    with transaction.atomic():
        try:
            saved = sent or save(request.user, form, page)
            if form.sending and not sent:
                submit(saved, request.user)
        except Refusal as refusal:
            # A second tap that came while the first was still being sent.
            sent = sent_of(form, request.user, page) if form.sending else None
            if not (sent and form.has_same_content(sent)):
                return tell_refusal(request, short, form, page, refusal, saved)
    remember(request, form.cleaned_data)
    if request.POST.get("action") == "check":
        return go(request, reverse("workspace:check", args=[(saved or sent).pk]))
    said = _("Sent for review. You will get a mail when an editor has answered.")
    messages.success(request, said if form.sending or sent else _("Kept as a draft."))
    return go(request, reverse("workspace:home"))


def tell_refusal(
    request: WorkRequest, short: Short, form: ContentForm, page: Any, refusal: Refusal, saved: Any = None
) -> HttpResponse:
    messages.error(request, str(refusal))
    if saved is None:
        return page_with(request, short, form, page)
    return go(request, reverse(short.edit, args=[saved.pk]))


def autosave(request: WorkRequest, short: Short, form: ContentForm, page: Any) -> HttpResponse:
    """Save a draft while she types, for a script; what was sent already is let alone."""
    if not may_write(request.user, form.organization) or not form.is_valid():
        return JsonResponse({}, status=422)
    if sent_of(form, request.user, page):
        return JsonResponse({"said": _("It was sent already.")}, status=409)
    try:
        saved = save(request.user, form, page, seen=request.POST.get("version", ""), quietly=True)
    except Refusal as refusal:
        return JsonResponse({"said": str(refusal)}, status=409)
    time = time_of_day(timezone.localtime(), get_language() or "en")
    return JsonResponse(
        {
            "said": _("Saved %(time)s") % {"time": time},
            "address": reverse(short.edit, args=[saved.pk]),
            "photo": saved.image_id or "",
            "version": version_of(saved),
        }
    )


def save(user: Any, form: ContentForm, page: Any, **how: Any) -> Any:
    page = page or begun(form.model, form.organization, user, form.cleaned_data["token"])
    if page and (form.fields["language"].disabled or page.locale.language_code == form.cleaned_data["language"]):
        return rewrite_piece(page, user, form.cleaned_data, **how)
    return write_piece(form.model, form.organization, user, form.cleaned_data)


def sent_of(form: ContentForm, user: Any, page: Any) -> Any:
    """What this very form has sent already, by an earlier tap or before its answer was lost; else None.

    A page that she edits was sent by this form only if it waits with the same words.
    """
    earlier = page or begun(form.model, form.organization, user, form.cleaned_data["token"])
    last = Submission.objects.filter(page=earlier.pk).order_by("pk").last() if earlier else None
    if last is None or last.state not in (Submission.State.WAITING, Submission.State.APPROVED) or not last.revision:
        return None
    sent = last.revision.as_object()
    return sent if page is None or (last.is_waiting and form.has_same_content(sent)) else None


def go(request: HttpRequest, address: str) -> HttpResponse:
    """On to another page. A script is told where: an answer that redirects would spend the messages on it."""
    by_script = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    return JsonResponse({"to": address}) if by_script else redirect(address)


def page_with(request: WorkRequest, short: Short, form: ContentForm, page: Any) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "version": version_of(page) if page else "",
        "organization": form.organization,
        "due": due_at(form.organization, form.model.page_kind.name, timezone.now()),
    }
    return render_page(request, short.template, "" if page else short.section, **context)


def remembered(request: WorkRequest) -> dict[str, Any]:
    """Topic, province and language of her last post: most posts of a person are alike."""
    return {"language": request.user.language} | request.session.get("post", {})


def remember(request: WorkRequest, content: dict[str, Any]) -> None:
    chosen = {name: content[name] for name in REMEMBERED}
    request.session["post"] = {name: getattr(value, "slug", value) for name, value in chosen.items()}
