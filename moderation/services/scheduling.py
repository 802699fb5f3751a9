"""Publication at a later hour, and the end of publication.

Nothing is public because it was approved once: at its hour the same rules are asked again, about the very row that is
then published. Between the two nobody can change it, for page and revision are locked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

import outbox
from assets.services import lock_files
from moderation.models import Submission
from moderation.outbox_events import SCHEDULE_DROPPED, SchedulePayload
from moderation.rules.approvals import approval_of, decided_content, has_expired, matches_approved, may_be_public
from moderation.rules.completeness import picture_questions

logger = logging.getLogger(__name__)


class Obstacle(StrEnum):
    """Reasons for which a page did not become public at its hour."""

    SUSPENDED = "suspended"
    CHANGED = "changed"
    UNDONE = "undone"
    OVER = "over"
    IMPOSSIBLE = "impossible"


def run_due() -> int:
    """Unpublish expired pages, publish scheduled ones that are due or cancel their schedule; return their number.

    Each has its own transaction: one that fails holds up no other, and the next run tries it again.
    """
    return sum(run_each(expire, expired_pages())) + sum(run_each(publish_or_cancel, due_revisions()))


def expired_pages() -> list[int]:
    """Return the ids of live pages whose expiry time has passed."""
    return list(Page.objects.filter(live=True, expire_at__lt=timezone.now()).values_list("pk", flat=True))


def due_revisions() -> list[int]:
    """Return the ids of page revisions whose scheduled time of publication has passed, the earliest first."""
    due = Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now())
    return list(due.order_by("approved_go_live_at", "pk").values_list("pk", flat=True))


def run_each(do: Callable[[int], bool], ids: Iterable[int]) -> Iterable[bool]:
    """Call a function with each id, and yield the results; an exception is logged, and the next id goes on."""
    for key in ids:
        try:
            yield do(key)
        except Exception:
            logger.exception("%s failed for %s.", do.__name__, key)


@transaction.atomic
def expire(page_id: int) -> bool:
    """Unpublish a live page whose expiry time has passed, keeping planned versions; return if it was unpublished."""
    page = Page.objects.select_for_update().filter(pk=page_id, live=True, expire_at__lt=timezone.now()).first()
    if page is None:
        return False
    planned = list(page.revisions.exclude(approved_go_live_at=None))
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    # unpublish() also ends the schedule of a newer version, which must still follow: restore it.
    Revision.objects.bulk_update(planned, ["approved_go_live_at"])
    return True


@transaction.atomic
def publish_or_cancel(revision_id: int) -> bool:
    """Publish a due revision, or cancel its schedule if not allowed any more; return False if not due or gone."""
    # Revisions name their object by text, of any model: page_revisions are those of pages.
    page_id = Revision.page_revisions.filter(pk=revision_id).values_list("object_id", flat=True).first()
    # Lock the page first, as all services do: decisions and withdrawals lock it too.
    page = Page.objects.select_for_update().filter(pk=page_id).first() if page_id else None
    due = Revision.page_revisions.select_for_update().filter(approved_go_live_at__lt=timezone.now())
    revision = due.filter(pk=revision_id).first()
    if page is None or revision is None:
        return False
    obstacle = obstacle_to(revision)
    if obstacle is None:
        obstacle = publish(revision)
    if obstacle:
        cancel_schedule(page, revision, obstacle)
    return True


def obstacle_to(revision: Revision) -> Obstacle | None:
    """Return the reason why a scheduled revision may not become public now, None if it may; locks its files."""
    approval = approval_of(revision.pk)
    if approval is None:
        return Obstacle.UNDONE
    if not approval.organization.is_active:
        return Obstacle.SUSPENDED
    page = revision.as_object()
    # No file may change between this check and the publication.
    lock_files(page)
    if not matches_approved(decided_content(approval), revision, page) or picture_questions(page):
        return Obstacle.CHANGED
    if has_expired(revision):
        return Obstacle.OVER
    return None if may_be_public(revision) else Obstacle.UNDONE


def publish(revision: Revision) -> Obstacle | None:
    """Publish a revision without checking its approval; return None, or Obstacle.IMPOSSIBLE for invalid content.

    An address that was taken, or a topic that is gone, would stay an obstacle for ever.
    """
    try:
        # A savepoint: after a failed publication the schedule is still ended, in the outer transaction.
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError:
        return Obstacle.IMPOSSIBLE
    return None


def cancel_schedule(page: Page, revision: Revision, obstacle: Obstacle) -> None:
    """End the schedule of a revision, log that, and record the event by which its author gets a mail."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(instance=page.specific, action="moderation.schedule_dropped", revision=revision, data={"obstacle": obstacle})
    last = Submission.objects.filter(page=page.pk).order_by("pk").last()
    payload = SchedulePayload(page=page.pk, submission=last.pk if last else None, obstacle=obstacle)
    outbox.record(SCHEDULE_DROPPED, f"page:{page.pk}", payload)
