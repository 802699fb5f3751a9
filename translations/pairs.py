"""Pages that stand in both languages: which is the source, and how far each is translated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q
from wagtail.models import Page
from wagtail_localize.models import Translation

from orgs.models import OrgContentPage
from translations.memory import Reading, adopt
from translations.segments import counts_of, sentences_of


def adopt_pairs(organization: str | None = None) -> Iterator[tuple[Any, Reading]]:
    """Read each pair of public pages into memory, of one organization by slug or of all; yield source and reading.

    The source is the page that was public first. Pages of kinds that stand in one language alone are left out.
    """
    for first, second in live_pairs(organization):
        page, twin = Page.objects.get(pk=first).specific, Page.objects.get(pk=second).specific
        # Once a translation was begun the other way round, it stays so.
        if Translation.objects.filter(source__object=page.translation_key, source__locale=twin.locale_id).exists():
            page, twin = twin, page
        if page.translated_fields:
            yield page, adopt(page, twin)


def live_pairs(organization: str | None = None) -> list[tuple[int, int]]:
    """Return the ids of all pairs of public pages as (source, twin), the page that was public first as source."""
    pages = OrgContentPage.objects.live().filter(alias_of=None)
    if organization:
        pages = pages.filter(organization__slug=organization)
    by_key: dict[Any, list[int]] = {}
    in_order = pages.order_by(F("first_published_at").asc(nulls_last=True), "pk")
    for pk, key in in_order.values_list("pk", "translation_key"):
        by_key.setdefault(key, []).append(pk)
    return [(pks[0], twin) for pks in by_key.values() for twin in pks[1:]]


def status_of(organization: str | None = None) -> Iterator[str]:
    """Yield a line for each translation that memory knows: its page, and how many sentences are in each state."""
    pages = OrgContentPage.objects.filter(Q(organization__slug=organization) if organization else Q())
    paths = {(key, locale): path for key, locale, path in pages.values_list("translation_key", "locale", "url_path")}
    for translation in Translation.objects.select_related("source").order_by("pk"):
        path = paths.get((translation.source.object_id, translation.target_locale_id))
        if path:
            counts = counts_of(sentences_of(translation))
            yield f"{path}: " + ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
