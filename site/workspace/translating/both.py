"""The view that sends both languages of a page as one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.refusal import Refusal
from moderation.models import Submission
from moderation.rules.outcomes import sent_text
from moderation.services import send_together
from orgs.models import OrgContentPage
from workspace.decorators import WorkRequest, account_required
from workspace.officer.content_items import other_locale
from workspace.officer.sending import return_to_list
from workspace.pages import own_page


@require_POST
@account_required
def send_both_languages(request: WorkRequest, page_id: int) -> HttpResponse:
    """Send a page and its other language as one (POST), and redirect; 404 unless she is a member of its organization.

    404 too for a page without another language.
    """
    page = own_page(request.user, page_id)
    locale = other_locale(page)
    twin = page.get_translation_or_none(locale) if locale else None
    if twin is None or twin.specific.organization_id != page.organization_id:
        raise Http404
    # The page that was there first is the original.
    first, second = sorted([page, twin.specific], key=lambda each: each.pk)
    return send_and_return(request, page, lambda: send_together(first, second, request.user))


def send_and_return(request: WorkRequest, page: OrgContentPage, send: Callable[[], list[Submission]]) -> HttpResponse:
    """Send both languages by a service, show its result or refusal as a message, and redirect to the list."""
    try:
        sent = send()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("Both languages are sent as one.")
        messages.success(request, f"{told} {sent_text(sent[0], request.user)}")
    return return_to_list(request, page)
