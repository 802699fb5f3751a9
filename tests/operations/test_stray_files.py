"""Files that no row names are deleted after a week, and no others."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from assets.models import Document
from assets.services import add_picture
from operations.stray_files import delete_stray_files
from tests.assets.files import pdf_bytes, picture_file, upload

pytestmark = pytest.mark.django_db


def stored(name: str, days: float) -> str:
    """Write a file without a row, so many days ago."""
    kept = default_storage.save(name, ContentFile(b"bytes"))
    age(kept, days)
    return kept


def age(name: str, days: float) -> None:
    then = (timezone.now() - dt.timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (then, then))


@pytest.fixture
def kept(organization) -> list[str]:
    """A picture and a document with their rows, weeks old, and files that are no business of the sweep."""
    picture = add_picture(picture_file(), title="Loom", collection=organization.collection)
    paper = Document(title="Report", file=upload("report.pdf", pdf_bytes()), collection=organization.collection)
    paper.save()
    for file in (picture, paper):
        age(file.file.name, 30)
    young, other = stored("original_images/young.jpg", 6), stored("exports/a.csv", 30)
    return [picture.file.name, paper.file.name, young, other, stored(".takeouts/a.zip", 30)]


def test_old_files_without_a_row_go_and_all_others_stay(kept) -> None:
    strays = [stored("original_images/killed.jpg", 8), stored("documents/killed.pdf", 8)]
    assert delete_stray_files() == 2 and delete_stray_files() == 0
    assert not any(map(default_storage.exists, strays)) and all(map(default_storage.exists, kept))


def test_half_of_all_files_wait_for_a_person(kept, caplog, capsys) -> None:
    strays = [stored(f"documents/{number}.pdf", 8) for number in range(4)]
    assert delete_stray_files() == 0 and "4 of 7 files have no row" in caplog.text
    call_command("stray_files")
    told = capsys.readouterr().out
    assert all(name in told for name in strays) and all(map(default_storage.exists, strays))
    call_command("stray_files", delete=True)
    assert "4 of 7 files were deleted." in capsys.readouterr().out
    assert not any(map(default_storage.exists, strays)) and all(map(default_storage.exists, kept))
