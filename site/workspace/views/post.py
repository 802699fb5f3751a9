"""Posting an update in two minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import UpdatePage
from moderation.policy import due_at
from moderation.services import Refused, submit
from orgs.models import Organization
from orgs.permissions import may_write
from workspace.acting import acting_for
from workspace.doors import WorkRequest, at_work, own_page, show
from workspace.forms import PostForm
from workspace.writing import rewrite_update, write_update

REMEMBERED = ("topic", "place", "language")


@at_work
def post(request: WorkRequest) -> HttpResponse:
    """A new update of the organization for which she works just now."""
    organization = acting_for(request)
    if organization is None:
        raise Http404
    return answer(request, organization)


@at_work
def edit(request: WorkRequest, page_id: int) -> HttpResponse:
    """The newest draft of an update."""
    page = own_page(request.user, page_id)
    if not isinstance(page, UpdatePage):
        raise Http404
    return answer(request, page.organization, page.get_latest_revision_as_object())


def answer(request: WorkRequest, organization: Organization, page: UpdatePage | None = None) -> HttpResponse:
    if request.method != "POST":
        initial = {} if page else remembered(request)
        return page_with(request, PostForm(organization=organization, page=page, initial=initial), page)
    sending = request.POST.get("action") == "send"
    form = PostForm(request.POST, request.FILES, organization=organization, page=page, sending=sending)
    if not may_write(request.user, organization):
        messages.error(request, _("Your organization is suspended at the moment. Write to the editors to learn more."))
    elif form.is_valid():
        return keep(request, form, page, sending)
    else:
        form.keep_what_was_uploaded(request.user)
    return page_with(request, form, page)


def keep(request: WorkRequest, form: PostForm, page: UpdatePage | None, sending: bool) -> HttpResponse:
    """Save the draft; then send it, if that was asked for. A refusal to send leaves the draft."""
    user, content = request.user, form.cleaned_data
    try:
        saved = rewrite_update(page, user, content) if page else write_update(form.organization, user, content)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return page_with(request, form, page)
    remember(request, content)
    if request.POST.get("action") == "check":
        return redirect("workspace:check", saved.pk)
    if not sending:
        messages.success(request, _("Kept as a draft."))
        return redirect("workspace:home")
    try:
        submit(saved, user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workspace:edit", saved.pk)
    messages.success(request, _("Sent for review. You will get a mail when an editor has answered."))
    return redirect("workspace:home")


def page_with(request: WorkRequest, form: PostForm, page: UpdatePage | None) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "organization": form.organization,
        "due": due_at(form.organization, UpdatePage.entry_type, timezone.now()),
    }
    return show(request, "post.html", "" if page else "post", **context)


def remembered(request: WorkRequest) -> dict[str, Any]:
    """Topic, province and language of her last post: most posts of a person are alike."""
    return {"language": request.user.language} | request.session.get("post", {})


def remember(request: WorkRequest, content: dict[str, Any]) -> None:
    chosen = {name: content[name] for name in REMEMBERED}
    request.session["post"] = {name: getattr(value, "slug", value) for name, value in chosen.items()}
