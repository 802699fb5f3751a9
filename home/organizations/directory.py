"""The directory of organizations: alphabetical in the reader's language, by province and topic."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from catalog.terms import places, topics
from home.addresses import in_other_language
from home.counts import pieces_this_month
from orgs.models import Organization
from vocabulary.models import Term

PAGE_SIZE = 30


def directory(request: HttpRequest) -> dict[str, Any]:
    """Return the template context of the directory of public organizations, filtered by ?place= and ?topic=.

    Unknown values filter nothing. Keys: organizations ({organization, count}), places and topics ({label, count, url,
    chosen}), number, last, total, and where the same page stands in the other language.
    """
    language = get_language() or "en"
    place, topic = places.by_slug(request.GET.get("place", "")), topics.by_slug(request.GET.get("topic", ""))
    everyone = Organization.objects.public()
    # Each filter is counted under the other one, so a choice never leads to an empty list.
    in_place = everyone.filter(places=place) if place else everyone
    on_topic = everyone.filter(topics=topic) if topic else everyone
    found = (in_place.filter(topics=topic) if topic else in_place).order_by(Lower(f"name_{language}"), "pk")
    shown = Paginator(found.prefetch_related("places"), PAGE_SIZE).get_page(request.GET.get("page"))
    other = in_other_language(request)
    return {
        "section": "organizations",
        "organizations": with_counts(list(shown.object_list), language),
        "places": choices(request.GET, "place", places.all(), counts_by("places", on_topic), place),
        "topics": choices(request.GET, "topic", topics.all(), counts_by("topics", in_place), topic),
        "number": shown.number,
        "last": shown.paginator.num_pages,
        "total": shown.paginator.count,
        "alternate": request.build_absolute_uri(other),
        "switch": other,
    }


def with_counts(organizations: list[Organization], language: str) -> list[dict[str, Any]]:
    """Return [{"organization", "count"}] with the number of pages that each organization published this month."""
    counts = pieces_this_month(language, [organization.pk for organization in organizations])
    return [{"organization": each, "count": counts.get(each.pk, 0)} for each in organizations]


def counts_by(relation: str, organizations: QuerySet[Organization]) -> dict[int, int]:
    """Return {topic or place id: number of organizations}; `relation` is "topics" or "places"."""
    # distinct, because the filters join other rows; an organization without any has the key None.
    counted = organizations.order_by().values_list(relation).annotate(count=Count("pk", distinct=True))
    return {pk: count for pk, count in counted if pk is not None}


def choices(
    parameters: QueryDict, name: str, terms: list[Any], counts: dict[int, int], chosen: Term | None
) -> list[dict[str, Any]]:
    """Return the values of one filter with label, count and the address that sets or removes it, none without hits."""
    return [
        {
            "label": term.name,
            "count": counts[term.pk],
            "url": address(parameters, name, "" if term == chosen else term.slug),
            "chosen": term == chosen,
        }
        for term in terms
        if counts.get(term.pk)
    ]


def address(parameters: QueryDict, name: str, value: str) -> str:
    """Return the query string with one filter set to a value (removed for ""), and without the page number."""
    changed = parameters.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"
