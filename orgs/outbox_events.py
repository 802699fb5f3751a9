"""The kinds of events about pages and organizations."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class PagePayload(TypedDict):
    """The ids of a page and of its organization."""

    page: int
    organization: int


class OrganizationPayload(TypedDict):
    """The id of an organization."""

    organization: int


PAGE_PUBLISHED = declare("page.published", PagePayload)
# The page has another address, or a restriction on it has ended.
PAGE_MOVED = declare("page.moved", PagePayload)
PAGE_RESTRICTED = declare("page.restricted", PagePayload)
PAGE_UNPUBLISHED = declare("page.unpublished", PagePayload)
PAGE_DELETED = declare("page.deleted", PagePayload)

# The organization's name, logo, status or visibility may have changed.
ORGANIZATION_CHANGED = declare("organization.changed", OrganizationPayload)
