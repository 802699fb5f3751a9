"""The context of a page that is read: translations, reading time, topics and pages to read next."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from catalog.listing import pieces
from catalog.models import CatalogEntry, CatalogEntryQuerySet
from catalog.terms import mask_of
from orgs.models import OrgContentPage
from vocabulary.models import Topic

READ_ON = 3
# Letters that a reader takes in within a minute. English: some 987 (IReST, Trauzettel-Klosinski and Dietz, 2012).
# Khmer has not been measured; its vowel signs and subscripts are letters of their own, so the same is assumed.
LETTERS_A_MINUTE = 1000


def page_context(page: OrgContentPage, request: HttpRequest, *, also: int | None = None) -> dict[str, Any]:
    """Return a page's template context: language links, topics, places, minutes to read, three entries to read on.

    `also` is the id of one more page to look up at the same time: its row stands under "also", None where that page
    is not public. Keys beside those of `language_links`: topics, places, minutes, read_on, also.
    """
    translations, extra = entries_of(page, also)
    own = next((entry for entry in translations if entry.pk == page.pk), None)
    # A preview, or a page whose row is not written yet, has no entry: the page itself is asked.
    topics = own.topics if own else list(page.entry_topics())
    return language_links(page, request, translations) | {
        "topics": topics,
        "places": own.places if own else list(page.entry_places()),
        "minutes": minutes_to_read(page.entry_text()),
        "read_on": read_on(page, topics),
        "also": extra,
    }


def language_links(
    page: OrgContentPage, request: HttpRequest, translations: list[CatalogEntry] | None = None
) -> dict[str, Any]:
    """Return the template's links to the page's translation, or to the page that says there is none.

    Keys: alternate (the translation's absolute address, or None), switch (where the language switcher leads: to the
    translation, or to a page that says there is none), missing_language (the code of what is missing, or None),
    outdated_since (when the translation was changed, while this page has the older text, or None), newer_text (the
    absolute address of the one of both that is newer, None while both are level).
    """
    translations = entries_of(page)[0] if translations is None else translations
    language = page.locale.language_code
    translation = next((entry for entry in translations if entry.language != language), None)
    alternate = request.build_absolute_uri(translation.url) if translation else None
    own = next((entry for entry in translations if entry.pk == page.pk), None)
    # Without the other page there is nothing newer to read.
    outdated = own.outdated_since if own and translation else None
    is_newer = bool(own and translation and translation.outdated_since)
    return {
        "alternate": alternate,
        "outdated_since": outdated,
        "newer_text": alternate if outdated else request.build_absolute_uri(own.url) if own and is_newer else None,
        "switch": translation.url if translation else untranslated_url(page, other_language(language)),
        # An unsaved page in a preview has no address at which its missing translation could be told.
        "missing_language": None if translation or page.pk is None else other_language(language),
    }


def other_language(language: str) -> str:
    """Return the code of the portal's other language: "km" for "en", "en" for "km"."""
    # The portal has exactly two languages; with a third one this would be a choice.
    return next(code for code, _name in settings.LANGUAGES if code != language)


def entries_of(page: OrgContentPage, also: int | None = None) -> tuple[list[CatalogEntry], CatalogEntry | None]:
    """Return a page's public catalog entries in all languages, and the public entry of page `also`, or None."""
    # One query for the translations and the extra page: this runs at every page view.
    wanted = Q(translation_key=page.translation_key)
    if also:
        wanted |= Q(pk=also)
    found = list(CatalogEntry.objects.public().filter(wanted).for_lists())
    translations = [entry for entry in found if entry.translation_key == page.translation_key]
    return translations, next((entry for entry in found if entry.pk == also), None)


def untranslated_url(page: OrgContentPage, language: str) -> str | None:
    """Return the URL of the page that says that a page has no translation in a language; None if unsaved."""
    if page.pk is None:
        return None
    with override(language):
        return reverse("untranslated", args=[page.pk])


def read_on(page: OrgContentPage, topics: list[Topic]) -> list[CatalogEntry]:
    """Return three other public entries to read next: the newest that share a topic, then the newest of all."""
    others = pieces(page.locale.language_code).exclude(translation_key=page.translation_key)
    # Fills up where fewer than three share a topic.
    newest = Q(pk__in=others.values("pk")[:READ_ON])
    if not topics:
        return list(others[:READ_ON])
    mask = mask_of([*topics])
    # Two short lists by their indexes, not one long one sorted by what is shared.
    alike = Q(pk__in=sharing_topics(others, mask).values("pk")[:READ_ON])
    found = pieces(page.locale.language_code).filter(alike | newest)
    # Sorting is stable: each of the two groups stays the newest first.
    return sorted(found, key=lambda entry: not entry.topic_mask & mask)[:READ_ON]


def sharing_topics(entries: CatalogEntryQuerySet, mask: int) -> CatalogEntryQuerySet:
    """Return the entries that have at least one of the topics in this bit mask."""
    return entries.annotate(shared=F("topic_mask").bitand(mask)).filter(shared__gt=0)


def minutes_to_read(text: str) -> int:
    """Return the whole minutes that reading a text takes, at least 1."""
    letters = sum(1 for letter in text if not letter.isspace())
    return max(1, round(letters / LETTERS_A_MINUTE))
