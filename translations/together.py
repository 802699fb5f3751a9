"""Sending a page and its translation as one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from common.refusal import Refusal
from moderation.models import Submission
from moderation.services import send_together
from moderation.services.steps import lock_rows
from orgs.models import OrgContentPage
from translations.engine.alignment import with_block_ids
from translations.memory import remember_source
from translations.services import draft


def send_both(translation: Translation, user: Any) -> list[Submission]:
    """Make the draft of a translation, and send it with its original as one. Refusal as for each; checks no rights.

    Memory is brought level with the newest draft of the original first, for that is what becomes public. Raises Refusal
    while sentences of it are missing or stale. Of a public original memory then stays as it was: what it says is public
    still, and readers are told by it what is out of date.
    """
    original = translation.source.get_source_instance()
    if not original.live:
        remember_source(original)
    try:
        return _send(translation, original, user)
    except Refusal as refusal:
        if refusal.code != "unfinished" or not original.live:
            raise
        raise Refusal(
            _("The original has changes that are neither public nor translated yet. Send the original first."),
            code="unfinished",
        ) from refusal


@transaction.atomic
def _send(translation: Translation, original: OrgContentPage, user: Any) -> list[Submission]:
    # Both, before one of them is locked alone: who decides on both locks them in this order too.
    twin = Page.objects.filter(translation_key=original.translation_key, locale=translation.target_locale_id)
    lock_rows([original.pk, *twin.values_list("pk", flat=True)])
    TranslationSource.update_or_create_from_instance(with_block_ids(original.get_latest_revision_as_object()))
    revision = draft(translation, user)
    return send_together(original, revision.content_object, user)


def is_unsent(page: Page) -> bool:
    """Return whether a page has words that are neither public nor waiting for an editor."""
    has_more = not page.live or page.has_unpublished_changes
    return bool(has_more and not Submission.objects.waiting().filter(page=page.pk).exists())
