"""Publishing or removing the pages of a batch, for half a minute at a time.

Each page is a transaction of its own, and says in its row that it is done: a slice that is killed is simply repeated.
"""

from __future__ import annotations

import time

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import override
from wagtail.models import Page, ReferenceIndex, Revision

import outbox
from assets.models import Image
from assets.services import files_of
from common.refusal import Refusal
from moderation.models import ImportedContent
from moderation.services.batches.publishing import publish_in_batch
from moving.content_hash import moved_content_hash
from moving.deciding.decisions import locked_batch
from moving.models import MovedFile, MovedItem, MoveIn
from moving.old_addresses import add_redirect
from moving.outbox_events import MOVE_IN_WORK, MoveInPayload

SECONDS = 30
ROWS = 200
State = MoveIn.State


def work_on(batch_id: int, seconds: float = SECONDS) -> None:
    """Publish or remove pages of a decided batch for some seconds; record the event for the rest, or mark it done."""
    batch = MoveIn.objects.select_related("organization", "decided_by", "brought_by").filter(pk=batch_id).first()
    if batch is None or batch.state not in (State.PUBLISHING, State.UNDOING):
        return
    until = time.monotonic() + seconds
    with override(batch.decided_by.language if batch.decided_by else "en"):
        is_done = _publish(batch, until) if batch.state == State.PUBLISHING else _remove(batch, until)
    with transaction.atomic():
        if not is_done:
            outbox.record(MOVE_IN_WORK, f"move-in:{batch.pk}", MoveInPayload(batch=batch.pk))
            return
        locked = locked_batch(batch.pk)
        locked.state = State.PUBLISHED if batch.state == State.PUBLISHING else State.UNDONE
        locked.kept = locked.items.exclude(page=None).count() if locked.state == State.UNDONE else locked.kept
        locked.save(update_fields=["state", "kept"])


def _publish(batch: MoveIn, until: float) -> bool:
    """Publish the drafts of a batch; return whether none is left."""
    while rows := list(batch.items.filter(state=MovedItem.State.DRAFT)[:ROWS]):
        for item in rows:
            if time.monotonic() > until:
                return False
            _publish_item(batch, item)
    return True


def _publish_item(batch: MoveIn, item: MovedItem) -> None:
    """Publish one page exactly as it was made; one that changed or lacks something stays a draft with the reason."""
    try:
        with transaction.atomic():
            _publish_page(batch, item)
            MovedItem.objects.filter(pk=item.pk).update(state=MovedItem.State.PUBLISHED)
    except (Refusal, ValidationError) as error:
        words = str(error) if isinstance(error, Refusal) else " ".join(error.messages)
        reason = words[: MovedItem._meta.get_field("reason").max_length]
        MovedItem.objects.filter(pk=item.pk).update(state=MovedItem.State.KEPT, reason=reason)


def _publish_page(batch: MoveIn, item: MovedItem) -> None:
    if item.page_id is None:
        raise Refusal("The page was deleted.", code="page_deleted")
    revision = Revision.objects.select_for_update().filter(pk=item.revision_id).first()
    page = revision.as_object() if revision else None
    if revision is None or page is None or moved_content_hash(revision, page) != item.content_hash:
        raise Refusal("Somebody has changed it since it was made.", code="content_changed")
    unanswered = Image.objects.filter(pk__in=files_of(page)[Image], people="")
    # The batch's own pictures only, and none that a public page shows: these were answered.
    for image in unanswered.filter(pk__in=MovedFile.objects.filter(batch=batch).values("image")):
        image.people = batch.people
        image.save()
    publish_in_batch(revision, sent_by=batch.brought_by, editor=batch.decided_by)
    add_redirect(item.address, item.page_id)


def _remove(batch: MoveIn, until: float) -> bool:
    """Delete the pages of a batch that nobody has changed, then its files that no page shows; return if all is done."""
    after = 0
    while rows := list(batch.items.filter(pk__gt=after).exclude(page=None).select_related("page")[:ROWS]):
        for item in rows:
            if time.monotonic() > until:
                return False
            after = item.pk
            _remove_item(batch, item)
    # Entries whose page is gone may move in again.
    batch.items.filter(page=None).delete()
    return _remove_files(batch, until)


def _remove_item(batch: MoveIn, item: MovedItem) -> None:
    with transaction.atomic():
        page = Page.objects.select_for_update().filter(pk=item.page_id).first()
        if page is None or page.latest_revision_id != item.revision_id or page.get_translations().exists():
            return
        try:
            with transaction.atomic():
                page.specific.delete()
        except (Refusal, DatabaseError):
            return
        item.delete()
        ImportedContent.objects.filter(translation_key=page.translation_key).delete()
        MoveIn.objects.filter(pk=batch.pk).update(removed=batch.removed + 1)
        batch.removed += 1


def _remove_files(batch: MoveIn, until: float) -> bool:
    """Delete the files that a batch stored and no page refers to; return whether all were looked at."""
    for moved in batch.files.select_related("image", "document").iterator():
        if time.monotonic() > until:
            return False
        stored = moved.image or moved.document
        if stored is not None and not ReferenceIndex.get_references_to(stored).exists():
            stored.delete()
    return True
