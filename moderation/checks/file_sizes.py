"""The check for documents and pictures that are too large for a cheap connection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check

# Bytes. On a cheap connection (1 Mbit/s) a document of this size takes more than a minute.
LARGE_DOCUMENT = 8 * 1024 * 1024
# Readers get smaller copies: a large picture costs its author's data, and the portal's disk.
LARGE_PICTURE = 5 * 1024 * 1024


@check
class LargeFiles(Check):
    """A check that finds large documents and pictures: readers pay for the data."""

    name = "large-files"
    label = _("Size of files")
    says: ClassVar = {
        "document": FindingWords(
            _("A document has %(size)s. On a phone it is slow and expensive to open."),
            _("Make the file smaller: most programs can export a PDF in the smallest size."),
        ),
        "picture": FindingWords(
            _("A picture has %(size)s."), _("Make it smaller before you upload it: 2,000 pixels wide is enough.")
        ),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each document over 8 MiB and each picture over 5 MiB on a page."""
        for document in checked.documents:
            if (size := document.get_file_size() or 0) > LARGE_DOCUMENT:
                yield Finding("document", document.title, {"size": readable(size)})
        for picture in checked.pictures:
            if (size := picture.image.get_file_size() or 0) > LARGE_PICTURE:
                yield Finding("picture", picture.image.title, {"size": readable(size)})


def readable(size: int) -> str:
    """Return a file size in bytes as text with its unit, such as "8.1 MB", with a plain space between."""
    return filesizeformat(size).replace("\xa0", " ")
