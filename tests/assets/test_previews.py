"""Previews of documents for editors: a PDF's first page, the words of all others, and no harm by hostile ones."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Pillow

from assets.models import Document, DocumentPreview
from assets.previews import contents
from assets.previews.contents import first_page, words_of
from assets.previews.making import make_previews, read_document
from common.helper_process import HelperError, NoHelperError
from tests.accounts.sign_in_helpers import sign_in
from tests.assets import files

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def word(*paragraphs: str) -> str:
    lines = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return f'<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'


def slide(text: str) -> str:
    return f'<p:sld xmlns:p="p" xmlns:a="{DRAWING}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'


def open_document(text: str) -> str:
    return f'<o:document xmlns:o="o" xmlns:text="{TEXT}"><text:p>{text}</text:p></o:document>'


OPEN = {"mimetype": "", "content.xml": open_document("Call Dara.")}
CONTENTS: dict[str, bytes] = {
    ".docx": files.zip_bytes({"word/document.xml": word("Call Dara.", "At once.")}),
    ".pptx": files.zip_bytes(
        {"ppt/slides/slide2.xml": slide("At once."), "ppt/slides/slide1.xml": slide("Call Dara.")}
    ),
    ".xlsx": files.zip_bytes({"xl/sharedStrings.xml": f'<sst xmlns="{SHEET}"><si><t>Call Dara.</t></si></sst>'}),
    ".odt": files.zip_bytes(OPEN),
    ".ods": files.zip_bytes(OPEN),
    ".odp": files.zip_bytes(OPEN),
    ".txt": "Call Dara. ស្ត្រី".encode(),
    ".csv": "Call Dara.;012".encode("utf-16"),
    ".pdf": files.pdf_bytes(2),
}


def test_each_kind_that_is_taken_has_a_case() -> None:
    assert {f".{extension}" for extension in settings.WAGTAILDOCS_EXTENSIONS} == set(CONTENTS)


@pytest.mark.parametrize("extension", sorted(set(CONTENTS) - {".pdf"}))
def test_the_words_of_a_document_are_read(extension: str) -> None:
    told = words_of(BytesIO(CONTENTS[extension]), f"report{extension}")
    assert told.startswith("Call Dara.")
    if extension in (".docx", ".pptx"):
        assert told == "Call Dara.\nAt once."


def test_the_first_page_of_a_pdf_is_a_picture_of_bounded_size() -> None:
    with Pillow.open(BytesIO(first_page(BytesIO(files.pdf_bytes(3))))) as picture:
        assert picture.format == "WEBP"
        assert max(picture.size) <= contents.LONGEST_SIDE + 1


HOSTILE = {
    "no zip": (".docx", b"no zip"),
    "half a zip": (".docx", CONTENTS[".docx"][:100]),
    "no xml": (".docx", files.zip_bytes({"word/document.xml": "<w:p>"})),
    "entities": (
        ".docx",
        files.zip_bytes({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'}),
    ),
    "unpacks to much": (".odt", files.zip_bytes({"content.xml": open_document(" " * 9_000_000)})),
    "no pdf": (".pdf", b"%PDF-1.4 nothing"),
    "no page": (".pdf", b""),
}


def test_no_more_is_unpacked_than_is_read() -> None:
    with pytest.raises(ValueError, match="too much"):
        words_of(BytesIO(HOSTILE["unpacks to much"][1]), "report.odt")


@pytest.fixture
def make_document(organization: Any) -> Any:
    def make(extension: str, content: bytes) -> Document:
        document = Document(title="Report", collection=organization.collection)
        # As if it had come in before its content was looked at.
        document.file.save(f"report{extension}", ContentFile(content), save=False)
        document.save()
        return document

    return make


@pytest.mark.django_db
@pytest.mark.parametrize(("extension", "content"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_has_an_empty_preview_and_is_not_tried_again(
    extension: str, content: bytes, make_document: Any
) -> None:
    document = make_document(extension, content)
    make_previews([document], read_document)
    preview = DocumentPreview.objects.get()
    assert (preview.picture.name, preview.text) == ("", "")
    make_previews([document], lambda key: pytest.fail("tried again"))


@pytest.mark.django_db
def test_what_hangs_is_given_up_and_what_finds_no_helper_is_tried_later(make_document: Any) -> None:
    document = make_document(".pdf", CONTENTS[".pdf"])

    def fail(error: Exception) -> None:
        def read(document_id: int) -> Any:
            raise error

        make_previews([document], read)

    with pytest.raises(NoHelperError):
        fail(NoHelperError("busy"))
    assert not DocumentPreview.objects.exists()
    fail(HelperError("killed"))
    assert DocumentPreview.objects.get().text == ""


@pytest.mark.django_db
def test_long_texts_are_cut(make_document: Any) -> None:
    document = make_document(".txt", "ក".encode() * 50_000)
    make_previews([document], read_document)
    assert len(DocumentPreview.objects.get().text) == contents.MOST_TEXT


@pytest.mark.django_db
def test_a_preview_is_for_those_who_work_with_the_document(
    client: Client, make_document: Any, make_page: Any, organization: Any, officer: Any, editor: Any, other_officer: Any
) -> None:
    """Also when the document is public: its first page is nobody else's."""
    document = make_document(".pdf", CONTENTS[".pdf"])
    make_page("publication", organization, document=document, live=True)
    make_previews([document], read_document)
    address = DocumentPreview.objects.get().picture_url
    assert client.get(address).status_code == 404
    for person, status in ((officer, 200), (editor, 200), (other_officer, 404)):
        sign_in(client, person)
        answer = client.get(address)
        assert answer.status_code == status
        assert status == 404 or "no-store" in answer["Cache-Control"]


@pytest.mark.django_db(transaction=False)
def test_a_preview_goes_with_its_document(make_document: Any, django_capture_on_commit_callbacks: Any) -> None:
    document = make_document(".pdf", CONTENTS[".pdf"])
    make_previews([document], read_document)
    picture = DocumentPreview.objects.get().picture
    assert picture.storage.exists(picture.name)
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not picture.storage.exists(picture.name)
