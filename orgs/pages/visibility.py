"""Visibility of pages: a public page is live, not expired, and of a public organization."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.models import Page

from orgs.models import OrgContentPage


def has_expired(page: Page) -> bool:
    """Return whether a page's set end of publication (expire_at) has passed."""
    # Wagtail unpublishes an expired page only when its scheduler runs; until then it is still `live`.
    return page.expire_at is not None and page.expire_at <= timezone.now()


def is_public(page: OrgContentPage) -> bool:
    """Return whether a page is live, not expired and of a public organization; view restrictions do not count."""
    return page.live and not has_expired(page) and page.organization.is_public


def refuse_hidden(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Raise Http404 for a page that is expired or of a non-public organization, before Wagtail serves it (a hook).

    A member's preview does not come this way.
    """
    if isinstance(page, OrgContentPage) and not is_public(page):
        raise Http404
