"""The hash of the content that was sent for review.

A revision's id is no proof of its content: Wagtail's autosave overwrites a revision in place.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision

from assets.services import shown_file_data

# Fields of a revision about the state and place of the page, not about its content.
VOLATILE = {
    "alias_of",
    "depth",
    "draft_title",
    "expired",
    "first_published_at",
    "has_unpublished_changes",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
    "owner",
    "path",
    "url_path",
    "wagtail_admin_comments",
}

# Fields that pages got after a release: while they are empty, they are no content, and approvals of before hold.
ADDED_LATER = {"addressed_recommendations", "competition"}
# The same of the rows of a page: by the name of their relation, the columns and the values that stand for "empty".
ADDED_TO_ROWS: dict[str, dict[str, Any]] = {"participants": {"another": 0, "not_said": 0, "source": "typed"}}
EMPTY: tuple[Any, ...] = ("[]", "", None, [])


def content_hash(revision: Revision, page: Page | None = None) -> str:
    """Return the hash of a revision's content and shown files; saving the same content again keeps the hash.

    `page` is the page that was made of it already, to spare its queries. What the page shows of its files is part of
    it: a picture can be changed behind a page that names it by its id.
    """
    return fingerprint(revision.content | {"files": shown_file_data(page or revision.as_object())})


def has_hash(revision: Revision, stored: str, page: Page | None = None) -> bool:
    """Return whether a revision's content has the stored hash, by the present or the former way of hashing."""
    page = page or revision.as_object()
    return stored == content_hash(revision, page) or stored == former_hash(revision, page)


def former_hash(revision: Revision, page: Page | None = None) -> str:
    """Return a revision's content hash in its former form, without titles, consent, focal points and tags of files.

    What was decided then is compared as it was decided. A page without files has the same hash now.
    """
    return fingerprint(revision.content | {"files": shown_file_data(page or revision.as_object(), is_former=True)})


def row_has_hash(page: Any, stored: str, title: str) -> bool:
    """Return whether a page's database row, with `title` in place of its own title, has the stored content hash.

    The page is in its specific class.
    """
    content = page.serializable_data() | {"title": title}
    return any(
        stored == fingerprint(content | {"files": shown_file_data(page, is_former=is_former)})
        for is_former in (False, True)
    )


def fingerprint(content: dict[str, Any]) -> str:
    """Return the SHA-256, as 64 hexadecimal digits, of a page's content in Wagtail's serializable form."""
    lasting = {key: _rows_content(key, value) for key, value in content.items() if _is_content(key, value)}
    # Never write it in another way: all stored hashes would fail, and with them all approvals.
    text = json.dumps(lasting, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_content(name: str, value: Any) -> bool:
    return name not in VOLATILE and not (name in ADDED_LATER and value in EMPTY)


def _rows_content(name: str, value: Any) -> Any:
    """Return child rows without their primary keys, which they get only when published, and without empty new columns.

    Any other value is returned as it is.
    """
    if not isinstance(value, list):
        return value
    added = ADDED_TO_ROWS.get(name, {})
    return [
        {key: part for key, part in row.items() if key != "pk" and not (key in added and part == added[key])}
        if isinstance(row, dict)
        else row
        for row in value
    ]
