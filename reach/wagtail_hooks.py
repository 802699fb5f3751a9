"""A hook that notes which page a request reads."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from orgs.models import OrgContentPage


@hooks.register("before_serve_page")
def note_page(page: Page, request: HttpRequest, *args: Any) -> None:
    """Note on the request which page of an organization it reads, for page cache and middleware (a hook)."""
    if isinstance(page, OrgContentPage):
        request.read_page_id = page.pk  # type: ignore[attr-defined]
