"""Remembering of content that an editor took down or rejected, in the transaction of the decision."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision

from assets.services import file_hashes_of
from moderation.comparison.revisions import version_of
from moderation.models import RememberedContent, Submission, Withdrawal
from moderation.rules.memory import text_digests


def remember_refusal(submission: Submission) -> None:
    """Store digests of a rejected submission's content, so that copies of it must wait for an editor."""
    if submission.revision is not None:
        version = version_of(submission.page, submission.revision)
        _remember(version, submission.organization_id, submission=submission)


def remember_takedown(page: Page, withdrawal: Withdrawal, *, was_public: bool) -> None:
    """Store digests of a taken-down page's public content and scheduled versions, to recognise copies.

    The page is as its row has it.
    """
    if was_public:
        _remember(page, withdrawal.organization_id, withdrawal=withdrawal)
    for revision in Revision.objects.for_instance(page).exclude(approved_go_live_at=None):
        _remember(version_of(page, revision), withdrawal.organization_id, withdrawal=withdrawal)


def _remember(page: Page, organization_id: int, **decision: Any) -> None:
    """Store digests of a page's text and hashes of its files, with the decision."""
    RememberedContent.objects.create(
        organization_id=organization_id,
        title=page.title,
        translation_key=page.translation_key,
        shingles=b"".join(text_digests(page)),
        file_hashes=sorted(file_hashes_of(page)),
        **decision,
    )
