"""Addresses of the mirror: which of the portal's addresses are copied, and the file of each. Pure functions."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from django.conf import settings

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
PUBLIC = tuple(f"/{code}/" for code in LANGUAGES)
# Files that pages show or offer; the last ones are the portal's own style sheets.
STORED = ("/files/", "/documents/")
ASSETS = (*STORED, "/static/", "/threads.")
HELP = re.compile(r"/(?:en|km)/help/\Z")
# Of a list so many pages are copied; older entries are found by their titles.
MOST_LIST_PAGES = 10
# What needs the server: forms, search, links of mails, and papers that are made when somebody asks for them.
SERVED_ONLY = re.compile(
    r"/(?:en|km)/(?:(?:search|follow|join|report|offline|mirror)/"
    r"|discussions/(?:join|me|mail|posts)/|discussions/[^/]*/(?:start/|[0-9]+/.)"
    r"|events/[0-9]+/|.*\.(?:pdf|xlsx)\Z)"
)
LIST_PAGE = re.compile(r"page=([0-9]{1,3})\Z")
HELP_FILTER = re.compile(r"(?:kind=[a-z]+)?&?(?:place=[a-z0-9_-]+)?\Z")
# Bytes of one part of a path: a file system takes 255.
LONGEST_PART = 120


def address_of(link: str, base: str, origin: str = "") -> str | None:
    """Return the portal's address, without host and fragment, to which a link on a page leads; None for elsewhere.

    `base` is the address of the page. `origin` is the portal's own, such as https://portal.example.org. A query that is
    none of the mirror's is kept: no file has such an address.
    """
    parts = urlsplit(urljoin(f"{origin}{base}", link.strip()))
    if f"{parts.scheme}://{parts.netloc}" != origin if origin else parts.scheme or parts.netloc:
        return None
    query = query_of(parts.path, parts.query) if parts.query else ""
    return f"{parts.path}?{query}" if query else parts.path


def query_of(path: str, query: str) -> str:
    """Return a query string in the one form that it has in the mirror: "" for the first page of a list."""
    pairs = sorted(parse_qsl(query, keep_blank_values=False))
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs if (name, value) != ("page", "1"))


def is_query_copied(path: str, query: str) -> bool:
    """Return whether pages with this query are copied: the first pages of lists, and help by kind and province."""
    if not query:
        return True
    if number := LIST_PAGE.match(query):
        return 1 < int(number[1]) <= MOST_LIST_PAGES
    return bool(HELP.match(path) and HELP_FILTER.match(query))


def is_copied(address: str) -> bool:
    """Return whether an address that a page links to may be copied; nothing is said about whether it exists."""
    path, _, query = address.partition("?")
    if path.startswith(ASSETS):
        return not query and file_of(address) is not None
    is_page = path.startswith(PUBLIC) and not SERVED_ONLY.match(path)
    return is_page and is_query_copied(path, query) and file_of(address) is not None


def file_of(address: str) -> str | None:
    """Return the file of an address, relative to the mirror's folder; None for one that no file could have."""
    path, _, query = address.partition("?")
    parts = PurePosixPath(unquote(path)).parts[1:]
    if "\0" in unquote(path) or any(part.startswith(".") or len(part.encode()) > LONGEST_PART for part in parts):
        return None
    folder = "".join(f"{part}/" for part in parts)
    if not path.endswith("/"):
        return folder.rstrip("/") or None
    return f"{folder}@{query}.html" if query else f"{folder}index.html"


def language_of(address: str) -> str:
    """Return the language of an address; the portal's first language for an address outside of both."""
    first = address[1:3]
    return first if first in LANGUAGES and address[3:4] in ("/", "") else settings.LANGUAGE_CODE


def notice_address(language: str) -> str:
    """Return the address of the page that says what the mirror cannot do."""
    return f"/{language}/mirror/"
