"""The hash of what a batch made: of the page's content and its files, without the answers about people in pictures."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision

from assets.models import Image
from assets.services import shown_file_data
from moderation.comparison.content_hash import fingerprint

# A row of a picture is its id, the values of SHOWN, and its tags; one of a document is shorter.
PICTURE_ROW = len(Image.SHOWN) + 2
PEOPLE = Image.SHOWN.index("people") + 1


def moved_content_hash(revision: Revision, page: Page | None = None) -> str:
    """Return a hash of a revision's content and files, without the answers on people, which editors give later."""
    rows = [_without_people(row) for row in shown_file_data(page or revision.as_object())]
    return fingerprint(revision.content | {"files": rows})


def _without_people(row: list[Any]) -> list[Any]:
    return [*row[:PEOPLE], "", *row[PEOPLE + 1 :]] if len(row) == PICTURE_ROW else row
