"""Handlers and jobs that delete stored papers when an event is no longer public."""

from __future__ import annotations

import outbox
from events.models import EventPage
from events.outbox_events import PAPER_DROP, PaperPayload
from events.papers.storage import delete_papers, delete_papers_of_series
from orgs.outbox_events import PAGE_DELETED, PAGE_RESTRICTED, PAGE_UNPUBLISHED
from outbox import handles, job
from outbox.models import Event


@handles(PAGE_RESTRICTED, PAGE_UNPUBLISHED, PAGE_DELETED, name="events.papers")
def request_paper_removal(event: Event) -> None:
    """Record the outbox job that deletes the stored PDFs of an event page that is not public any more (handler)."""
    page = event.payload["page"]
    # Of a deleted page nobody knows any more whether it was an event.
    if event.kind == PAGE_DELETED.name or EventPage.objects.filter(pk=page).exists():
        # With a key: three events about one page leave one job.
        outbox.record(PAPER_DROP, f"paper:{page}", PaperPayload(page=page), key=f"paper:{page}")


@job(PAPER_DROP, name="events.drop_papers")
def drop_papers(event: Event) -> None:
    """Delete the stored PDFs of a page that is no longer public, and those of all series (outbox job)."""
    delete_papers(str(event.payload["page"]))
    # Of all series, because the page may have left its series since the paper was made.
    delete_papers_of_series()
