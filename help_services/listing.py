"""Lists of help services, for readers, officers and editors."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from catalog.models import CatalogEntry
from catalog.terms import mask_of
from help_services.models import STALE_AFTER, HelpKind, HelpServicePage
from orgs.models import Organization
from vocabulary.models import Place

MOST_SHOWN = 60
# Sorts by the order in which HelpKind declares the kinds, which the database does not know.
URGENCY = Case(
    *(When(kind=kind, then=Value(position)) for position, kind in enumerate(HelpKind.values)),
    output_field=IntegerField(),
)


def services(language: str, kind: str = "", place: Place | None = None) -> list[HelpServicePage]:
    """Return at most 60 public help services for readers of a language, by kind and province, most urgent first.

    The services are in the reader's language where they have one. Local ones come before those for the whole country.
    Each has its catalog row as `entry`.
    """
    rows = CatalogEntry.objects.public().readable_in(language).filter(type=HelpServicePage.page_kind.name)
    found = HelpServicePage.objects.filter(pk__in=rows.values("pk")).select_related("locale")
    if kind:
        found = found.filter(kind=kind)
    # Joined here: pages and rows are related by id alone, not by a foreign key.
    entries = rows.for_lists().in_bulk(list(found.values_list("pk", flat=True)))
    shown = []
    # More than are shown, because services of other provinces are left out here.
    for service in found.order_by(URGENCY, "is_nationwide", "-verified_on", "title")[: MOST_SHOWN * 3]:
        service.entry = entries.get(service.pk)
        if service.entry and is_for(service, service.entry, place):
            shown.append(service)
    return shown[:MOST_SHOWN]


def is_for(service: HelpServicePage, entry: CatalogEntry, place: Place | None) -> bool:
    """Return whether a help service is nationwide or for this province; always True for the place None."""
    return place is None or service.is_nationwide or bool(entry.place_mask & mask_of([place]))


def services_of(organization: Organization) -> QuerySet[HelpServicePage]:
    """Return all help services of an organization, public or not, in both languages."""
    return HelpServicePage.objects.filter(organization=organization).select_related("locale").order_by("title")


def unverified() -> QuerySet[HelpServicePage]:
    """Return the public help services that nobody has verified for half a year, the longest first."""
    since = timezone.localdate() - STALE_AFTER
    public = CatalogEntry.objects.public().values("pk")
    # By the catalog's rows, not by `live`: they also know expiry, restrictions and the organization's status.
    stale = HelpServicePage.objects.filter(verified_on__lt=since, pk__in=public)
    return stale.select_related("organization", "locale").order_by("verified_on")
