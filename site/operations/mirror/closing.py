"""Closing: what is public no more leaves the mirror at once, with all that shows it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

import outbox
from operations.mirror.addresses import STORED
from operations.mirror.folder import MirrorFolder
from operations.mirror.targets import FEED, LIST, OWN
from operations.outbox_events import MIRROR_CLOSE, ClosingPayload

logger = logging.getLogger(__name__)

# /en/organizations/<slug>/ has so many slashes.
HOME_PARTS = 4


def announce(pages: list[int], organization: int = 0) -> None:
    """Delete from the portal's mirror what closes in this transaction, once it has committed.

    The process that closes it does so itself, within milliseconds; the outbox does it again, and lets the lists that
    went with it be made anew. So it holds without a worker, and after a process that was killed in between.
    """
    with transaction.atomic():
        payload = ClosingPayload(pages=pages, organization=organization)
        outbox.record(MIRROR_CLOSE, "mirror", payload)
        transaction.on_commit(partial(close_now, pages, organization), robust=True)


def close_now(pages: Collection[int], organization: int) -> None:
    """Delete files of the portal's mirror; a folder that cannot be written is logged, for the outbox tries again."""
    try:
        close(MirrorFolder(Path(settings.MIRROR_DIR)), pages, organization)
    except (OSError, sqlite3.Error):
        logger.exception("The mirror still has pages that were closed just now: the outbox tries again.")


def close(folder: MirrorFolder, pages: Collection[int] = (), organization: int = 0) -> int:
    """Delete the files of these pages, or of all of an organization's, with what shows them; return how many.

    `pages` are ids of catalog rows. Where a page is not known here, any list may name it: then all lists are deleted.
    The next pass makes again what still has its place.
    """
    # All under one lock: the outbox may close the same pages at the same moment, and must find them noted as closed.
    with folder.writing():
        rows = folder.manifest.files().values()
        own = [row for row in rows if row.page in pages or (organization and row.organization == organization)]
        addresses = {row.address for row in own}
        # Pages below the home of an organization that are no pages of their own, such as its contact.
        homes = tuple(address for address in addresses if organization and address.count("/") == HOME_PARTS)
        addresses |= {row.address for row in rows if homes and row.address.startswith(homes)}
        may_name = {row.address for row in rows if row.kind == LIST} if folder.manifest.unknown(pages) else set()
        folder.manifest.note_closed(pages)
        return _delete(folder, addresses, may_name)


def close_addresses(folder: MirrorFolder, addresses: Iterable[str]) -> int:
    """Delete the files of these addresses, all that links to them, all feeds, and files that no page shows any more."""
    with folder.writing():
        return _delete(folder, set(addresses), set())


def _delete(folder: MirrorFolder, addresses: set[str], may_name: set[str]) -> int:
    """Delete the files of closed addresses with what shows them, and others that may name them; under the lock."""
    manifest = folder.manifest
    manifest.count_closing()
    gone = addresses | manifest.linking_to(addresses) | may_name
    # What no links were read from: feeds, and the mirror's own lists of titles.
    gone |= {row.address for row in manifest.files().values() if row.kind in (FEED, OWN)}
    shown = {target for target in manifest.linked_from(gone) if target.startswith(STORED)}
    manifest.remove(gone)
    unused = {target for target in shown if not manifest.linking_to([target])}
    folder.delete(gone | unused)
    return len(gone | unused)
