"""The pictures of the short forms: found again, stored and described."""

from __future__ import annotations

from typing import Any

from wagtail.utils.file import hash_filelike

from assets.models import Document, Image
from assets.services import add_picture, updated_description
from khmer.typography import first_words
from orgs.models import Organization

LONGEST_NAME = 80


def updated_picture(organization: Organization, user: Any, post: dict[str, Any], current: Image | None) -> Image | None:
    """Return a form's picture, stored if new, its description and consent saved; None if none or removed.

    Its description and consent are updated.
    """
    image = post["photo"]
    if post["file"]:
        image = current if is_same_file(post["file"], current) else store_picture(organization, user, post)
    # A new photo wins over the tick to remove the old one.
    if image is None or (post["remove"] and not post["file"]):
        return None
    said = {"description": post["alt_text"], "people": post["people"]}
    return updated_description(image, user=user, collection=organization.collection, **said)


def is_same_file(file: Any, stored: Image | Document | None) -> bool:
    """Return whether an upload (a picture without its metadata) has the same bytes as a stored file; False for None."""
    if stored is None:
        return False
    file.seek(0)
    same = hash_filelike(file) == stored.file_hash
    file.seek(0)
    return same


def store_picture(organization: Organization, user: Any, post: dict[str, Any]) -> Image:
    """Store a form's uploaded picture in an organization's collection; return it. May raise Refusal (quota)."""
    words = post.get("alt_text") or first_words(post.get("text") or post.get("title") or "", LONGEST_NAME)
    return add_picture(
        post["file"],
        title=(words or post["file"].name)[:LONGEST_NAME],
        collection=organization.collection,
        user=user,
        description=post.get("alt_text") or "",
        people=post.get("people") or "",
    )
