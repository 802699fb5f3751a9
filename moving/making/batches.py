"""Making all drafts of a file as one batch. A run that was killed goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.refusal import Refusal
from common.typed_text.characters import one_line
from moderation.services.matters import open_matter
from moving.making.drafts import DraftMaker
from moving.making.files import Fetching, SiteFiles
from moving.making.pictures import PictureStore
from moving.making.topics import TopicMapping
from moving.models import MovedItem, MoveIn
from moving.reading.entries import OldEntry, OldSite
from moving.reports import MATTER, report_of
from orgs.models import Organization
from orgs.permissions import is_editor, may_write

MOST_UNKNOWN_TOPICS = 200
MOST_FAILED = 50
LONGEST_NAME = 200
# Known things of a path's folder are forgotten by then: a home knows how many pages are below it.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class MoveInOrder:
    """An order to move in: a file's site into an organization, as articles or updates."""

    path: Path
    site: OldSite
    organization: Organization
    brought_by: Any
    kind: str


def move_in(
    order: MoveInOrder,
    files: SiteFiles,
    fetching: Fetching,
    topics: TopicMapping,
    progress: Progress = lambda _n, _all: None,
) -> MoveIn | None:
    """Make drafts of a site's new entries, as a batch that waits for a decision; None if none. Refusal if not allowed.

    A batch of the same file that was not finished is gone on with. Raises Refusal for somebody who may not write there,
    for a suspended organization, and while another batch of it waits.
    """
    _check_order(order)
    keys = set(MovedItem.objects.filter(organization=order.organization).values_list("key", flat=True))
    digest = _digest(order.path)
    batch = MoveIn.objects.filter(organization=order.organization, file_hash=digest, state=MoveIn.State.MAKING).first()
    if batch is None:
        if all(entry.key in keys for entry in order.site.read()):
            return None
        batch = _begun(order, digest)
    making = _Making(batch, order.site, files, fetching, topics)
    failed = making.run(keys, progress)
    return finish(batch, order.site, topics, failed)


def _check_order(order: MoveInOrder) -> None:
    organization, person = order.organization, order.brought_by
    if not organization.is_active:
        raise Refusal(_("The organization is suspended. Nothing can move in now."), code="organization_suspended")
    if not (is_editor(person) or may_write(person, organization)):
        raise Refusal(_("Only editors, and members of the organization, can bring its old site."), code="members_only")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@transaction.atomic
def _begun(order: MoveInOrder, digest: str) -> MoveIn:
    batch = MoveIn.objects.create(
        organization=order.organization,
        file_name=one_line(order.path.name)[:LONGEST_NAME],
        file_hash=digest,
        kind=order.kind,
        entries=order.site.count,
        brought_by=order.brought_by,
    )
    log(instance=order.organization, action="orgs.move_in_brought", user=order.brought_by, data={"batch": batch.pk})
    return batch


@dataclass
class _Making:
    """One run over the entries of a site."""

    batch: MoveIn
    site: OldSite
    files: SiteFiles
    fetching: Fetching
    topics: TopicMapping

    def run(self, keys: set[str], progress: Progress) -> list[str]:
        """Make a draft of each entry whose key is not known, and return the titles of those that failed."""
        store = PictureStore(self.batch, self.site.pictures, self.files, self.fetching)
        maker = DraftMaker(self.batch, self._homes(), store, self.topics)
        failed: list[str] = []
        for number, entry in enumerate(self.site.read(), 1):
            if entry.key not in keys:
                keys.add(entry.key)
                if not self._make(maker, entry):
                    failed.append(one_line(entry.title or entry.address)[:LONGEST_NAME])
            else:
                # Also of what a killed run has made: the report is about the whole file.
                self.topics.of(entry.topics)
            progress(number, self.site.count)
        return failed

    def _make(self, maker: DraftMaker, entry: OldEntry) -> bool:
        try:
            made = maker.make(entry)
        except (ValidationError, Refusal, DatabaseError):
            maker.store.forget()
            # A home that took a page in a transaction that failed counts one too many.
            maker.homes.update(self._homes())
            return MovedItem.objects.filter(organization=self.batch.organization_id, key=entry.key).exists()
        maker.store.written.clear()
        return made is not None

    def _homes(self) -> dict[str, Any]:
        rows = self.batch.organization.homes.select_related("page__locale", "locale")
        return {row.locale.language_code: row.page for row in rows}


@transaction.atomic
def finish(batch: MoveIn, site: OldSite, topics: TopicMapping, failed: list[str]) -> MoveIn:
    """Write the report of a batch, and let it wait for an editor's decision."""
    batch = MoveIn.objects.select_for_update().get(pk=batch.pk)
    if batch.state != MoveIn.State.MAKING:
        return batch
    unknown = dict(topics.unknown.most_common(MOST_UNKNOWN_TOPICS))
    batch.report = report_of(batch) | {
        "left_out": dict(Counter(site.left_out)),
        "unknown_topics": unknown,
        "failed": failed[:MOST_FAILED],
        "failures": len(failed),
    }
    batch.state = MoveIn.State.WAITING
    batch.save(update_fields=["report", "state"])
    open_matter(MATTER, batch.pk, batch.organization, batch.file_name)
    return batch
