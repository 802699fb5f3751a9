"""Making the mirror: a pass that writes what is missing, has changed, or is nearly a day old, and deletes the rest."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils import timezone

from operations.mirror.addresses import ASSETS, HELP, STORED, is_copied, language_of
from operations.mirror.closing import close_addresses
from operations.mirror.folder import MirrorFolder
from operations.mirror.manifest import WrittenFile
from operations.mirror.own_pages import OwnPages
from operations.mirror.reader import AnonymousReader, ReadPage
from operations.mirror.rewriting import MARK, Link, absolute_link, copied_page, css_links, relative_link
from operations.mirror.slices import ProvincePages, ProvincePlan
from operations.mirror.targets import ASSET, OWN, PAGE, MirrorTarget, Plan
from operations.mirror.words import age_line, words_for_forms
from vocabulary.models import Place

logger = logging.getLogger(__name__)

# After so long a file is written anew though nothing changed: lists name days, and no copy may be older than 24 hours.
RENEWED_AFTER = dt.timedelta(hours=20)
# Lists that are found by links alone: so many links away from a page that is known, and so many in all.
DEEPEST, MOST_FOUND = 3, 5_000
# A page that is closed again and again while it is read is left to the next pass.
ATTEMPTS = 5
# Answers after which there is no file: the page is elsewhere, or not for everybody.
MISSING = (301, 302, 303, 307, 308, 401, 403, 404, 410)

# What the catalog's rows tell of, or the mirror itself; all else is found by links.
KNOWN = (PAGE, OWN)

Tell = Callable[[str], None]


@dataclass
class Made:
    """The results of a pass: files written, kept as they were, deleted, and pages that could not be read."""

    written: int = 0
    kept: int = 0
    deleted: int = 0
    failed: int = 0
    is_complete: bool = False

    def plus(self, other: Made) -> Made:
        """Return the sum of two passes, complete when the other one is."""
        written, kept = self.written + other.written, self.kept + other.kept
        deleted, failed = self.deleted + other.deleted, self.failed + other.failed
        return Made(written, kept, deleted, failed, other.is_complete)


class MirrorPass:
    """One pass over all that the portal shows. `tell` is called with words about how far it is."""

    def __init__(self, folder: MirrorFolder, tell: Tell = lambda _words: None, place: Place | None = None) -> None:
        self.folder, self.tell, self.made = folder, tell, Made()
        self.reader, self.origin = AnonymousReader(), settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        self.plan: Plan
        self.own: OwnPages
        if place:
            self.plan = province = ProvincePlan(place)
            self.own = ProvincePages(province)
        else:
            self.plan = Plan()
            self.own = OwnPages(self.plan)
        # A slice is read without a server, and is all that it names.
        self.is_slice = place is not None
        self.deepest = 0 if place else DEEPEST
        self.link: Link = relative_link if place else absolute_link
        self.targets = {each.address: each for each in self.plan.targets()}
        self.targets |= {each.address: each for each in self.own.targets()}
        # Lists and the portal's own files: what leads to them need not be known when a page is closed.
        self.everywhere = {each.address for each in self.targets.values() if each.kind != PAGE}
        self.rows = folder.manifest.files()
        self.found = 0
        # What a page needs, and help: before all that waits.
        self.first: deque[MirrorTarget] = deque()
        self.waiting: deque[MirrorTarget] = deque(self.targets.values())
        self._wait_for_known()

    def _wait_for_known(self) -> None:
        """Let lists and files wait that an earlier pass found; what was missing a day ago may be there by now."""
        for row in list(self.rows.values()):
            if row.address not in self.targets and row.kind not in KNOWN and row.digest:
                self._find(row.address, row.depth)
            elif not row.digest and not is_young(row, timezone.now()):
                del self.rows[row.address]

    def run(self, ends: float) -> Made:
        """Write until all is written, or until a time of the monotonic clock; return what was done."""
        self._delete_closed()
        while (self.first or self.waiting) and time.monotonic() < ends:
            self._visit((self.first or self.waiting).popleft())
            self.tell(f"{self.made.written} of {len(self.targets)} files written, {self.made.kept} kept")
        self.made.is_complete = not (self.first or self.waiting)
        return self.made

    def _delete_closed(self) -> None:
        """Delete the pages that are public no more, with what shows them: whatever closed them, also time."""
        gone = [row.address for row in self.rows.values() if row.kind in KNOWN and row.address not in self.targets]
        if gone:
            self.made.deleted += close_addresses(self.folder, gone)
            self.rows = self.folder.manifest.files()

    def _visit(self, target: MirrorTarget) -> None:
        row = self.rows.get(target.address)
        if row and self._is_fresh(row, target):
            self.made.kept += 1
        else:
            self._write(target, row)

    def _is_fresh(self, row: WrittenFile, target: MirrorTarget) -> bool:
        """Return whether a file needs not be made again."""
        if row.stamp != target.stamp or time.time() - row.written_at > RENEWED_AFTER.total_seconds():
            return False
        return not row.digest or self.folder.has(target.address)

    def _write(self, target: MirrorTarget, row: WrittenFile | None) -> None:
        """Read a page and write it, again where something was closed meanwhile: it may show what is closed now."""
        for _attempt in range(ATTEMPTS):
            closings = self.folder.manifest.closings()
            answer = self.own.read(target) if target.kind == OWN else self.reader.read(self.plan.read_from(target))
            if answer.status not in (200, *MISSING):
                break
            content, links = self._copy(target, answer)
            with self.folder.writing():
                if self.folder.manifest.closings() != closings:
                    continue
                self._put(target, row, content, links)
            if answer.is_html:
                self._follow(target, links)
            return
        self.made.failed += 1
        logger.warning("The mirror could not read %s (status %s).", target.address, answer.status)

    def _copy(self, target: MirrorTarget, answer: ReadPage) -> tuple[bytes, set[str]]:
        """Return the content of a file, without the line about its age, and what it links to; b"" for no file."""
        if answer.status != 200:
            return b"", set()
        if answer.is_css:
            links = css_links(answer.content.decode(), target.address)
            self._want_assets(links)
            return answer.content, links
        if not answer.is_html:
            return answer.content, set()
        words = words_for_forms(language_of(target.address))
        is_kept = partial(self._is_kept, from_depth=target.depth)
        page = copied_page(
            answer.content.decode(), target.address, self.origin, is_kept, link=self.link, in_place=words
        )
        return page.text.encode(), page.links

    def _put(self, target: MirrorTarget, row: WrittenFile | None, content: bytes, links: set[str]) -> None:
        """Write or delete a file with its row of the manifest; an equal one stays, unless it is nearly a day old."""
        now = timezone.now()
        digest = hashlib.sha256(content).hexdigest() if content else ""
        written_at = now.timestamp()
        if not content:
            self.folder.delete([target.address])
            self.made.deleted += bool(row and row.digest)
        elif row and row.digest == digest and self.folder.has(target.address) and is_young(row, now):
            self.made.kept += 1
            written_at = row.written_at
        else:
            line = (
                age_line(language_of(target.address), now, is_slice=self.is_slice) if MARK.encode() in content else ""
            )
            self.folder.write(target.address, content.replace(MARK.encode(), line.encode()))
            self.made.written += 1
        # Not what all pages link to: a row each would make the manifest as large as the mirror.
        told = {link for link in links if link.startswith(STORED) or link not in self.everywhere}
        values = (target.address, target.kind, target.stamp, digest, written_at)
        made = WrittenFile(*values, target.page, target.organization, target.depth)
        self.folder.manifest.put(made, told)
        self.rows[target.address] = made
        if not content and target.kind not in KNOWN:
            self._correct_links(target.address)

    def _correct_links(self, missing: str) -> None:
        """Let pages wait again that were written with a link to a list or file that turns out not to exist."""
        for address in sorted(self.folder.manifest.linking_to([missing])):
            if self.rows.pop(address, None) and address in self.targets:
                self.waiting.append(self.targets[address])

    def _is_kept(self, address: str, from_depth: int) -> bool:
        """Return whether a link may lead to the copy of an address: a known one, or one that may be found."""
        row, target = self.rows.get(address), self.targets.get(address)
        if row and not row.digest and not (target and target.kind in KNOWN):
            return False
        if target:
            return True
        # An asset is always wanted: its page shows it.
        may_be_found = from_depth < self.deepest and self.found < MOST_FOUND
        return is_copied(address) and (address.startswith(ASSETS) or may_be_found)

    def _follow(self, target: MirrorTarget, links: set[str]) -> None:
        """Let what a page links to wait where it is not known yet: files of the page first, lists at the end."""
        self._want_assets({link for link in links if link.startswith(ASSETS)})
        for link in sorted(links):
            if link not in self.targets and target.depth < self.deepest:
                self._find(link, target.depth + 1)

    def _want_assets(self, links: set[str]) -> None:
        for link in sorted(links):
            if link not in self.targets:
                self.targets[link] = MirrorTarget(link, ASSET, "")
                self.everywhere.add(link)
                self.first.append(self.targets[link])

    def _find(self, address: str, depth: int) -> None:
        """Let a list wait that only a link leads to."""
        if address.startswith(ASSETS):
            self._want_assets({address})
        elif self.found < MOST_FOUND:
            self.found += 1
            self.targets[address] = self.plan.list(address, depth=depth)
            (self.first if HELP.match(address.partition("?")[0]) else self.waiting).append(self.targets[address])


def is_young(row: WrittenFile, now: dt.datetime) -> bool:
    """Return whether a file need not be written anew for its age alone."""
    return now.timestamp() - row.written_at < RENEWED_AFTER.total_seconds()


def make(
    folder: MirrorFolder, *, seconds: float | None = None, tell: Tell = lambda _words: None, place: Place | None = None
) -> Made | None:
    """Bring a mirror up to date, for so many seconds at most; return what was done, None while another process does it.

    With `place` it is the slice of that province. When something is closed meanwhile, what was deleted with it is made
    again before the end.
    """
    ends = time.monotonic() + seconds if seconds is not None else float("inf")
    with folder.making() as is_free:
        if not is_free:
            return None
        made = Made()
        while True:
            closings = folder.manifest.closings()
            made = made.plus(MirrorPass(folder, tell, place).run(ends))
            if not made.is_complete or folder.manifest.closings() == closings:
                return made
