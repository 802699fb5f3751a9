"""The content of the portal that is lost: the flow's people and pages, many pages, private drafts, documents.

`populate` runs inside a portal's process. The bytes of the documents follow from their numbers, so that a kept database
needs no kept files.
"""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from assets.models import Document, FilePublicity
from orgs.models import Organization
from tests.factories import drain_outbox, make_page
from tests.services.flow.seed import seed

ORGANIZATIONS, DRAFTS, SHOWN = 10, 60, 20
DOCUMENT_BYTES = 2_000_000
EXPECTED = "expected.json"
PUBLICITY = ("document_id", "image_id", "page_id", "is_open")
# A word that stands in drafts alone.
SECRET_WORD = "nevertobeseen"


def populate(pages: int, megabytes: int, folder: str) -> None:
    """Fill a founded portal, and write what must be true of it into the folder."""
    seed()
    call_command("populate", organizations=ORGANIZATIONS, pages=pages)
    organizations = list(Organization.objects.filter(slug__startswith="corpus-").order_by("pk"))
    drafts = [
        make_page("update", organizations[number % len(organizations)], "en", title=f"{SECRET_WORD} {number}")
        for number in range(DRAFTS)
    ]
    documents = add_documents(organizations, megabytes * 1_000_000 // DOCUMENT_BYTES)
    for number, document in enumerate(documents[:SHOWN]):
        owner = next(each for each in organizations if each.collection_id == document.collection_id)
        make_page("publication", owner, "en", live=True, title=f"A paper {number}", document=document)
    drain_outbox()
    expected = {
        "drafts": [draft.url for draft in drafts],
        "shown": [document.url for document in documents[:SHOWN]],
        "kept": [document.url for document in documents[SHOWN:]],
        "opened": list(FilePublicity.objects.values_list(*PUBLICITY)),
    }
    (Path(folder) / EXPECTED).write_text(json.dumps(expected))
    connection.close()


def add_documents(organizations: list[Organization], count: int) -> list[Document]:
    """Add a row for each document, whose file `write_documents` writes."""
    return list(
        Document.objects.bulk_create(
            [document_row(number, organizations[number % len(organizations)]) for number in range(count)]
        )
    )


def document_row(number: int, organization: Organization) -> Document:
    return Document(
        title=f"Paper {number}",
        file=f"documents/paper-{number:05}.txt",
        collection=organization.collection,
        file_size=DOCUMENT_BYTES,
        file_hash=hashlib.sha1(document_bytes(number)).hexdigest(),
    )


def document_bytes(number: int) -> bytes:
    return random.Random(number).randbytes(DOCUMENT_BYTES)


def write_documents(files: Path, megabytes: int) -> None:
    """Write the files of the documents below a portal's folder of files."""
    folder = files / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(megabytes * 1_000_000 // DOCUMENT_BYTES):
        (folder / f"paper-{number:05}.txt").write_bytes(document_bytes(number))


def read_expected(folder: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((folder / EXPECTED).read_text())
    return expected
