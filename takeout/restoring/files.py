"""Create the pictures and documents of an archive, with the same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from assets.kinds.bare_pictures import is_bare
from assets.models import Document, Image
from assets.models.files import People
from assets.pictures.metadata import BarePicture, bare_pixels, without_metadata
from orgs.models import Organization
from takeout.archive_format import FILE
from takeout.references import FILES
from takeout.restoring.errors import ArchiveError
from takeout.restoring.opening import CheckedArchive
from takeout.restoring.values import LARGEST_NUMBER, text

# A record has all of these names and no other: none is overlooked, and none is stored unchecked.
NAMES = {"number", "kind", "path", "name", "title", "tags", "description", "credit", "people", "focal_point"}
# The columns of Wagtail's focal point: x, y, width and height.
FOCAL_POINT = Image.FOCAL_POINT
# The three kinds of pictures that the portal stores; HEIC and AVIF become one of them when they are uploaded.
PICTURE_NAME = re.compile(r"files/[0-9a-f]{64}\.(?:jpg|png|webp)")
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,98}")
MOST_TAGS, LONGEST_TAG = 50, 100


@dataclass(frozen=True)
class FileRecord:
    """A picture or document of an archive."""

    number: int
    kind: str
    path: str
    name: str
    title: str
    tags: list[str]
    description: str
    credit: str
    people: str
    focal_point: list[int] | None


def file_records(archive: CheckedArchive) -> list[FileRecord]:
    """Return the records of all files of an archive. Raises ArchiveError for a wrong value or a missing file."""
    said = archive.manifest.get("files")
    if not isinstance(said, list) or len(said) > settings.ORGANIZATION_MAX_FILES:
        raise ArchiveError("It has more files than an organization may keep.")
    records = [_record(each, archive) for each in said]
    # Else two files would get one id, and what refers to the number would lead to the wrong one.
    if len({record.number for record in records}) < len(records):
        raise ArchiveError("The number of a file stands twice.")
    # The two sets are equal in both directions: no file without its record, and no record without its file.
    if {record.path for record in records} != {name for name in archive.names if FILE.fullmatch(name)}:
        raise ArchiveError("It has a file that its list of files does not name.")
    return records


def _record(said: Any, archive: CheckedArchive) -> FileRecord:
    where = "list of files"
    # type() and not isinstance: True is an int for Python.
    if not isinstance(said, dict) or said.keys() != NAMES or type(said["number"]) is not int:
        raise ArchiveError(f"{where}: a file is described wrongly.")
    is_kind = isinstance(said["kind"], str) and said["kind"] in FILES
    if not is_kind or not isinstance(said["path"], str) or said["path"] not in archive.names:
        raise ArchiveError(f"{where}: a file is missing.")
    # [6:70] are the 64 digits between "files/" and the point.
    if not FILE.fullmatch(said["path"]) or said["path"][6:70] != archive.manifest["parts"][said["path"]]["sha256"]:
        raise ArchiveError(f"{where}: a file is not named after its SHA-256.")
    if not isinstance(said["name"], str) or not FILE_NAME.fullmatch(said["name"]):
        raise ArchiveError(f"{where}: a file has a name that Neary does not give.")
    if said["people"] not in ("", *People.values):
        raise ArchiveError(f"{where}: a picture has an unknown answer about people.")
    if not isinstance(said["tags"], list) or len(said["tags"]) > MOST_TAGS:
        raise ArchiveError(f"{where}: a file has wrong tags.")
    return FileRecord(
        # These five were checked above; those below are checked while they are read.
        **{name: said[name] for name in ("number", "kind", "path", "name", "people")},
        title=text(said["title"], 255, where),
        tags=[text(tag, LONGEST_TAG, where) for tag in said["tags"]],
        description=text(said["description"], 255, where),
        credit=text(said["credit"], 200, where),
        focal_point=_focal_point(said["focal_point"], where),
    )


def _focal_point(value: Any, where: str) -> list[int] | None:
    if value is None:
        return None
    is_list = isinstance(value, list) and len(value) == len(FOCAL_POINT)
    if not is_list or not all(type(number) is int and 0 <= number <= LARGEST_NUMBER for number in value):
        raise ArchiveError(f"{where}: a picture has a wrong focal point.")
    return value


def refuse_unfit(record: FileRecord, archive: CheckedArchive) -> None:
    """Raise ArchiveError for a file that the portal would not take: of no known kind, damaged or too large."""
    content = archive.read(record.path)
    # ValidationError is what the upload forms of the portal show for the same file.
    try:
        if record.kind == "image":
            if not PICTURE_NAME.fullmatch(record.path):
                raise ArchiveError(f"{record.path} is no picture.")
            bare_pixels(content)
        else:
            # Not saved: clean_file looks at the bytes of the document as the upload form does.
            Document(title=record.title, file=ContentFile(content, name=record.path[6:])).clean_file()
    except ValidationError as error:
        raise ArchiveError(f"{record.path}: {' '.join(error.messages)}") from error


def build_file(record: FileRecord, archive: CheckedArchive, organization: Organization) -> tuple[Any, bool]:
    """Return an unsaved picture or document of an organization, and whether its bytes are those of the archive.

    A picture with anything beside its pixels is encoded anew without it.
    """
    content = archive.read(record.path)
    # The ending of its path was checked against its bytes.
    name = PurePath(record.name).stem + PurePath(record.path).suffix
    own = {"title": record.title, "collection": organization.collection}
    if record.kind == "document":
        return Document(file=ContentFile(content, name=name), **own), True
    is_same = is_bare(content)
    # without_metadata takes the name of the new file from it.
    source = BytesIO(content)
    source.name = name
    file = BarePicture(source, name=name) if is_same else without_metadata(source)
    said = {"description": record.description, "credit": record.credit, "people": record.people}
    # strict=False: a picture without a focal point has no numbers, and keeps the columns empty.
    point = dict(zip(FOCAL_POINT, record.focal_point or (), strict=False))
    return Image(file=file, **own, **said, **point), is_same
