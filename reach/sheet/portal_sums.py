"""The portal's sums of a month for editors: all reads and fetches, by way, and of each organization."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from orgs.models import Organization
from reach.models import FileFetches
from reach.sheet.month_sheet import reads_in, sums
from reach.sheet.months import Month
from reach.sheet.shown import shown, shown_ways


@dataclass(frozen=True)
class PortalSums:
    """The figures of the whole portal in a month, as they may be shown; None stands for fewer than five."""

    reads: int | None
    fetches: int | None
    ways: dict[str, int] | None


def portal_sums(month: Month) -> PortalSums:
    """Return the sums of all organizations in a month."""
    ways = sums(reads_in(month), "way")
    fetched = FileFetches.objects.filter(day__gte=month.first, day__lt=month.end)
    fetches = fetched.aggregate(all=Sum("number", default=0))["all"]
    return PortalSums(shown(sum(ways.values())), shown(fetches), shown_ways(ways))


def reads_of(organizations: Iterable[Organization], month: Month) -> dict[int, int | None]:
    """Return {organization id: reads in a month, as they may be shown} of these organizations."""
    ids = [organization.pk for organization in organizations]
    found = sums(reads_in(month).filter(page__organization__in=ids), "page__organization")
    return {pk: shown(found.get(pk, 0)) for pk in ids}
