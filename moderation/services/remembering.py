"""Remembering of content for which an editor must look: taken down, rejected, or made from another site."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision

from assets.services import file_hashes_of
from moderation.comparison.revisions import version_of
from moderation.models import ImportedContent, RememberedContent, Submission, Withdrawal
from moderation.rules.memory import is_unseen_import, text_digests
from moderation.rules.permissions import organization_of


def remember_refusal(submission: Submission) -> None:
    """Store digests of a rejected submission's content, so that copies of it must wait for an editor."""
    if submission.revision is not None:
        version = version_of(submission.page, submission.revision)
        _remember(version, submission.organization_id, submission=submission)


def remember_takedown(page: Page, withdrawal: Withdrawal, *, was_public: bool) -> None:
    """Store digests of a taken-down page's content, if it was public, and its scheduled versions, to recognise copies.

    The page is as its row has it.
    """
    if was_public:
        _remember(page, withdrawal.organization_id, withdrawal=withdrawal)
    # Scheduled versions too: their content would have been public soon.
    for revision in Revision.objects.for_instance(page).exclude(approved_go_live_at=None):
        _remember(version_of(page, revision), withdrawal.organization_id, withdrawal=withdrawal)


def mark_imported(page: Page) -> None:
    """Mark a page as made from another site: it and its translations wait for an editor, whatever the tier."""
    ImportedContent.objects.get_or_create(
        translation_key=page.translation_key, defaults={"organization": organization_of(page)}
    )


def mark_copy(page: Page, copy: Page) -> None:
    """Mark the copy of a page as made from another site, if the page is and no editor has approved it yet."""
    if is_unseen_import(page):
        mark_imported(copy)


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
