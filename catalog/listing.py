"""Lists of public pages for pages and feeds, read from rows alone and never from page instances."""

from __future__ import annotations

from django.db.models import Count
from django.utils import timezone

from catalog.models import CatalogEntry, CatalogEntryQuerySet, CountingRow
from catalog.sources.kinds import entry_kinds
from orgs.models import Organization

PAGE_SIZE = 20


def rows(language: str) -> CatalogEntryQuerySet:
    """Return a queryset of every public page once: in this language, or the other if not translated."""
    return CatalogEntry.objects.public().readable_in(language).for_lists()


def pieces(language: str, *types: str) -> CatalogEntryQuerySet:
    """Return a queryset of organizations' public pages, newest first, once each; of these types, or of all listed.

    Each page is there once, in this language or the other.
    """
    # Naming the types of all pieces would make SQLite take the index of types, and sort the whole table.
    return rows(language).filter(type__in=types) if types else rows(language).listed()


def count_by_terms() -> list[tuple[int, int, int]]:
    """Return (topic mask, place mask, number of listed public pages) for each pair; translations count once.

    Translations count once together, as long as they carry the same topics and places.
    """
    closed = Organization.objects.exclude(pk__in=Organization.objects.public()).values_list("pk", flat=True)
    # The counting rows have no foreign keys, so `public()` of the entries cannot be used: the same two rules by hand.
    lasting = CountingRow.objects.filter(expires_at__gt=int(timezone.now().timestamp()))
    public = lasting.exclude(organization__in=list(closed))
    unlisted = [entry_kinds().number_of(name) for name in entry_kinds().unlisted]
    counted = public.exclude(type__in=unlisted).values_list("topics", "places")
    return list(counted.annotate(count=Count("translation_group", distinct=True)).order_by())
