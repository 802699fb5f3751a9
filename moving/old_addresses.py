"""The old addresses of pages that moved in: readers who follow one are sent to the page, by Wagtail's redirects."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from common.typed_text.web_addresses import clean_address
from moving.reading.entries import UnreadableFileError
from orgs.models import OrgContentPage

LONGEST_PATH = 255
MOST_ROWS = 50_000
COLUMNS = ["old", "new"]


def old_path(address: str) -> str:
    """Return the path and query of an old address in the form of Wagtail's redirects; "" for one that leads nowhere."""
    try:
        parts = urlsplit(clean_address(address.strip()))
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    found = str(Redirect.normalise_path(path)) if path.startswith("/") else ""
    return found if found not in ("", "/") and len(found) <= LONGEST_PATH else ""


def add_redirect(address: str, page_id: int) -> bool:
    """Send readers of an old address to a page; return whether that is new. The first page of an address keeps it."""
    path = old_path(address)
    if not path or Redirect.objects.filter(old_path=path).exists():
        return False
    Redirect.objects.create(old_path=path, redirect_page_id=page_id, is_permanent=True)
    return True


def read_redirects(path: Path) -> tuple[int, list[str]]:
    """Add the redirects of an old,new table; return how many and the lines in error. Raises UnreadableFileError.

    "new" is the address of a public page of this portal. Raises UnreadableFileError for a wrong table; then none is
    added.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for _number, row in zip(range(MOST_ROWS), csv.reader(file, strict=True), strict=False)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(f"The table cannot be read: {error}.") from error
    if not rows or rows[0] != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise UnreadableFileError("The table has two columns, and its first line says old,new.")
    added, wrong = 0, []
    for line, (old, new) in enumerate(rows[1:], 2):
        page = page_at(new)
        if page is None or not old_path(old):
            wrong.append(f"line {line}: {old} -> {new}")
        else:
            added += add_redirect(old, page.pk)
    return added, wrong


def page_at(address: str) -> Page | None:
    """Return the public page of an organization at an address or path of this portal; None for another address."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    try:
        path = urlsplit(address.strip()).path.rstrip("/")
    except ValueError:
        return None
    if site is None or not path.startswith("/"):
        return None
    same_slug = OrgContentPage.objects.live().public().filter(slug=path.rpartition("/")[2])
    return next((page for page in same_slug if page.relative_url(site).rstrip("/") == path), None)
