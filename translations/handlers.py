"""Outbox handlers that keep the memory of translations level with what is public."""

from __future__ import annotations

from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from orgs.models import OrgContentPage
from orgs.outbox_events import PAGE_PUBLISHED
from outbox import handles
from outbox.models import Event
from translations.memory import read_back, remember_source


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
