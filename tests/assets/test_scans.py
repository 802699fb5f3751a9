"""Scanned PDFs: their words are read by a program where it is installed, within seconds, and told as such."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.files.base import ContentFile

from assets.models import Document, DocumentPreview
from assets.previews import scans
from assets.previews.making import make_previews, read_document
from assets.previews.scans import can_read_scans, picture_words, scan_words
from blog.file_proposals import is_machine_read, proposed_by
from events.papers.printing import print_html
from tests.assets import files
from tests.services.conftest import unavailable

TITLE, KHMER = "Colours from the garden", "ព្រមព្រៀងតម្លៃរួម"
PAGE = f"""<style>@font-face {{font-family: N; src: url(paper:regular)}}
body {{font: 16pt/1.8 N, serif}}</style><h1>{TITLE}</h1><p>អ្នកត្បាញនៅតាកែវ {KHMER}</p>"""


@pytest.fixture(scope="module")
def scan() -> bytes:
    """Return a PDF of one page that is a picture of an English title and a Khmer sentence."""
    if not can_read_scans():
        unavailable("Tesseract is not installed (Debian: tesseract-ocr tesseract-ocr-khm)")
    printed = print_html(PAGE)
    picture = pypdfium2.PdfDocument(printed)[0].render(scale=2.5).to_pil().convert("RGB")
    target = BytesIO()
    picture.save(target, "PDF", resolution=180)
    return target.getvalue()


@pytest.fixture
def document(organization: Any, scan: bytes) -> Document:
    document = Document(title="Report", collection=organization.collection)
    document.file.save("report.pdf", ContentFile(scan), save=False)
    document.save()
    return document


def test_a_scan_is_read_in_both_languages(scan: bytes) -> None:
    words = scan_words(BytesIO(scan))
    assert TITLE in words
    assert KHMER in words


def test_without_the_program_there_are_no_words(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert scan_words(BytesIO(scan)) == ""


def test_a_program_that_hangs_is_ended(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "tesseract"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    began = time.monotonic()
    assert picture_words(b"picture", 0.5) is None
    assert time.monotonic() - began < 30


def test_blank_pages_cost_no_run_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "can_read_scans", lambda: True)
    monkeypatch.setenv("PATH", "")  # a run would raise
    assert scan_words(BytesIO(files.pdf_bytes(2))) == ""


@pytest.mark.django_db
def test_a_proposal_from_a_scan_says_so(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blog.file_proposals.read_document_apart", lambda key, total: read_document(key))
    assert proposed_by(document)["title"] == TITLE
    assert is_machine_read(document)


@pytest.mark.django_db
def test_words_that_a_file_itself_has_are_not_read_by_a_program(organization: Any) -> None:
    written = Document(title="Notes", collection=organization.collection)
    written.file.save("notes.txt", ContentFile("Six new looms came."), save=False)
    written.save()
    make_previews([written], read_document)
    assert not DocumentPreview.objects.get().is_machine_read
