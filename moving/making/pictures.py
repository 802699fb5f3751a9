"""Storing the pictures and documents of an old site, each once."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from assets.models import Document, Image
from assets.services import add_picture
from common.refusal import Refusal
from common.typed_text.characters import one_line
from moving.content.parts import PictureMark
from moving.content.wordpress import ATTACHMENT
from moving.making.files import Fetching, SiteFiles, path_of
from moving.models import MovedFile, MoveIn
from moving.reading.entries import OldPicture

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_ALT_TEXT = 80, 255, 300
# Names that cameras and programs give, which say nothing to a reader.
FILE_NAME = re.compile(r"[\w.+-]{0,100}\d{3,20}[\w.+-]{0,100}|[\w-]{1,100}\.(?:jpe?g|png|gif|webp|bmp)", re.IGNORECASE)


@dataclass
class PictureStore:
    """The pictures of one old site: found by number or address, stored in the organization's collection once.

    They are private, and nobody has answered about people in them. `written` are the names of files that were stored in
    the transaction that is open.
    """

    batch: MoveIn
    pictures: dict[str, OldPicture]
    files: SiteFiles
    fetching: Fetching
    written: list[Image | Document] = field(default_factory=list)
    # Of addresses that were looked for already: the id of the picture, None for one that cannot be had.
    _known: dict[str, int | None] = field(default_factory=dict)
    _by_path: dict[str, OldPicture] = field(init=False)

    def __post_init__(self) -> None:
        self._by_path = {path_of(each.address): each for each in self.pictures.values()}

    def described(self, mark: PictureMark) -> PictureMark:
        """Return a picture with its whole address, and the best words that the old site had for it."""
        if mark.address.startswith(ATTACHMENT):
            said = self.pictures.get(mark.address.removeprefix(ATTACHMENT))
        else:
            said = self._by_path.get(path_of(mark.address))
        address = said.address if said else mark.address
        caption = mark.caption or (said.caption if said else "")
        texts = (mark.alt_text, said.alt_text if said else "", caption)
        alt_text = next((text for text in map(readable_words, texts) if text), "")
        return PictureMark(address, alt_text[:LONGEST_ALT_TEXT], one_line(caption)[:LONGEST_ALT_TEXT].strip())

    def image(self, mark: PictureMark, notes: Counter[str]) -> int | None:
        """Store a picture of the old site, each once, and return its id; None, also noted, if missing or not fit."""
        if mark.address not in self._known:
            content = self._content(mark.address)
            self._known[mark.address] = self._stored(mark, content, notes) if content else None
        found = self._known[mark.address]
        if found is None:
            notes["no-picture"] += 1
        return found

    def document(self, address: str, title: str) -> int | None:
        """Store a document from the files beside the export and return its id; None if missing or refused."""
        content = self.files.read(address)
        if not content:
            return None
        key = hashlib.sha256(content).hexdigest()
        known = MovedFile.objects.filter(organization=self.batch.organization_id, key=key).first()
        if known:
            return known.document_id
        name = PurePosixPath(path_of(address)).name
        document = Document(
            title=one_line(title)[:LONGEST_DESCRIPTION] or name,
            file=ContentFile(content, name=name),
            collection=self.batch.organization.collection,
            uploaded_by_user=self.batch.brought_by,
        )
        try:
            self.written.append(document)
            document.save()
        except (ValidationError, Refusal):
            return None
        MovedFile.objects.create(batch=self.batch, organization=self.batch.organization, key=key, document=document)
        return document.pk

    def forget(self) -> None:
        """Delete the files stored in a transaction that failed, and forget the ids of all pictures stored so far."""
        for stored in self.written:
            if stored.file._committed:
                stored.file.storage.delete(stored.file.name)
        self._known.clear()
        self.written.clear()

    def _content(self, address: str) -> bytes | None:
        return self.files.read(address) or self.fetching.read(address)

    def _stored(self, mark: PictureMark, content: bytes, notes: Counter[str]) -> int | None:
        key = hashlib.sha256(content).hexdigest()
        known = MovedFile.objects.filter(organization=self.batch.organization_id, key=key).first()
        if known:
            return known.image_id
        source = BytesIO(content)
        source.name = PurePosixPath(path_of(mark.address)).name or "picture"
        with override("en"):
            credit = _("From the old site")
        try:
            image = add_picture(
                source,
                title=(mark.caption or mark.alt_text or source.name)[:LONGEST_TITLE],
                collection=self.batch.organization.collection,
                user=self.batch.brought_by,
                description=mark.alt_text[:LONGEST_DESCRIPTION],
                credit=credit,
            )
        except (ValidationError, Refusal):
            notes["unfit-picture"] += 1
            return None
        self.written.append(image)
        MovedFile.objects.create(batch=self.batch, organization=self.batch.organization, key=key, image=image)
        return image.pk


def readable_words(text: str) -> str:
    """Return a description as one line; "" for the name of a file, which describes nothing."""
    words = " ".join(one_line(text).split())
    return "" if FILE_NAME.fullmatch(words) else words
