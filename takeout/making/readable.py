"""Pages of an archive as HTML that opens without a network, made of the archive's own data."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import override

from common.typed_text.markup import balanced_markup, has_foreign_markup, without_tags
from khmer import typography
from orgs.pages.content_walker import ContentValue, walk
from takeout.archive_format import html_name
from takeout.left_out import Omission
from takeout.page_fields import content_fields, page_models
from takeout.rich_links import OPENED_LINK, attributes_of

FOLDER = "takeout/offline"
# They stand in the head of the page already.
SHOWN_ABOVE = {"title"}


class OfflinePages:
    """A maker of the HTML pages of one archive; `files` are the records of its files by number."""

    def __init__(self, files: dict[int, dict[str, Any]]) -> None:
        self._files = files

    def page(self, record: dict[str, Any], terms: dict[str, str]) -> str:
        """Return the HTML of one page in its own language; `terms` are names of topics and places by slug."""
        language = record["language"]
        with override(language):
            versions = [
                # A public page with a newer draft has two versions, which stand below each other.
                {
                    "parts": list(self._parts(record, version)),
                    "terms": ", ".join(terms.get(slug, slug) for slug in version["topics"] + version["places"]),
                }
                for version in (record["content"], record["draft"])
                if version
            ]
            context = {"record": record, "versions": versions, "language": language}
            return render_to_string(f"{FOLDER}/page.html", context | {"dates": _dates(record, language)})

    def _parts(self, record: dict[str, Any], version: dict[str, Any]) -> Any:
        """Yield the label and the HTML of each value that is not empty; values of one line stand in one part."""
        page = page_models()[record["model"]]()
        fields = [field for field in content_fields(page) if field.name not in SHOWN_ABOVE]
        values = walk(fields, version["fields"])
        for _line, group in groupby(values, lambda value: value.line):
            line = list(group)
            shown = [html for value in line if (html := self._shown(value))]
            if shown:
                yield capfirst(line[0].label), format_html_join(" | ", "{}", ((html,) for html in shown))

    def _shown(self, value: ContentValue) -> str | SafeString:
        """Return a value as safe HTML; "" for an empty one."""
        content = value.value
        if content is None or content == "" or content == []:
            return ""
        if isinstance(content, dict):
            return self._reference(content)
        if value.is_rich_text:
            return self._rich(content)
        if isinstance(content, str):
            return mark_safe(linebreaks(content, autoescape=True))  # noqa: S308 - escaped by linebreaks
        return format_html("{}", content)

    def _reference(self, content: dict[str, Any]) -> str | SafeString:
        # A reference has one entry, such as {"page": 12}.
        (kind, number), *_rest = content.items()
        if kind == "page":
            return format_html('<a href="../{}">{}</a>', html_name(number), number)
        if kind not in ("image", "document"):
            return format_html("{}", number)
        file = self._files[number]
        if kind == "image":
            return format_html('<img src="../{}" alt="{}" loading="lazy">', file["path"], file["description"])
        return format_html('<a href="../{}">{}</a>', file["path"], file["title"])

    def _rich(self, markup: str) -> SafeString | str:
        """Return rich text with its links leading into the archive; only its words where its markup is foreign."""
        try:
            whole = balanced_markup(markup)
        # The text of an old page may be broken HTML; its words are kept.
        except ValueError:
            whole = without_tags(markup, " ")
        if has_foreign_markup(whole):
            return format_html("{}", without_tags(whole, " "))
        return mark_safe(OPENED_LINK.sub(self._link, whole))  # noqa: S308 - has no tag that the editor does not write

    def _link(self, found: Any) -> str:
        attributes = attributes_of(found.group())
        kind, number = attributes.get("linktype"), attributes.get("id", "")
        if kind == "page":
            return format_html('<a href="../{}">', html_name(int(number)))
        if kind == "document" and int(number) in self._files:
            return format_html('<a href="../{}">', self._files[int(number)]["path"])
        return found.group()


def index(organization: dict[str, Any], rows: list[dict[str, Any]], left_out: list[Omission]) -> str:
    """Return the HTML of the archive's first page: the list of its pages in both languages, and what it leaves out."""
    with override("en"):
        context = {"organization": organization, "rows": rows, "left_out": [str(each) for each in left_out]}
        return render_to_string(f"{FOLDER}/index.html", context)


def _dates(record: dict[str, Any], language: str) -> str:
    """Return the day on which a page was published first, else that of its last change, in words."""
    when = record["first_published_at"] or record["changed_at"]
    if isinstance(when, str):
        when = parse_datetime(when) or parse_date(when)
    return typography.date(when, language) if when else ""
