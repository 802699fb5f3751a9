"""Handlers and jobs that delete share cards when a page is no longer public."""

from __future__ import annotations

import outbox
from home.cards.storage import delete_cards
from home.outbox_events import CARD_DROP, CardPayload
from orgs.outbox_events import PAGE_DELETED, PAGE_RESTRICTED, PAGE_UNPUBLISHED
from outbox import handles, job
from outbox.models import Event


@handles(PAGE_RESTRICTED, PAGE_UNPUBLISHED, PAGE_DELETED, name="home.share_card")
def request_card_removal(event: Event) -> None:
    """Record the outbox event whose job deletes the share cards of a page that is no longer public."""
    page = event.payload["page"]
    # An event of its own: a handler changes the database alone, and files are outside of it.
    outbox.record(CARD_DROP, f"card:{page}", CardPayload(page=page), key=f"card:{page}")


@job(CARD_DROP, name="home.drop_share_card")
def drop_card(event: Event) -> None:
    """Delete the stored share cards of a page that is no longer public (outbox job)."""
    delete_cards(event.payload["page"])
