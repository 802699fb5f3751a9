"""The format of a takeout archive: names of its parts, its version and its limits (docs/moving.md)."""

from __future__ import annotations

import re

from django.conf import settings

FORMAT = "neary-takeout"
# Raised when an older reader would misread an archive. A reader refuses every version but its own.
VERSION = 1

MANIFEST = "manifest.json"
INDEX = "index.html"
# Five digits are written; six are read. ASCII: \d and [a-z] must not take other letters.
PAGE_DATA = re.compile(r"pages/[0-9]{1,6}\.json", re.ASCII)
PAGE_HTML = re.compile(r"pages/[0-9]{1,6}\.html", re.ASCII)
# The SHA-256 of the content and the ending of the file's name.
FILE = re.compile(r"files/[0-9a-f]{64}\.[a-z0-9]{1,5}", re.ASCII)

# Pages have two parts each; the rest is for files.
MOST_PARTS = 60_000
MOST_PAGES = 20_000
LARGEST_MANIFEST = 32 * 1024 * 1024
LARGEST_PAGE = 2 * 1024 * 1024
# Pages and records beside the files that an organization may keep.
LARGEST_REST = 1024 * 1024 * 1024


def largest_file() -> int:
    """Return the most bytes that one picture or document may have."""
    return max(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)


def largest_archive() -> int:
    """Return the most bytes that an archive may have, packed and unpacked."""
    return settings.ORGANIZATION_MAX_BYTES + LARGEST_REST


def largest_part(name: str) -> int:
    """Return the most bytes of a part of an archive, by its name; 0 for a name that no part has."""
    # By name alone, before anything is unpacked: a name that no part has may have no bytes.
    if name == MANIFEST:
        return LARGEST_MANIFEST
    if name == INDEX:
        return LARGEST_MANIFEST
    if PAGE_DATA.fullmatch(name) or PAGE_HTML.fullmatch(name):
        return LARGEST_PAGE
    return largest_file() if FILE.fullmatch(name) else 0


def data_name(number: int) -> str:
    """Return the name of the part that holds a page's data."""
    return f"pages/{number:05}.json"


def html_name(number: int) -> str:
    """Return the name of the part that shows a page to a reader."""
    return f"pages/{number:05}.html"
