"""Loading the demo content into the portal, through the portal's own services.

May be repeated: what stands already stays as it is, what is missing is added.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from demo import pieces as content
from demo.loader import dating, organizations, pages, people, portal_pages, queue
from outbox.services import drain


@dataclass(frozen=True)
class Loaded:
    """How many pages were added, and how many are queued for editors by this run."""

    pages: int
    submissions: int

    @property
    def nothing(self) -> bool:
        return not (self.pages or self.submissions)


def load() -> Loaded:
    """Add all that is missing, then carry out what follows from it, so that the portal is alive at once."""
    now = timezone.now()
    with transaction.atomic():
        central = people.add_central()
        series = pages.add_series()
    added: list[int] = []
    sent = 0
    for sketch in content.organizations():
        # One transaction each: a load that was broken off goes on where it stopped.
        with transaction.atomic():
            organization = organizations.add(sketch, now)
            team = people.add_team(organization)
            placed = pages.add_pieces(sketch, pages.Setting(organization, team["officer"], series, now))
            added += [page.pk for page in placed if page.first_published_at]
            sent += queue.send(placed, sketch, team["officer"], central["editor"], now)
            organizations.trust(sketch, organization, central["editor"])
    with transaction.atomic():
        added += portal_pages.add(now)
    if added or sent:
        drain()
        dating.date_activity(added)
    return Loaded(len(added), sent)
