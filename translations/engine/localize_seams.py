"""The ways by which wagtail-localize itself would change pages, closed.

Its hooks are never registered (`portal.wagtail_admin.hooks`). What is left are receivers of signals and two models.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext as _
from wagtail_localize.models import (
    LocaleSynchronization,
    StringTranslation,
    Translation,
    post_delete_string_translation,
    post_save_string_translation,
    sync_trees_on_locale_sync_save,
)

from common.refusal import Refusal
from orgs.wagtail_patches import registry
from translations.engine.bulk_segments import refresh_segments

WHY = "It writes into pages, also public ones, past the review. Drafts are made by translations.services alone."


def close() -> None:
    """Disconnect wagtail-localize's receivers that write into pages, and refuse rows that would switch others on."""
    # They write the title of an unsent translation into the page's row at once, also while it waits for an editor.
    post_save.disconnect(post_save_string_translation, sender=StringTranslation)
    post_delete.disconnect(post_delete_string_translation, sender=StringTranslation)
    # It would publish unreviewed copies of a whole tree in another language.
    post_save.disconnect(sync_trees_on_locale_sync_save, sender=LocaleSynchronization)
    registry.register(
        registry.Patch(
            "wagtail_localize.models:TranslationSource.create_or_update_translation",
            "(self, locale, user=None, publish=True, copy_parent_pages=False, fallback=False)",
            refuse_to_write_pages,
            WHY,
        )
    )
    registry.register(
        registry.Patch(
            "wagtail_localize.models:TranslationSource.refresh_segments",
            "(self)",
            refresh_segments,
            "Five queries a segment: a translation is begun in a request.",
        )
    )
    registry.apply_all()
    pre_save.connect(refuse_enabled, sender=Translation, dispatch_uid="translations.refuse_enabled")
    pre_save.connect(refuse_synchronization, sender=LocaleSynchronization, dispatch_uid="translations.refuse_sync")


def refuse_to_write_pages(
    self: Any,
    locale: Any,
    user: Any = None,
    publish: bool = True,
    copy_parent_pages: bool = False,
    fallback: bool = False,
) -> None:
    """Raise Refusal, in the place of localize's function that writes a translation into its page's row."""
    raise Refusal(_("Translations are written in the workspace only."), code="localize_editor_closed")


def refuse_enabled(instance: Translation, **kwargs: Any) -> None:
    """Raise Refusal for a translation that is enabled: its own editor would take the place of the page editor."""
    if instance.enabled:
        raise Refusal(_("Translations are written in the workspace only."), code="localize_editor_closed")


def refuse_synchronization(instance: LocaleSynchronization, **kwargs: Any) -> None:
    """Raise Refusal: no language takes its pages from another, for they would be public without a review."""
    raise Refusal(_("No language takes its pages from another one."), code="no_synchronization")
