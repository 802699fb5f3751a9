"""Read the pages of an archive, each as an unsaved page with its content."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.fields import StreamField

from common.typed_date_fields import check_bounds, check_bounds_of
from orgs.models.pages import LONGEST_PAGE
from orgs.pages.content_walker import letters_of
from takeout.archive_format import PAGE_DATA
from takeout.page_fields import content_fields, page_models, row_columns
from takeout.restoring.errors import ArchiveError
from takeout.restoring.opening import CheckedArchive
from takeout.restoring.references import References
from takeout.restoring.values import ValueReader, moment, text, uuid

# Each record has exactly these names, and each version exactly those below.
RECORD = {
    "number", "model", "kind", "is_home", "parent", "key", "language", "title", "slug", "state",
    "first_published_at", "last_published_at", "changed_at", "content", "draft",
}  # fmt: skip
VERSION = {"fields", "topics", "places", "rows"}
# As Django's Unicode slugs, such as news-2; the vowel signs of Khmer are not in \w, so no slug has them.
SLUG = re.compile(r"[-\w]{1,255}")
MOST_TERMS, MOST_ROWS = 100, 200


@dataclass(frozen=True)
class PageHead:
    """The data of a page beside its content."""

    number: int
    model: type[Any]
    is_home: bool
    key: UUID
    language: str
    slug: str
    title: str
    first_published_at: dt.datetime | None


@dataclass(frozen=True)
class PageContent:
    """One version of a page's content, checked: values by field, topics, places, and rows below it."""

    values: dict[str, Any]
    topics: list[Any]
    places: list[Any]
    rows: dict[str, list[Any]]

    def fill(self, page: Any) -> None:
        """Write this content (fields, topics, places, rows) from an archive into a page, which is not saved."""
        for each in content_fields(page):
            if each.name in self.values:
                value = self.values[each.name]
                setattr(page, each.attname, json.dumps(value) if isinstance(each, StreamField) else value)
        page.topics, page.places = self.topics, self.places
        for name, rows in self.rows.items():
            setattr(page, name, rows)


@dataclass
class PageReader:
    """A reader of an archive's pages, which refuses what no form of the portal could have saved."""

    archive: CheckedArchive
    references: References
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = sorted(name for name in self.archive.names if PAGE_DATA.fullmatch(name))

    def head(self, name: str) -> PageHead:
        """Return a page's kind, language, slug, title and the like, checked. Raises ArchiveError for a wrong value."""
        said = self._record(name)
        model = page_models().get(said["model"]) if isinstance(said["model"], str) else None
        if model is None:
            raise ArchiveError(f"{name}: it is a page of an unknown kind.")
        languages = [code for code, _name in settings.LANGUAGES]
        if said["language"] not in languages or type(said["is_home"]) is not bool:
            raise ArchiveError(f"{name}: its language is unknown.")
        if type(said["number"]) is not int or name != f"pages/{said['number']:05}.json":
            raise ArchiveError(f"{name}: it has another number.")
        slug = text(said["slug"], 255, name)
        if not SLUG.fullmatch(slug):
            raise ArchiveError(f"{name}: its slug is none.")
        published = moment(said["first_published_at"], name) if said["first_published_at"] is not None else None
        try:
            check_bounds(published)
        except ValidationError as error:
            raise ArchiveError(f"{name}: it was published in an impossible year.") from error
        key, title = uuid(said["key"], name), text(said["title"], 255, name)
        return PageHead(said["number"], model, said["is_home"], key, said["language"], slug, title, published)

    def versions(self, name: str, model: type[Any]) -> list[PageContent]:
        """Return the checked versions of a page's content, the newest last. Raises ArchiveError for a wrong value."""
        said = self._record(name)
        self.references.page = said["number"]
        contents = [said["content"], *([said["draft"]] if said["draft"] is not None else [])]
        try:
            return [self._version(content, model) for content in contents]
        except ArchiveError as error:
            raise ArchiveError(f"{name}: {error}") from error

    def _record(self, name: str) -> dict[str, Any]:
        said = self.archive.data(name)
        if said.keys() != RECORD:
            raise ArchiveError(f"{name}: it has other data than a page.")
        return said

    def _version(self, said: Any, model: type[Any]) -> PageContent:
        if not isinstance(said, dict) or said.keys() != VERSION or not isinstance(said["fields"], dict):
            raise ArchiveError("it has other data than a page.")
        page = model()
        reader = ValueReader(self.references)
        fields = {each.name: each for each in content_fields(page)}
        if said["fields"].keys() != fields.keys():
            raise ArchiveError("it has other fields than a page of its kind.")
        values = {name: reader.field(fields[name], value) for name, value in said["fields"].items()}
        topics, places = self._terms("topic", said["topics"]), self._terms("place", said["places"])
        content = PageContent(values, topics, places, self._rows(reader, page, said["rows"]))
        content.fill(page)
        _refuse_unfit(page)
        return content

    def _terms(self, kind: str, slugs: Any) -> list[Any]:
        if not isinstance(slugs, list) or len(slugs) > MOST_TERMS:
            raise ArchiveError(f"its {kind}s are no list.")
        found = (self.references.slugged(kind, slug) for slug in slugs)
        return list(dict.fromkeys(term for term in found if term))

    def _rows(self, reader: ValueReader, page: Any, said: Any) -> dict[str, list[Any]]:
        """Return the unsaved rows below a page, such as its participants."""
        columns = row_columns(page)
        if not isinstance(said, dict) or said.keys() != columns.keys():
            raise ArchiveError("it has other rows than a page of its kind.")
        return {name: self._rows_of(reader, page, name, said[name], columns[name]) for name in columns}

    def _rows_of(self, reader: ValueReader, page: Any, name: str, said: Any, columns: list[Any]) -> list[Any]:
        names = {column.name for column in columns}
        is_list = isinstance(said, list) and len(said) <= MOST_ROWS
        if not is_list or not all(isinstance(row, dict) and row.keys() == names for row in said):
            raise ArchiveError(f"{name}: it has other rows than a page of its kind.")
        model = getattr(page, name).model
        rows = [{column.attname: reader.field(column, row[column.name]) for column in columns} for row in said]
        if len({json.dumps(row, sort_keys=True, default=str) for row in rows}) < len(rows):
            raise ArchiveError(f"{name}: a row stands twice.")
        return [model(**row) for row in rows]


def _refuse_unfit(page: Any) -> None:
    """Raise ArchiveError for a page with an impossible day or more letters than a page may have."""
    try:
        check_bounds_of(page)
    except ValidationError as error:
        raise ArchiveError(" ".join(error.messages)) from error
    if letters_of(page) > LONGEST_PAGE:
        raise ArchiveError("it has more letters than a page may have.")
