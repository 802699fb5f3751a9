"""Outbox handlers that keep the memory of translations level with what is public."""

from __future__ import annotations

from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from catalog.services import update_row
from orgs.models import OrgContentPage
from orgs.outbox_events import PAGE_PUBLISHED, PAGE_UNPUBLISHED
from outbox import handles
from outbox.models import Event
from translations.memory import read_back, remember_source
from translations.models import TranslationProgress
from translations.outbox_events import SENTENCES_KEPT
from translations.status.progress import note_publication, recount


@handles(PAGE_PUBLISHED, name="translations.memory")
def follow_publication(event: Event) -> None:
    """Bring memory level with a page that was published, as a source and as a translation (outbox handler).

    Pages that memory does not know are left alone: somebody has to begin their translation.
    """
    published = OrgContentPage.objects.filter(pk=event.payload["page"], live=True)
    key = published.values_list("translation_key", flat=True).first()
    if key is None or not TranslationSource.objects.filter(object=key).exists():
        return
    page = Page.objects.get(pk=event.payload["page"]).specific
    if TranslationSource.objects.filter(object=key, locale=page.locale_id).exists():
        remember_source(page)
    read_back(page)
    note_publication(page)


@handles(PAGE_UNPUBLISHED, name="translations.original_closed")
def follow_withdrawal(event: Event) -> None:
    """Write a withdrawn page's translations into the catalog anew: nothing newer is public now (outbox handler)."""
    key = OrgContentPage.objects.filter(pk=event.payload["page"]).values("translation_key")
    known = TranslationProgress.objects.filter(page__translation_key__in=key).exclude(page=event.payload["page"])
    for page in known.values_list("page_id", flat=True):
        update_row(page)


@handles(SENTENCES_KEPT, name="translations.progress")
def follow_sentences(event: Event) -> None:
    """Count the sentences of a translation in which somebody wrote (outbox handler)."""
    translation = Translation.objects.select_related("source").filter(pk=event.payload["translation"]).first()
    if translation:
        recount(translation)
