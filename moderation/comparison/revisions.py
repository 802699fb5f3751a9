"""Pages as one of their revisions has them."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision

# Fields that no revision changes. Wagtail would check in the database that each of their rows still exists.
LASTING = {
    "alias_of",
    "content_type",
    "latest_revision",
    "live_revision",
    "locale",
    "locked_by",
    "organization",
    "owner",
}


def version_of(page: Page, revision: Revision) -> Any:
    """Return the page with the content of one of its revisions, to be read and never saved.

    It is faster than `revision.as_object()`: `page` is made specific once for all its versions.
    """
    now = page.specific
    version = now.with_content_json({name: value for name, value in revision.content.items() if name not in LASTING})
    # Assigned and not read: both would cost a query for each version.
    version.locale = page.locale
    if hasattr(now, "organization_id"):
        version.organization_id = now.organization_id
    return version


def content_version_of(page: Page, revision: Revision) -> Any:
    """Return a page object with what people wrote in a revision and nothing else, made without a query; never saved.

    It has no place in the tree, and may refer to pictures and documents that are deleted.
    """
    content = {name: value for name, value in revision.content.items() if name not in LASTING}
    return page.specific_class.from_serializable_data(content, check_fks=False)


def public_version(page: Page) -> Any:
    """Return the page with its public revision's content (cached on the object); None for one without."""
    if not hasattr(page, "_public_version"):
        # Kept on the object: several rules ask for it within one request.
        page._public_version = version_of(page, page.live_revision) if page.live_revision else None
    return page._public_version
