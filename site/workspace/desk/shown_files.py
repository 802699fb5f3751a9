"""The pictures and documents of a page for an editor, large enough to be read before she decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from assets.models import READING_SIZE, Document, DocumentPreview, Image, Rendition
from assets.services import files_of
from orgs.pages.images import fetch_renditions, shown_pictures


@dataclass(frozen=True)
class PictureShown:
    """A picture at reading size, with its alternative text; no rendition where its file cannot be read."""

    image: Image
    rendition: Rendition | None
    words: str


@dataclass(frozen=True)
class DocumentShown:
    """A document with its preview, which is None until a worker has made it."""

    document: Document
    preview: DocumentPreview | None


@dataclass(frozen=True)
class ShownFiles:
    """The pictures and documents of a page, as an editor sees them."""

    pictures: list[PictureShown]
    documents: list[DocumentShown]

    def __bool__(self) -> bool:
        return bool(self.pictures or self.documents)


def shown_files(page: Page | None) -> ShownFiles:
    """Return the pictures and documents of a page version for an editor to look at, in three queries; none for None."""
    if page is None:
        return ShownFiles([], [])
    pictures = shown_pictures(page)
    documents = _documents(files_of(page)[Document])
    shown = pictures_shown((picture.image, picture.alt_text) for picture in pictures)
    return ShownFiles(shown, [DocumentShown(each, getattr(each, "preview", None)) for each in documents])


def pictures_shown(pictures: Iterable[tuple[Image, str]]) -> list[PictureShown]:
    """Return pictures with their alternative texts, rendered at reading size; missing renditions are made."""
    listed = list(pictures)
    if listed:
        # All in one query; without it each picture would ask for its own.
        fetch_renditions(image for image, _words in listed)
    return [PictureShown(image, _rendition(image), words) for image, words in listed]


def _rendition(image: Image) -> Any:
    try:
        return image.get_rendition(READING_SIZE)
    # The page says that this picture cannot be shown.
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None


def _documents(ids: set[int]) -> list[Document]:
    return list(Document.objects.filter(pk__in=ids).select_related("preview").order_by("pk")) if ids else []
