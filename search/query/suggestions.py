"""Suggestions while a person types: topics, organizations and titles of public pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from catalog import terms
from catalog.models import CatalogEntry
from khmer.text import clusters, normalise
from orgs import organization_cache
from orgs.models import Organization
from search.engines.database_engines import database_engine
from search.query.text import MOST_PARTS, MOST_TOKENS, stem

Kind = Literal["topic", "organization", "title"]
SHORTEST = 2
LONGEST = 100
MOST_OF_LISTS = 2
MOST = 8
# More titles are read than are shown: stems match more titles than the typed letters, and a page has two languages.
LOOKED_AT = 60


@dataclass(frozen=True)
class Suggestion:
    """A suggestion: a topic, organization or title, with its address."""

    kind: Kind
    text: str
    url: str
    language: str


def suggestions(typed: str, language: str) -> list[Suggestion]:
    """Return at most 8 topics, public organizations and public titles matching typed text; none if it is too short.

    `language` is the reader's.
    """
    # Without stems: names are compared as they are written, letter by letter.
    tokens = clusters(normalise(typed[:LONGEST]))[:MOST_TOKENS]
    parts = [found for piece in typed[:LONGEST].split()[:MOST_PARTS] if (found := clusters(normalise(piece)))]
    if len("".join(tokens)) < SHORTEST or not parts:
        return []
    listed = [*_topics(tokens, language), *_organizations(tokens, language)]
    return [*listed, *_titles(parts, language)][:MOST]


def begins(name: str, typed: list[str]) -> bool:
    """Return whether a name contains the typed tokens in a row, the last one as the beginning of a token."""
    held = clusters(normalise(name))
    whole, last = typed[:-1], typed[-1]
    return any(
        held[place : place + len(whole)] == whole and held[place + len(whole)].startswith(last)
        for place in range(len(held) - len(whole))
    )


def _topics(typed: list[str], language: str) -> list[Suggestion]:
    found = [topic for topic in terms.topics.all() if begins(topic.name_en, typed) or begins(topic.name_km, typed)]
    return [
        Suggestion("topic", topic.name_in(language), reverse("topic", args=[topic.slug]), language)
        for topic in found[:MOST_OF_LISTS]
    ]


def _organizations(typed: list[str], language: str) -> list[Suggestion]:
    named = [
        organization
        for organization in organization_cache.organizations.value().values()
        if begins(organization.name_en, typed) or begins(organization.name_km, typed)
    ]
    # Names are cached for a minute; the database is asked each time which organizations are public.
    public = Organization.objects.public().filter(pk__in=[each.pk for each in named]).order_by("slug")
    return [
        Suggestion("organization", each.name_in(language), reverse("organization-home", args=[each.slug]), language)
        for each in public[:MOST_OF_LISTS]
    ]


def _titles(parts: list[list[str]], language: str) -> Iterator[Suggestion]:
    stems = [[stem(token) for token in part] for part in parts]
    last = parts[-1][-1]
    # The last token is still being typed: it is searched as a beginning, not by its stem.
    stems[-1][-1] = last
    ids = database_engine().ids_by_title(stems, endings(last), LOOKED_AT)
    rows = CatalogEntry.objects.public().filter(pk__in=ids).only("title", "url", "language", "translation_key")
    newest = rows.order_by("-published_at", "-page_id")
    found = [row for row in newest if all(begins(row.title, part) for part in parts)]
    shown = set()
    # The reader's language first, so that of two translations hers is shown.
    for row in sorted(found, key=lambda row: row.language != language):
        if row.translation_key not in shown:
            shown.add(row.translation_key)
            yield Suggestion("title", row.title, row.url, row.language)


def endings(typed: str) -> list[str]:
    """Return the stemmed or shortened tokens by which the index may hold a word with this beginning."""
    shorter = [typed[:-cut] for cut in (1, 2, 3) if typed.isascii() and len(typed) - cut > SHORTEST]
    return list(dict.fromkeys([stem(typed), *shorter]))
