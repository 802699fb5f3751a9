"""Previews of documents, made by a worker from the answers of a helper process."""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import TypedDict

from django.core.files.base import ContentFile
from django.db import transaction

from assets.models import Document, DocumentPreview
from assets.previews.contents import MOST_TEXT, document_words, first_page
from assets.previews.scans import scan_words
from common.helper_process import HelperError

logger = logging.getLogger(__name__)


class PreviewAnswer(TypedDict):
    """The preview that was read: `picture` is WebP in base64. Both texts are empty where it cannot be read.

    `is_machine_read` says that a program has read the text in the picture of a page.
    """

    picture: str
    text: str
    is_machine_read: bool


def make_previews(documents: Iterable[Document], read: Callable[[int], PreviewAnswer]) -> None:
    """Store a preview of each document that has none, made by `read`; an empty one where its process is killed.

    It is not tried again. `read` is given a document's id and raises HelperError when its process is killed. Anything
    else that it raises, such as NoHelperError, goes to the caller. Not to be called in a transaction, because it takes
    long.
    """
    for document in documents:
        if DocumentPreview.objects.filter(document=document).exists():
            continue
        try:
            told = read(document.pk)
        except HelperError as error:
            logger.error("The preview of document %s: %s", document.pk, error)
            told = PreviewAnswer(picture="", text="", is_machine_read=False)
        _keep(document, told)


@transaction.atomic
def _keep(document: Document, told: PreviewAnswer) -> None:
    # get_or_create: two workers may read the same document.
    defaults = {"text": told["text"], "is_machine_read": told["is_machine_read"]}
    preview, is_new = DocumentPreview.objects.get_or_create(document=document, defaults=defaults)
    if is_new and told["picture"]:
        preview.picture.save(f"{document.pk}.webp", ContentFile(b64decode(told["picture"])))


def read_document(document_id: int) -> PreviewAnswer:
    """Return the text and first page's picture of a stored document; empty if it is gone or unreadable."""
    told = PreviewAnswer(picture="", text="", is_machine_read=False)
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return told
    is_pdf = PurePath(document.filename).suffix.lower() == ".pdf"
    try:
        if is_pdf:
            with document.file.open("rb") as file:
                told["picture"] = b64encode(first_page(file)).decode()
        told["text"] = document_words(document)
        if is_pdf and not told["text"]:
            with document.file.open("rb") as file:
                told["text"] = scan_words(file)[:MOST_TEXT]
            told["is_machine_read"] = bool(told["text"])
    # Whatever a parser raises, an empty preview is stored: it is not tried again.
    except Exception as error:
        logger.info("No preview of document %s: %r", document_id, error)
    return told
