"""The common part of the short forms: a page is saved, autosaved while somebody types, and sent once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.refusal import Refusal
from khmer.typography import time_of_day
from moderation.models import Submission
from moderation.rules.memory import is_unseen_import
from moderation.rules.outcomes import sent_text
from moderation.rules.tiers import publishes_at_once
from moderation.timing.response_times import due_at
from orgs.guard.display_names import name_for
from orgs.guard.file_quota import nearly_full_text
from orgs.models import Organization
from orgs.pages.registry import WrittenPages
from orgs.pages.short_form import ShortPageForm, short_form_class
from orgs.permissions import may_write
from workspace.decorators import WorkRequest
from workspace.officer.drafts import draft_of_token, draft_version, save_and_submit, save_draft
from workspace.officer.unanswered_saves import remember_save, seen_version
from workspace.rendering import render_page

SUSPENDED = gettext_lazy("Your organization is suspended at the moment. Write to the editors to learn more.")
# Actions that save a draft and lead to a page about it, each named as that page's address.
LOOKED_AT = ("check", "preview")
# The action of Enter in a box: it saves a draft and leads back to its form.
KEPT = "keep"
REMEMBERED = ("topic", "place", "language")


def form_of(kind: WrittenPages) -> type[ShortPageForm]:
    """Return the short form class of a kind of page; asserts that the kind has one."""
    form = short_form_class(kind.model)
    assert form is not None, kind.name
    return form


def respond(request: WorkRequest, kind: WrittenPages, organization: Organization, page: Any = None) -> HttpResponse:
    """Show a short form; a POST saves, sends, autosaves or converts it to Unicode, refused if suspended."""
    if request.method != "POST":
        initial = {} if page else remembered_choices(request) | {"token": uuid4()}
        return form_page(request, kind, form_of(kind)(organization=organization, page=page, initial=initial), page)
    sending = request.POST.get("action") == "send"
    form = form_of(kind)(request.POST, request.FILES, organization=organization, page=page, sending=sending)
    # Before may_write: the answer to a script is JSON, and says the same.
    if request.POST.get("action") == "autosave":
        return autosave(request, kind, form, page)
    if not may_write(request.user, organization):
        messages.error(request, SUSPENDED)
    elif (told := form.change(request.POST.get("action", ""), request.user)) is not None:
        return changed_form(request, kind, form, page, told)
    elif form.is_valid():
        return save_and_redirect(request, kind, form, page)
    else:
        form.keep_upload(request.user)
    return form_page(request, kind, form, page)


def changed_form(request: WorkRequest, kind: WrittenPages, form: ShortPageForm, page: Any, told: str) -> HttpResponse:
    """Show a form whose data a button has changed, with what to tell; answer a script that sent a file in JSON."""
    if form.proposed is not None and is_by_script(request):
        wrong = [str(text) for name in form.uploads for text in form.errors.get(name, ())]
        return JsonResponse({"said": told or " ".join(wrong), **form.proposed}, status=422 if wrong else 200)
    if told:
        messages.info(request, told)
    return form_page(request, kind, form, page)


def save_and_redirect(request: WorkRequest, kind: WrittenPages, form: ShortPageForm, page: Any) -> HttpResponse:
    """Save a valid short form as a draft, send it if asked, and redirect; after a refusal show the form again."""
    sent = already_sent(form, request.user, page)
    if sent and not form.has_same_content(sent):
        # With a new token the next tap makes a new page, instead of changing the one that was sent.
        form.put("token", str(uuid4()))
        told = _("Your earlier text was sent. To send this text as a new page, tap again.")
        return show_refusal(request, kind, form, page, Refusal(told, code="already_sent"))
    saved, refusal = (sent, None) if sent else save_or_submit(form, request.user, page, seen_version(request))
    if saved:
        remember_save(request, draft_version(saved))
    # A second tap while the first was still being sent is refused, but that is not shown as a refusal.
    sent = already_sent(form, request.user, page) if refusal and form.sending else sent
    if refusal and not (sent and form.has_same_content(sent)):
        return show_refusal(request, kind, form, page, refusal, saved)
    remember_choices(request, form.cleaned_data)
    if (looked_at := request.POST.get("action")) in LOOKED_AT:
        return redirect_or_json(request, reverse(f"workspace:{looked_at}", args=[(saved or sent).pk]))
    if request.POST.get("action") == KEPT and not sent:
        messages.success(request, _("Saved as a draft."))
        return redirect_or_json(request, reverse(f"workspace:edit-{kind.name}", args=[saved.pk]))
    last = latest_submission(saved or sent) if form.sending or sent else None
    messages.success(request, sent_text(last, request.user) if last else _("Saved as a draft."))
    return redirect_or_json(request, reverse("workspace:home"))


def save_or_submit(form: ShortPageForm, user: Any, page: Any, seen: str) -> tuple[Any, Refusal | None]:
    """Save a short form's draft and send it if asked; return the page (None if not saved) and any Refusal."""
    content = (form.model, form.organization, user, form.cleaned_data, page)
    try:
        return save_and_submit(*content, seen=seen) if form.sending else (save_draft(*content, seen=seen), None)
    except Refusal as refusal:
        return None, refusal


def show_refusal(
    request: WorkRequest, kind: WrittenPages, form: ShortPageForm, page: Any, refusal: Refusal, saved: Any = None
) -> HttpResponse:
    """Return the short form, or redirect to a page to mend it, with the reason why it was not saved or sent."""
    if saved is None and refusal.code == "edited_elsewhere":
        form.keep_upload(request.user)
        newer = page or draft_of_token(form.model, form.organization, request.user, form.cleaned_data["token"])
        return form_page(request, kind, form, page, newer=newer_version(request, newer))
    if saved is None:
        messages.error(request, str(refusal))
        return form_page(request, kind, form, page)
    # It was saved: she continues on the page of the draft, where a reload sends nothing again.
    messages.error(request, f"{refusal} {_('It is saved as a draft.')}")
    name = "pictures" if refusal.code == "questions_open" else f"edit-{kind.name}"
    return redirect_or_json(request, reverse(f"workspace:{name}", args=[saved.pk]))


def autosave(request: WorkRequest, kind: WrittenPages, form: ShortPageForm, page: Any) -> HttpResponse:
    """Save a short form's valid fields as a draft, answer in JSON; 409 if refused or sent already, 422 if invalid.

    A field that is refused keeps nothing else from being saved, and the answer says which; the script does not send a
    photo again that has arrived once.
    """
    if not may_write(request.user, form.organization):
        return JsonResponse({"said": SUSPENDED}, status=422)
    # is_valid() also fills `errors`, which the answer below names.
    good = form if form.is_valid() else without_refused(form, request.user, page)
    if good is None:
        return refused_autosave(request, form, why_not_kept(form), 422)
    if already_sent(good, request.user, page):
        return JsonResponse({"said": _("It was sent already.")}, status=409)
    try:
        content = (form.model, form.organization, request.user, good.cleaned_data, page)
        saved = save_draft(*content, seen=seen_version(request), is_autosave=True)
    except Refusal as refusal:
        return refused_autosave(request, good, str(refusal), 409)
    remember_save(request, draft_version(saved))
    time = time_of_day(timezone.localtime(), get_language() or "en")
    said = _("Saved %(time)s") % {"time": time}
    return JsonResponse(
        {
            "said": f"{said}. {why_not_kept(form)}" if form.errors else said,
            "address": reverse(f"workspace:edit-{kind.name}", args=[saved.pk]),
            **form.kept_files(saved),
            "version": draft_version(saved),
            "refused": sorted(form.errors),
        }
    )


def without_refused(form: ShortPageForm, user: Any, page: Any) -> ShortPageForm | None:
    """Return the form with the stored draft's values in its invalid fields; None if still not valid."""
    made = page or draft_of_token(form.model, form.organization, user, form.cleaned_data.get("token"))
    return form.without_refused(made.get_latest_revision_as_object() if made else None)


def refused_autosave(request: WorkRequest, form: ShortPageForm, said: str, status: int) -> JsonResponse:
    """Return JSON with the reason why a draft was not autosaved; a valid uploaded file is stored anyway."""
    kept = {}
    # Otherwise a large file would be uploaded again with each autosave on a slow line.
    if any(form.cleaned_data.get(name) for name in form.uploads):
        form.keep_upload(request.user)
        kept = {hidden: form.data.get(hidden, "") for hidden in form.uploads.values()}
    return JsonResponse({"said": said, "refused": sorted(form.errors)} | kept, status=status)


def why_not_kept(form: ShortPageForm) -> str:
    """Return a message that names each invalid field of a form with its errors."""
    problems = [f"“{form.fields[name].label}” {' '.join(map(str, told))}" for name, told in form.errors.items()]
    return _("Not saved yet: %(problems)s") % {"problems": " ".join(problems)}


def already_sent(form: ShortPageForm, user: Any, page: Any) -> Any:
    """Return the page as this same form has already sent it for review; None if it was not sent.

    Also where the answer to that was lost. A page that she edits was sent by this form only if it waits with the same
    words.
    """
    earlier = page or draft_of_token(form.model, form.organization, user, form.cleaned_data["token"])
    last = latest_submission(earlier) if earlier else None
    if last is None or last.state not in (Submission.State.WAITING, Submission.State.APPROVED) or not last.revision:
        return None
    # As it was sent, and not as it is: an editor may have changed the page after she sent it.
    sent = last.revision.as_object()
    return sent if page is None or (last.is_waiting and form.has_same_content(sent)) else None


def latest_submission(page: Any) -> Submission | None:
    """Return the latest submission of a page; None if it was never sent."""
    return Submission.objects.filter(page=page.pk).order_by("pk").last()


def redirect_or_json(request: HttpRequest, address: str) -> HttpResponse:
    """Return a redirect to an address; for a request by a script, JSON with the address instead.

    A script would follow a redirect itself, and the messages would be used up on that answer.
    """
    return JsonResponse({"to": address}) if is_by_script(request) else redirect(address)


def is_by_script(request: HttpRequest) -> bool:
    """Return whether a script of the form asks, which takes JSON."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def newer_version(request: WorkRequest, page: Any) -> dict[str, Any]:
    """Return the template context about a page's newest draft: who saved it, when, and its version."""
    row = Page.objects.select_related("latest_revision__user").get(pk=page.pk)
    revision = row.latest_revision
    person = revision.user if revision else None
    return {
        "page": row,
        "version": draft_version(row),
        "by": name_for(request.user, person) if person else "",
        "saved_at": row.latest_revision_created_at,
    }


def form_page(
    request: WorkRequest, kind: WrittenPages, form: ShortPageForm, page: Any, newer: dict[str, Any] | None = None
) -> HttpResponse:
    """Return the page that shows a short form, with its draft version, due time and storage warning.

    So nothing newer is saved over later.
    """
    context = {
        "form": form,
        "page": page,
        "newer": newer,
        # A form that was sent keeps the version that its author saw, so that her next tap is judged by it.
        "version": request.POST.get("version", "") if form.is_bound else draft_version(page) if page else "",
        "organization": form.organization,
        "due": due_at(form.organization, kind.model.page_kind.name, timezone.now()),
        "short_form": kind.short_form,
        "kind_name": kind.name,
        "nearly_full": nearly_full_text(form.organization),
        "is_public_at_once": publishes_at_once(form.organization, request.user)
        and not (page and is_unseen_import(page)),
    }
    return render_page(request, "officer/short_form.html", "" if page else f"new-{kind.name}", **context)


def remembered_choices(request: WorkRequest) -> dict[str, Any]:
    """Return the initial topic, place and language of a new page, from the session's last post."""
    # The session's values come last: they win over the language of her account.
    return {"language": request.user.language} | request.session.get("post", {})


def remember_choices(request: WorkRequest, content: dict[str, Any]) -> None:
    """Store the topic, place and language of a saved page in the session, to begin the next new page with."""
    chosen = {name: content[name] for name in REMEMBERED}
    # Slugs, because a session stores JSON and no model.
    request.session["post"] = {name: getattr(value, "slug", value) for name, value in chosen.items()}
