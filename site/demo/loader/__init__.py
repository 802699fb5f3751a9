"""Loading of the demo content into the portal, by the portal's own services.

May be repeated: what exists stays as it is, what is missing is added.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management.base import OutputWrapper
from django.db import transaction
from django.utils import timezone

from demo import content_files, reads
from demo.loader import (
    accounts,
    backdating,
    boards,
    figures,
    organizations,
    pages,
    portal_pages,
    recommendations,
    submissions,
)
from demo.press_review import loading as press_review
from demo.progress import ProgressBar
from outbox.models import Event
from outbox.services import drain

# Events carried out between two updates of the progress bar.
EVENTS_AT_ONCE = 20


@dataclass(frozen=True)
class LoadResult:
    """The numbers of pages added, and of submissions that wait for editors, in one run."""

    pages: int
    submissions: int

    @property
    def nothing(self) -> bool:
        """Return whether loading the demo added no pages and no submissions."""
        return not (self.pages or self.submissions)


def load(out: OutputWrapper) -> LoadResult:
    """Add the demo content that is missing, carry out its outbox events, and return the numbers added.

    The progress is shown on `out`.
    """
    now = timezone.now()
    with transaction.atomic():
        central = accounts.add_central()
        series = pages.add_series()
        recommendations.add_institutions()
    added: list[int] = []
    sent = 0
    progress = ProgressBar(out, "Organizations and pages", len(content_files.pages()))
    for demo_org in content_files.organizations():
        # One transaction for each organization: a run that was broken off continues where it stopped.
        with transaction.atomic():
            organization = organizations.add(demo_org, now)
            team = accounts.add_team(organization)
            context = pages.LoadContext(organization, team["officer"], series, now)
            placed = pages.add_pages(demo_org, context, progress)
            added += [page.pk for page in placed if page.first_published_at]
            sent += submissions.send(placed, demo_org, team["officer"], central["editor"], now)
            organizations.trust(demo_org, organization, central["editor"])
    with transaction.atomic():
        added += portal_pages.add(now)
        figures.release_all(series, central["editor"], now)
    with transaction.atomic():
        threads = boards.add(now)
        added += press_review.add(now)
    progress.finish()
    if added or sent or threads:
        carry_out_events(out)
        add_past(added)
    return LoadResult(len(added), sent)


def carry_out_events(out: OutputWrapper) -> None:
    """Carry out all pending outbox events now, showing a progress bar on `out`."""
    progress = ProgressBar(out, "Search, activity, cards", Event.objects.pending().count())
    while done := drain(EVENTS_AT_ONCE):
        progress.advance(done)
    progress.finish()


def add_past(page_ids: list[int]) -> None:
    """Give new demo pages a past: dates of their activities, and invented reads."""
    backdating.date_activity(page_ids)
    reads.add(page_ids)
