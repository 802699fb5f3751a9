"""What follows by the outbox when a page goes."""

from __future__ import annotations

import outbox
from home.cards.keeping import drop
from outbox import handles, performs
from outbox.models import Event


@handles("page.restricted")
@handles("page.unpublished")
@handles("page.deleted")
def card_goes_with_page(event: Event) -> None:
    page = event.payload["page"]
    outbox.record("card.drop", f"card:{page}", {"page": page}, key=f"card:{page}")


@performs("card.drop")
def drop_card(event: Event) -> None:
    drop(event.payload["page"])
