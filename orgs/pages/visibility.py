"""Which pages the public gets: what is live, not past its end, and of an organization that is seen."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.models import Page

from orgs.models import OrgContentPage


def has_expired(page: Page) -> bool:
    """Past its end; Wagtail keeps such a page live until its scheduler runs."""
    return page.expire_at is not None and page.expire_at <= timezone.now()


def is_public(page: OrgContentPage) -> bool:
    """Seen by everybody, as far as page and organization say; restrictions are Wagtail's."""
    return page.live and not has_expired(page) and page.organization.is_public


def refuse_hidden(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Answer as if the page did not exist. Raises Http404.

    A member's preview does not come this way.
    """
    if isinstance(page, OrgContentPage) and not is_public(page):
        raise Http404
