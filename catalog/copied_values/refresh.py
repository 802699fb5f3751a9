"""Refresh many rows after a change of what they copy: a topic, a place, an organization's name.

The outbox does this in batches, each of which requests the next; nobody waits for it.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

import outbox
from catalog.models import CatalogEntry, CatalogEntryQuerySet, CountingRow
from catalog.outbox_events import CATALOG_REFRESH, RefreshPayload
from catalog.reconciler import BATCH, write_outdated


@transaction.atomic
def request_refresh(*, organization: int = 0, topics: int = 0, places: int = 0, after: int = 0) -> None:
    """Record the outbox event that rewrites outdated catalog rows of an organization, or with any of these terms.

    `topics` and `places` are masks of bits, `after` is the id of the last row that was looked at.
    """
    # One stream for each object that changed, so its batches run one after the other, and others do not wait for them.
    stream = f"catalog:{organization}:{topics}:{places}"
    payload = RefreshPayload(organization=organization, topics=topics, places=places, after=after)
    # The key makes one event of several requests for the same batch.
    outbox.record(CATALOG_REFRESH, stream, payload, key=f"{stream}:{after}")


def refresh_batch(payload: RefreshPayload) -> None:
    """Write the next batch of outdated catalog rows again, and record an event for the batch after it."""
    # By id and not by offset: rows that come or go between two batches shift nothing.
    behind = rows_to_refresh(payload).filter(pk__gt=payload["after"]).order_by("pk")
    ids = list(behind.values_list("pk", flat=True)[:BATCH])
    write_outdated(ids)
    # A shorter batch was the last one.
    if len(ids) == BATCH:
        request_refresh(
            organization=payload["organization"], topics=payload["topics"], places=payload["places"], after=ids[-1]
        )


def rows_to_refresh(payload: RefreshPayload) -> CatalogEntryQuerySet:
    """Return the catalog entries of an organization, or those with any of these topics or places."""
    if payload["organization"]:
        return CatalogEntry.objects.filter(organization=payload["organization"])
    # No index can find a bit in a mask, so the whole table is read: the narrow one, not the one with the texts.
    shared = CountingRow.objects.annotate(
        topic=F("topics").bitand(payload["topics"]), place=F("places").bitand(payload["places"])
    )
    return CatalogEntry.objects.filter(pk__in=shared.filter(Q(topic__gt=0) | Q(place__gt=0)).values("pk"))
