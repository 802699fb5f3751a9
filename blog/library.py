"""The research library: publications by topic and year, with data of their files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models.functions import ExtractYear

from blog.kinds import PUBLICATION
from blog.models import PublicationPage
from catalog.listing import PAGE_SIZE, pieces
from catalog.models import CatalogEntry, CatalogEntryQuerySet
from catalog.terms import topics


def publications(language: str) -> CatalogEntryQuerySet:
    """Return a queryset of public publications' catalog entries, each once: in this language, else in the other."""
    return pieces(language, PUBLICATION.name)


def library(language: str, *, topic: str = "", year: str = "", page: str = "1") -> dict[str, Any]:
    """Return the template context of one page of the public library, by topic and year; unknown ones filter nothing.

    A filter value that does not exist filters nothing. Keys: publications (a paginator's page of entries with `.file`),
    topics and years to choose from, and the chosen topic (a Topic or None) and year (a number or None).
    """
    entries = publications(language)
    years = list(years_of(entries))
    chosen_topic = topics.by_slug(topic)
    # Compared as text, so that nothing typed has to be read as a number.
    chosen_year = next((each for each in years if str(each) == year), None)
    if chosen_topic:
        entries = entries.on_topic(chosen_topic)
    if chosen_year:
        entries = entries.filter(published_at__year=chosen_year)
    shown: Page = Paginator(entries, PAGE_SIZE).get_page(page)
    add_files(shown.object_list)
    return {
        "publications": shown,
        "topics": topics.all(),
        "years": years,
        "topic": chosen_topic,
        "year": chosen_year,
    }


def years_of(entries: CatalogEntryQuerySet) -> Iterable[int]:
    """Return the years in which the entries were published, the newest first."""
    # order_by(), because distinct() would also compare the columns of the model's order.
    by_year = entries.order_by().annotate(year=ExtractYear("published_at"))
    return by_year.values_list("year", flat=True).distinct().order_by("-year")


def add_files(entries: Iterable[CatalogEntry]) -> None:
    """Set `.file` on each publication's entry in one query: {"extension", "size", "pages"}, or None without one."""
    entries = list(entries)
    # One query for the whole list; the file itself is not opened.
    rows = PublicationPage.objects.filter(pk__in=[entry.pk for entry in entries], document__isnull=False)
    files = {
        pk: {"extension": file.rpartition(".")[2], "size": size, "pages": pages}
        for pk, file, size, pages in rows.values_list("pk", "document__file", "document__file_size", "document__pages")
    }
    for entry in entries:
        entry.file = files.get(entry.pk)  # type: ignore[attr-defined]
