"""Active content of documents, and encryption, are found by kind; plain documents are let alone."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from assets.document_types import OLE, count_pages, refuse_wrong_type
from assets.kinds.active_content import active_content
from tests.assets import files

DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}
TEMPLATE = '<Relationship Type="http://x/relationships/attachedTemplate" Target="http://x/" TargetMode="External"/>'

FOUND = [
    ("a.pdf", files.encrypted_pdf("secret"), ["password"]),
    ("a.pdf", files.acting_pdf(OpenAction="4 0 R"), ["script"]),
    ("a.pdf", files.acting_pdf(OpenAction="<< /S /J#61vaScript /J#53 (x) >>"), ["script"]),
    ("a.pdf", files.acting_pdf(Names="<< /JavaScript << /Names [(a) 4 0 R] >> >>"), ["script"]),
    ("a.pdf", files.acting_pdf(AA="<< /WC << /S /Launch /F (cmd.exe) >> >>"), ["launch"]),
    ("a.pdf", files.acting_pdf(OpenAction="<< /S 5 0 R /F (cmd.exe) >>"), ["launch"]),
    ("a.pdf", files.acting_pdf(OpenAction="<< /S /GoTo /D [3 0 R /Fit] /Next << /S /SubmitForm >> >>"), ["sends"]),
    ("a.pdf", files.acting_pdf(AcroForm="<< /Fields [] /XFA (x) >>"), ["script"]),
    ("a.pdf", files.acting_pdf(Names="<< /EmbeddedFiles << /Names [] >> >>"), ["inside"]),
    ("a.pdf", b"\xef\xbb\xbf\n" + files.acting_pdf(OpenAction="4 0 R"), ["script"]),
    ("a.docx", files.zip_bytes(DOCX | {"word/vbaProject.bin": "x"}), ["macros"]),
    ("a.docx", files.zip_bytes(DOCX | {"[Content_Types].xml": "application/x.macroEnabled.main+xml"}), ["macros"]),
    ("a.xlsx", files.zip_bytes({"xl/workbook.xml": "<x/>", "xl/VBAPROJECT.BIN": "x"}), ["macros"]),
    ("a.xlsx", files.zip_bytes({"xl/workbook.xml": "<x/>", "xl/macrosheets/sheet1.xml": "x"}), ["macros"]),
    ("a.xlsx", files.zip_bytes({"xl/externalLinks/externalLink1.xml": "<ddeLink/>"}), ["remote"]),
    ("a.pptx", files.zip_bytes({"ppt/presentation.xml": "<x/>", "ppt/vbaProject.bin": "x"}), ["macros"]),
    ("a.odt", files.zip_bytes({"content.xml": "<x/>", "Basic/Standard/Module1.xml": "x"}), ["macros"]),
    ("a.odt", files.zip_bytes({"content.xml": "<script:event-listener/>"}), ["macros"]),
    ("a.ods", files.zip_bytes({"META-INF/manifest.xml": "<manifest:encryption-data/>"}), ["password"]),
    ("a.docx", files.zip_bytes(DOCX | {"word/activeX/activeX1.bin": "x"}), ["script"]),
    ("a.docx", files.zip_bytes(DOCX | {"word/embeddings/oleObject1.bin": "x"}), ["inside"]),
    ("a.docx", files.zip_bytes(DOCX | {"word/_rels/settings.xml.rels": TEMPLATE}), ["remote"]),
    ("a.docx", files.zip_bytes(DOCX | {"word/document.xml": "<w:instrText>DDEAUTO c:\\\\x</w:instrText>"}), ["remote"]),
    ("a.csv", b"name,sum\n=cmd|' /C calc'!A0,1\n", ["launch"]),
    ("a.pdf", files.pdf_bytes(3), []),
    ("a.pdf", files.encrypted_pdf(""), []),
    ("a.pdf", files.acting_pdf(OpenAction="<< /S /GoTo /D [3 0 R /Fit] >>"), []),
    ("a.pdf", files.acting_pdf(OpenAction="<< /S /URI /URI (https://example.org) >>"), []),
    ("a.docx", files.zip_bytes(DOCX | {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": "x"}), []),
    ("a.csv", "ឈ្មោះ,ចំនួន\n-1,+2\n".encode(), []),
    *((f"a.{kind}", files.office_bytes(kind), []) for kind in ("docx", "xlsx", "pptx", "odt", "ods", "odp")),
]


def test_what_a_document_does_is_found_by_kind() -> None:
    wrong = [
        (name, index, found)
        for index, (name, content, codes) in enumerate(FOUND)
        if (found := active_content(io.BytesIO(content), name)) != codes
    ]
    assert wrong == []


BEFORE = [
    b"\xef\xbb\xbf",
    b"\n",
    b"\r\n\t  ",
    b"\0" * 5,
    b" " * 1000,
    b"\x1b%-12345X@PJL\n",
    b"Content-Type: x\r\n\r\n",
]


@pytest.mark.parametrize("before", BEFORE)
def test_a_pdf_may_begin_within_its_first_bytes(before: bytes) -> None:
    file = ContentFile(before + files.pdf_bytes(2), name="report.pdf")
    refuse_wrong_type(file)
    assert count_pages(file) == 2


@pytest.mark.parametrize("before", [b" " * 1024, b"<html>", b"MZ\0", b"\x7fELF", b"GIF89a", b"PK\3\4", b"\xff\xd8\xff"])
def test_another_file_that_holds_a_pdf_is_none(before: bytes) -> None:
    with pytest.raises(ValidationError) as refusal:
        refuse_wrong_type(ContentFile(before + files.pdf_bytes(), name="report.pdf"))
    assert refusal.value.code == "not_its_kind"


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx", "odt"])
def test_an_office_document_with_a_password_is_refused_as_that(extension: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        refuse_wrong_type(ContentFile(OLE + b"\0" * 2000, name=f"report.{extension}"))
    assert refusal.value.code == "closed"
    assert "password" in refusal.value.messages[0]
