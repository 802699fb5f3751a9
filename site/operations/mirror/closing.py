"""Closing: what is public no more leaves the mirror at once, with all that shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from operations.mirror.addresses import STORED
from operations.mirror.folder import MirrorFolder
from operations.mirror.targets import FEED, LIST, OWN


def close(folder: MirrorFolder, pages: Collection[int] = (), organization: int = 0) -> int:
    """Delete the files of these pages, or of all of an organization's, with what shows them; return how many.

    `pages` are ids of catalog rows. Where a page is not known here, any list may name it: then all lists are deleted.
    The next pass makes again what still has its place.
    """
    rows = folder.manifest.files().values()
    own = [row for row in rows if row.page in pages or (organization and row.organization == organization)]
    addresses = {row.address for row in own}
    # Pages below the home of an organization that are no pages of their own, such as its contact.
    homes = tuple(address for address in addresses if organization and address.count("/") == HOME_PARTS)
    addresses |= {row.address for row in rows if homes and row.address.startswith(homes)}
    if set(pages) - {row.page for row in own}:
        addresses |= {row.address for row in rows if row.kind == LIST}
    return close_addresses(folder, addresses)


# /en/organizations/<slug>/ has so many slashes.
HOME_PARTS = 4


def close_addresses(folder: MirrorFolder, addresses: Iterable[str]) -> int:
    """Delete the files of these addresses, all that links to them, all feeds, and files that no page shows any more."""
    gone = set(addresses)
    manifest = folder.manifest
    with folder.writing():
        manifest.count_closing()
        gone |= manifest.linking_to(gone)
        # What no links were read from: feeds, and the mirror's own lists of titles.
        gone |= {row.address for row in manifest.files().values() if row.kind in (FEED, OWN)}
        shown = {target for target in manifest.linked_from(gone) if target.startswith(STORED)}
        manifest.remove(gone)
        unused = {target for target in shown if not manifest.linking_to([target])}
        folder.delete(gone | unused)
    return len(gone | unused)
