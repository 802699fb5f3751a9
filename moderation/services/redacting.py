"""Removal of words from a page and all its versions, for the erasure of a person; approvals stay valid."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from catalog.services import update_row
from common.personal_data.redaction import Redact, redact_row, redacted_data
from moderation.comparison.content_hash import content_hash, has_hash
from moderation.models import Correction, Submission
from orgs.models import OrgContentPage
from orgs.outbox_events import PAGE_MOVED
from orgs.receivers import record_addresses, record_page

COMMENTS = "wagtail_admin_comments"


@transaction.atomic
def redact_page(page_id: int, redact: Redact, without_comments_of: Collection[int] = ()) -> Page | None:
    """Replace words in a page and all its versions, delete some people's comments on it; return it, None if gone.

    A submission whose content matched its hash gets the hash of the new content, so that its decision stays valid. The
    row of a public page, and with it the index, changes in this transaction; its files follow by the outbox. Returns
    the page in its specific class, or None where it is gone.
    """
    row = Page.objects.select_for_update().filter(pk=page_id).first()
    if row is None:
        return None
    matching = _with_their_content(row.specific)
    for model in (*type(row.specific)._meta.get_parent_list(), type(row.specific)):
        # Without url_path: replaced words in it could be those of a page above. _move makes it from the slug.
        redact_row(model, page_id, redact, leave=("url_path",))
    page = Page.objects.get(pk=page_id)
    _move(page, row)
    for revision in Revision.objects.for_instance(row).order_by("pk"):
        _redact_revision(revision, page, redact, without_comments_of)
    # Found before anything was replaced; a hash that did not match then must not be made to match now.
    for judged in matching:
        revision = Revision.objects.get(pk=judged.revision_id)
        type(judged).objects.filter(pk=judged.pk).update(content_hash=content_hash(revision))
    if isinstance(page.specific, OrgContentPage):
        update_row(page_id)
        if page.live:
            record_page(PAGE_MOVED, page.specific)
    return page.specific


def _with_their_content(page: Any) -> list[Submission | Correction]:
    """Return the submissions and corrections whose revision still matches their hash."""
    sent = Submission.objects.filter(page=page.pk).exclude(revision=None).select_related("revision")
    offered = Correction.objects.filter(submission__page=page.pk).exclude(revision=None).select_related("revision")
    judged: list[Submission | Correction] = [*sent, *offered]
    return [each for each in judged if each.revision and has_hash(each.revision, each.content_hash)]


def _redact_revision(revision: Revision, page: Page, redact: Redact, without_comments_of: Collection[int]) -> None:
    """Replace words in one revision, and delete the comments of these people in it."""
    content = redacted_data(revision.content, redact)
    for name in ("slug", "url_path"):
        if content.get(name) != revision.content.get(name):
            content[name] = getattr(page, name)
    if comments := content.get(COMMENTS):
        content[COMMENTS] = [_with_replies(each, without_comments_of) for each in comments]
        content[COMMENTS] = [each for each in content[COMMENTS] if each.get("user") not in without_comments_of]
    changed = {"content": content, "object_str": redact(revision.object_str)}
    if content != revision.content or changed["object_str"] != revision.object_str:
        Revision.objects.filter(pk=revision.pk).update(**changed)


def _with_replies(comment: dict[str, Any], without: Collection[int]) -> dict[str, Any]:
    replies = [reply for reply in comment.get("replies", ()) if reply.get("user") not in without]
    return comment | {"replies": replies} if "replies" in comment else comment


def _move(page: Page, before: Page) -> None:
    """Give a page, and the pages below it, the address of its new slug: the old slug would name her for ever."""
    if page.slug != before.slug and not page.is_root():
        page.set_url_path(page.get_parent())
        Page.objects.filter(pk=page.pk).update(url_path=page.url_path)
        page._update_descendant_url_paths(before.url_path, page.url_path)
        record_addresses(page)
