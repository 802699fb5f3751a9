"""The officer's views: her organization's pages with their states, and the actions on them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from wagtail_localize.models import Translation

from moderation.models import Submission
from moderation.rules.permissions import may_withdraw, needs_reason_to_withdraw
from moderation.rules.tiers import lacks_second_factor, publishes_at_once
from moderation.services import public_in_other_language, take_back, withdraw
from moderation.statistics.decision_times import turnaround
from orgs.guard.file_quota import nearly_full_text
from orgs.models import OrgContentPage
from orgs.pages.registry import page_kinds
from orgs.permissions import (
    is_editor,
    is_member,
    may_see_draft,
    may_translate,
    memberships,
    translator_memberships,
)
from translations.services import begin
from translations.together import is_unsent
from workspace.current_organization import current_organization, set_current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.notes.conversation import conversation_on
from workspace.officer.content_items import (
    ContentItem,
    content_item,
    content_items,
    other_locale,
    published,
    unfinished,
    with_reach,
)
from workspace.officer.editing_url import editing_url
from workspace.officer.first_steps import first_steps
from workspace.officer.forms import WithdrawForm
from workspace.officer.sending import submit_and_return
from workspace.pages import own_page, page_to_translate, sendable_page, translated_page, visible_page
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

PUBLISHED_ON_A_PAGE = 20
UNFINISHED_ON_A_PAGE = 50


def without_organization(request: WorkRequest) -> HttpResponse:
    """Redirect a translator to her list and an editor to the queue; tell others that they work for no organization."""
    if translator_memberships(request.user):
        return redirect("workspace:to-translate")
    if is_editor(request.user):
        return redirect("workspace:queue")
    return render_page(request, "officer/no_organization.html")


@require_safe
@account_required
def home(request: WorkRequest) -> HttpResponse:
    """Show a member her current organization's pages by state; an editor without one goes to the queue (view)."""
    organization = current_organization(request)
    if organization is None:
        return without_organization(request)
    unfinished_page = listed(request, unfinished(organization), UNFINISHED_ON_A_PAGE, "unfinished")
    published_page = listed(request, published(organization), PUBLISHED_ON_A_PAGE)
    # Both lists at once, for they take the same queries; a page with a newer draft is in both.
    items = iter(content_items([*unfinished_page, *published_page]))
    open_items, public_items = [next(items) for _page in unfinished_page], list(items)
    context = {
        "organization": organization,
        "first_steps": first_steps(organization, request.user),
        "organizations": [membership.organization for membership in memberships(request.user)],
        "returned": in_states(open_items, "corrected", "returned", "refused"),
        "waiting": in_states(open_items, "waiting"),
        "drafts": in_states(open_items, "draft", "scheduled", "withdrawn"),
        "unfinished": unfinished_page,
        "published": with_reach(public_items),
        "listed": published_page,
        "turnaround": turnaround(organization),
        "new_page_links": new_page_links(),
        "is_public_at_once": publishes_at_once(organization, request.user),
        "lacks_second_factor": lacks_second_factor(organization, request.user),
        "nearly_full": nearly_full_text(organization),
    }
    return render_page(request, "officer/home.html", "home", **context)


def new_page_links() -> list[dict[str, Any]]:
    """Return {"url", "label", "icon"} of the forms for new pages, one for each kind with a short form."""
    forms = {reverse(f"workspace:new-{kind.name}"): kind.short_form for kind in page_kinds().short_forms}
    return [{"url": url, "label": form.button, "icon": form.icon} for url, form in forms.items()]


def in_states(items: list[ContentItem], *states: str) -> list[ContentItem]:
    """Return those content items whose state is one of the given states."""
    return [item for item in items if item.state in states]


@require_POST
@account_required
def choose_organization(request: WorkRequest) -> HttpResponse:
    """Store in the session which organization a member works for (POST), and redirect; 404 for non-members."""
    if not set_current_organization(request, request.POST.get("organization", "")):
        raise Http404
    return redirect("workspace:home")


@require_safe
@account_required
def one_content_item(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a member one of her organization's pages; editors who may see it go to the full editor; else 404 (view).

    An editor who sent it is redirected to the full editor, and a translator to its sentences.
    """
    page = translated_page(request.user, page_id)
    if not may_see_draft(request.user, page):
        return redirect("workspace:translation", page.pk)
    # An editor who sent it is no member, and works in the full editor.
    if not is_member(request.user, page.organization_id):
        return redirect("wagtailadmin_pages:edit", page.pk)
    (item,) = with_reach([content_item(page)])
    context = {
        "organization": page.organization,
        "item": item,
        "may_send_both": bool(item.translation) and is_unsent(page) and is_unsent(item.translation),
        "is_public_at_once": publishes_at_once(page.organization, request.user),
        "talk": conversation_on(item.submission, request.user) if item.submission else None,
    }
    return render_page(request, "officer/content_item.html", "home", **context)


def sees_newest(user: Any, page: OrgContentPage) -> bool:
    """Return whether a person sees the newest draft of a public page: member, editor, translator into its language."""
    return may_see_draft(user, page) or may_translate(user, page.organization_id, page.locale.language_code)


@require_GET
@account_required
def preview(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a page's newest draft as the public would see it; 404 for users who may not see its drafts (view)."""
    page = translated_page(request.user, page_id)
    shown = {}
    # A translator sees the draft that she writes, and of the original what is public.
    if not page.live or sees_newest(request.user, page):
        # What is public as it is, is no draft.
        if not page.live or page.has_unpublished_changes:
            shown = {"preview_back": back_from_preview(request.user, page)}
        page = page.get_latest_revision_as_object()
    return page.make_preview_request(request, page.default_preview_mode, extra_request_attrs=shown)


def back_from_preview(user: Any, page: OrgContentPage) -> dict[str, Any]:
    """Return where the preview of a page leads back to: a member's form, if it may be written now; else its box."""
    is_waiting = Submission.objects.waiting().filter(page=page.pk).exists()
    is_writing = is_member(user, page.organization_id) and not is_waiting
    url = editing_url(page) if is_writing else reverse("workspace:content-item", args=[page.pk])
    return {"url": url, "is_writing": is_writing}


@require_POST
@account_required
def submit_page(request: WorkRequest, page_id: int) -> HttpResponse:
    """Send a page for review (POST) and redirect; 404 unless the user is a member of its organization (view)."""
    page = own_page(request.user, page_id)
    return submit_and_return(request, page)


@require_POST
@account_required
def take_back_page(request: WorkRequest, page_id: int) -> HttpResponse:
    """Take a page's latest submission back (POST), redirect home; 404 unless a member or its translator asks (view)."""
    page = sendable_page(request.user, page_id)
    submission = Submission.objects.filter(page=page.pk).order_by("pk").last()
    if submission is None:
        raise Http404
    run_service(request, lambda: take_back(submission, request.user), _("Taken back. You can change it now."))
    return redirect("workspace:home")


@account_required
def withdraw_page(request: WorkRequest, page_id: int) -> HttpResponse:
    """Ask whether to withdraw a page; a POST withdraws it and redirects; 404 for who may not (view)."""
    page = visible_page(request.user, page_id)
    if not may_withdraw(request.user, page):
        raise Http404
    needs_reason = needs_reason_to_withdraw(request.user, page)
    others = public_in_other_language(page)
    data = request.POST if request.method == "POST" else None
    form = WithdrawForm(data, needs_reason=needs_reason, has_other_language=bool(others))
    if request.method == "POST" and form.is_valid():
        reason, is_for_both = form.cleaned_data["reason"], form.takes_both
        success = _("Withdrawn. It is not public any more.") if page.live else _("Withdrawn. It will not be public.")
        run_service(request, lambda: withdraw(page, request.user, reason, with_other_language=is_for_both), success)
        return redirect("workspace:home" if is_member(request.user, page.organization_id) else "workspace:queue")
    return render_page(request, "officer/withdraw.html", page=page, form=form)


@require_POST
@account_required
def translate_page(request: WorkRequest, page_id: int) -> HttpResponse:
    """Begin a page's translation, or go on with it (POST), and redirect to its sentences; 404 for non-members.

    A translator begins that of a public page into her language.
    """
    page = page_to_translate(request.user, page_id)
    locale = other_locale(page)
    if locale is None:
        raise Http404
    if not run_service(request, lambda: begin(page, locale, request.user)):
        return redirect("workspace:home")
    known = Translation.objects.select_related("source").get(source__object=page.translation_key)
    return redirect("workspace:translation", known.get_target_instance().pk)
