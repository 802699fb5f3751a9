"""The content that was approved: as it was sent, or as an editor corrected it and somebody accepted that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Revision

from moderation.comparison.content_hash import has_hash, row_has_hash
from moderation.comparison.revisions import public_version
from moderation.models import Correction, Submission
from moderation.models.querysets import ACCEPTED_STATES
from moderation.rules.memory import needs_editor
from orgs.models import Organization


def accepted_correction(submission: Submission) -> Correction | None:
    """Return the latest accepted or published correction of a submission; None if there is none."""
    return submission.corrections.filter(state__in=ACCEPTED_STATES).last()


def decided_content(submission: Submission) -> Submission | Correction:
    """Return the accepted or published correction of a submission; the submission itself where there is none."""
    return accepted_correction(submission) or submission


def approval_of(revision_id: int | None) -> Submission | None:
    """Return the latest approved, not withdrawn submission of a revision (as sent or corrected); None without one."""
    return Submission.objects.approving(revision_id).select_related("organization").order_by("pk").last()


def was_published_in_batch(page_id: int) -> bool:
    """Return whether a page's public version was approved at once with many others, as of an old site."""
    public = Page.objects.filter(pk=page_id, live=True).values("live_revision")
    return Submission.objects.filter(page=page_id, revision__in=public, is_in_batch=True).exists()


def approved_hash(revision_id: int) -> str | None:
    """Return the content hash under which a revision was approved; None if it was not."""
    approval = approval_of(revision_id)
    return decided_content(approval).content_hash if approval else None


def is_public_as_approved(page: Page) -> bool:
    """Return whether a page's public revision still has the approved content; True if nobody approved it.

    Autosave may overwrite the revision.
    """
    approved = approved_hash(page.live_revision_id)
    return approved is None or has_hash(page.live_revision, approved, public_version(page))


def shows_what_was_approved(page: Any) -> bool:
    """Return whether a public page's row or revision has approved content; True if nobody approved it.

    Autosave may have gone on in its revision without anybody seeing it. An organization's new name is its home's title
    without being approved there.
    """
    approved = approved_hash(page.live_revision_id)
    if approved is None or has_hash(page.live_revision, approved, public_version(page)):
        return True
    titles = {page.title, page.live_revision.content["title"]}
    return any(row_has_hash(page, approved, title) for title in titles)


def matches_approved(decided: Submission | Correction, revision: Revision | None, page: Page | None = None) -> bool:
    """Return whether a revision has the content hash of a decided submission or correction; False for None.

    `page` is the page that was made of it already, to spare its queries.
    """
    return revision is not None and has_hash(revision, decided.content_hash, page)


def scheduled_for(page_id: int | None) -> datetime | None:
    """Return the earliest time at which an approved version of a page becomes public; None when none is scheduled."""
    # Revisions store the id of their object as text.
    planned = Revision.page_revisions.filter(object_id=str(page_id), approved_go_live_at__isnull=False)
    return planned.order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True).first()


def planned_times(revision: Revision) -> tuple[datetime | None, datetime | None]:
    """Return the times from which and until which a revision's content is to be public, each None without one."""
    # Read from the revision's JSON: the page's row has the times of the public version.
    begins, ends = (revision.content.get(name) for name in ("go_live_at", "expire_at"))
    return begins and datetime.fromisoformat(begins), ends and datetime.fromisoformat(ends)


def has_expired(revision: Revision) -> bool:
    """Return whether the expiry date in a revision's content has passed; False without one."""
    _begins, ends = planned_times(revision)
    return ends is not None and ends <= timezone.now()


def may_be_public(revision: Revision) -> bool:
    """Return whether an approval, or the organization's trust, still allows exactly this revision to be public."""
    approval = approval_of(revision.pk)
    if (
        approval is None
        or not approval.organization.is_active
        or not matches_approved(decided_content(approval), revision)
    ):
        return False
    # An editor has approved it, before its publication or afterwards.
    if not approval.is_by_trust or approval.post_review == Submission.PostReview.FINE:
        return True
    # Published by trust alone: it stays public only as long as the trust holds.
    return (
        approval.organization.tier == Organization.Tier.TRUSTED
        and approval.post_review != Submission.PostReview.FINDING
        and not needs_editor(revision.as_object(), approval.organization)
    )
