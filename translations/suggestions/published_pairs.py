"""The pairs of sentences of two public pages, from which every organization's translators get suggestions.

Opening may be late: the outbox writes the pairs. Closing is at once: a receiver deletes them in the transaction in
which one of the pages becomes less public. What hides a whole organization is asked at every reading.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import String

from catalog.copied_values.thumbnails import locked_pages
from catalog.services import public_pages
from orgs.models import Organization, OrgContentPage
from orgs.outbox_events import PAGE_MOVED, PAGE_PUBLISHED
from orgs.signals import page_closing
from outbox import handles
from outbox.models import Event
from translations.engine.alignment import aligned
from translations.engine.bulk_segments import strings_of
from translations.models import PublishedPair
from translations.suggestions.fingerprints import store_fingerprints


# PAGE_MOVED too: it is what is recorded where a page is not restricted any more.
@handles(PAGE_PUBLISHED, PAGE_MOVED, name="translations.published_pairs")
def follow_public_page(event: Event) -> None:
    """Write the pairs of sentences of a page that became public anew (outbox handler)."""
    write_pairs(event.payload["page"])


@receiver(page_closing)
def remove_pairs(page: Page, **kwargs: Any) -> None:
    """Delete a page's pairs of sentences, in the same transaction, when the page becomes less public (receiver)."""
    pairs_with(page.pk).delete()


@transaction.atomic
def write_pairs(page_id: int) -> int:
    """Write the pairs of sentences of a page and its twins anew, in both directions; return how many there are.

    There are none unless both pages are public.
    """
    key = OrgContentPage.objects.filter(pk=page_id).values("translation_key")
    ids = list(OrgContentPage.objects.filter(translation_key__in=key).values_list("pk", flat=True))
    if len(ids) < 2:
        return 0
    # Locked first, then read: a withdrawal at the same moment waits, and deletes what is written here.
    public = [page.specific for page in public_pages(locked_pages(ids)) if page.alias_of_id is None]
    pairs_with(page_id).delete()
    ours = next((page for page in public if page.pk == page_id), None)
    if ours is None or not ours.translated_fields:
        return 0
    rows = [row for twin in public if twin.pk != page_id for row in _rows(ours, twin)]
    store_fingerprints(String.objects.filter(pk__in={row.string_id for row in rows}))
    return len(PublishedPair.objects.bulk_create(rows))


def pairs_with(page_id: int) -> QuerySet[PublishedPair]:
    """Return the pairs of sentences in which a page is one of the two."""
    return PublishedPair.objects.filter(Q(page=page_id) | Q(twin=page_id))


def readable_pairs() -> QuerySet[PublishedPair]:
    """Return the pairs of two pages that are public now: live, not expired, of organizations that are public."""
    now = timezone.now()
    both = Q()
    for page in ("page", "twin"):
        expiry = Q(**{f"{page}__expire_at": None}) | Q(**{f"{page}__expire_at__gt": now})
        both &= Q(**{f"{page}__live": True}) & expiry
    return PublishedPair.objects.filter(both, organization__in=Organization.objects.public())


def _rows(page: OrgContentPage, twin: OrgContentPage) -> list[PublishedPair]:
    texts = {
        (ours.string.data, theirs.string.data)
        for ours, theirs in aligned(page, twin)
        # Equal texts are names and numbers: nobody needs a suggestion for them.
        if theirs is not None and theirs.string.data != ours.string.data
    }
    ours_stored = strings_of(page.locale_id, {ours for ours, _ in texts})
    theirs_stored = strings_of(twin.locale_id, {theirs for _, theirs in texts})
    rows = []
    for ours, theirs in sorted(texts):
        there = (page, twin, ours_stored[ours], theirs), (twin, page, theirs_stored[theirs], ours)
        for this, other, string, words in there:
            rows.append(
                PublishedPair(
                    string=string,
                    words=words,
                    locale_id=other.locale_id,
                    organization_id=page.organization_id,
                    page_id=this.pk,
                    twin_id=other.pk,
                )
            )
    return rows
