"""Make the archive of an organization."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.db import models
from django.utils import timezone
from wagtail.models import Page

from assets.models import Document, Image
from orgs.models import Organization, OrgContentPage
from takeout.archive_format import FORMAT, INDEX, LARGEST_PAGE, MOST_PAGES, VERSION, data_name, html_name
from takeout.left_out import Omission
from takeout.making.readable import OfflinePages, index
from takeout.making.records import PageRecorder
from takeout.making.writer import ArchiveWriter, as_json, sha256_of
from takeout.references import FILES
from vocabulary.models import Place, Topic

# Pages that are read at once.
BATCH = 50
FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


@dataclass(frozen=True)
class TakeoutSummary:
    """The numbers of pages and files of an archive, and what was left out of it."""

    pages: int
    files: int
    left_out: list[Omission]


def write_takeout(organization: Organization, target: IO[bytes], *, seconds: float | None = None) -> TakeoutSummary:
    """Write an organization's whole content as a ZIP archive into an open file, and return what is in it.

    The archive has pages in both languages with drafts, pictures and documents; no person, and nothing of another
    organization. Raises ValueError for more pages, or a larger page, than an archive may have,
    TimeoutError when it takes longer than `seconds`.
    """
    with closing(ArchiveWriter(target, seconds)) as writer:
        return _write(organization, writer)


def _write(organization: Organization, writer: ArchiveWriter) -> TakeoutSummary:
    left_out: list[Omission] = []
    files = list(_add_files(organization, writer, left_out))
    pages = OrgContentPage.objects.filter(organization=organization).order_by("path")
    # Numbers of the archive: ids mean nothing in another portal.
    numbers = {kind: {file["pk"]: file["number"] for file in files if file["kind"] == kind} for kind in FILES}
    # In the order of the tree, so that a parent has a lower number than its pages.
    numbers["page"] = {pk: number for number, pk in enumerate(pages.values_list("pk", flat=True), start=1)}
    if len(numbers["page"]) > MOST_PAGES:
        raise ValueError(f"The organization has more than {MOST_PAGES} pages.")
    # Without the id of the row, which is nothing for another portal.
    records = [{name: value for name, value in file.items() if name != "pk"} for file in files]
    recorder = PageRecorder(numbers, left_out)
    # Pages after files: they refer to files by their numbers.
    rows = _add_pages(writer, recorder, OfflinePages({file["number"]: file for file in records}))
    about = _about(organization, numbers["image"])
    writer.add_text(INDEX, index(about, rows, left_out))
    writer.finish(
        {
            "format": FORMAT,
            "version": VERSION,
            "made_at": timezone.now(),
            "organization": about,
            "pages": len(rows),
            "files": records,
            "left_out": [each.as_json() for each in left_out],
        }
    )
    return TakeoutSummary(len(rows), len(records), left_out)


def _about(organization: Organization, images: dict[int, int]) -> dict[str, Any]:
    """Return what the archive says of the organization: no address or telephone, which may be a person's."""
    names = ("slug", "name_en", "name_km", "description_en", "description_km", "colour", "created_at")
    return {name: getattr(organization, name) for name in names} | {
        "topics": [topic.slug for topic in organization.topics.all()],
        "places": [place.slug for place in organization.places.all()],
        "logo": images.get(organization.logo_id or 0),
    }


def _add_files(organization: Organization, writer: ArchiveWriter, left_out: list[Omission]) -> Iterator[dict[str, Any]]:
    """Copy the organization's pictures and documents into the archive; yield the record of each, with its id."""
    number = 0
    for kind, model in FILES.items():
        rows: models.QuerySet[Any] = model._default_manager.filter(collection=organization.collection_id)
        for file in rows.order_by("pk").prefetch_related("tags").iterator(BATCH):
            try:
                path = _copy(file, writer)
            except FileNotFoundError:
                left_out.append(Omission("missing-file", name=file.title))
                continue
            number += 1
            said = {"number": number, "pk": file.pk, "kind": kind, "path": path, "name": PurePath(file.file.name).name}
            yield said | {"title": file.title, "tags": sorted(tag.name for tag in file.tags.all())} | _described(file)


def _copy(file: Image | Document, writer: ArchiveWriter) -> str:
    """Copy a stored file into the archive under its SHA-256, and return its name there."""
    with file.file.open("rb") as source:
        path = f"files/{sha256_of(source)}{PurePath(file.file.name).suffix.lower()}"
        writer.add_file(path, source)
    return path


def _described(file: Image | Document) -> dict[str, Any]:
    if isinstance(file, Document):
        return {"description": "", "credit": "", "people": "", "focal_point": None}
    point = [getattr(file, name) for name in FOCAL_POINT]
    # All four or none: Wagtail has a focal point only as a whole.
    focal_point = None if None in point else point
    said = {"description": file.description, "credit": file.credit, "people": file.people}
    return said | {"focal_point": focal_point}


def _add_pages(writer: ArchiveWriter, recorder: PageRecorder, offline: OfflinePages) -> list[dict[str, Any]]:
    """Write each page as data and as HTML; return the rows of the archive's list of pages."""
    terms = {language: _term_names(language) for language in ("en", "km")}
    rows = []
    for page in _specific(list(recorder.numbers["page"])):
        record = recorder.record(page)
        text = as_json(record)
        number, language = record["number"], record["language"]
        if len(text.encode()) > LARGEST_PAGE:
            raise ValueError(f"The page {record['title']} has more data than an archive takes.")
        writer.add_text(data_name(number), text)
        writer.add_text(html_name(number), offline.page(record, terms[language]))
        shown = {name: record[name] for name in ("title", "language", "kind", "state")}
        rows.append(shown | {"href": html_name(number)})
    return rows


def _specific(ids: list[int]) -> Iterator[Any]:
    """Yield the pages with these ids in their specific classes, a batch at a time."""
    for start in range(0, len(ids), BATCH):
        # Ordered within a batch as the ids are.
        batch = Page.objects.filter(pk__in=ids[start : start + BATCH]).order_by("path").select_related("locale")
        yield from batch.specific()


def _term_names(language: str) -> dict[str, str]:
    """Return the names of all topics and places in a language, by slug."""
    return {term.slug: term.name_in(language) for model in (Topic, Place) for term in model._default_manager.all()}
