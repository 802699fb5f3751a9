"""The content that the checks look at: one version of a page, read once for all of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from assets.models import Document
from assets.services import files_of
from common.typed_text.characters import one_line, readable
from moderation.comparison.editable_texts import lines_of, texts_of, without_markup
from moderation.rules.permissions import organization_of
from orgs.models import Organization
from orgs.pages.content_walker import content_of, walk
from orgs.pages.images import ShownPicture, shown_pictures

# The possessive ++ never gives a character back: a tag without its closing quote costs no more than its length.
HREF = re.compile(r"""<a\s[^<>]*?\bhref=["']([^"'<>]++)["']""", re.IGNORECASE)
# Khmer has no space after an address: the address ends before the first Khmer letter.
ADDRESS = re.compile(r"""https?://[^\s<>"'\u1780-\u17ff\u200b]+""", re.IGNORECASE)
END_OF_SENTENCE = ".,;:!?)]}»”’"


@dataclass(frozen=True)
class CheckedPage:
    """A page with the content to be checked; its properties are computed once, when a check first reads them.

    Raises nothing that a page can be the reason for.
    """

    page: Page

    @cached_property
    def organization(self) -> Organization:
        """Return the organization of the checked page; the programme's for a page of the portal itself."""
        return organization_of(self.page)

    @cached_property
    def language(self) -> str:
        """Return the code of the checked page's language, "km" or "en"."""
        return self.page.locale.language_code

    @cached_property
    def texts(self) -> list[str]:
        """Return the non-empty texts of the page without markup, each in one line, in the order of the form."""
        return [words for text in texts_of(self.page) if (words := without_markup(text))]

    @cached_property
    def texts_in_lines(self) -> list[str]:
        """Return the page's texts and its pictures' library descriptions, each once, a line per paragraph."""
        descriptions = (picture.alt_text for picture in self.pictures if not picture.has_own_alt_text)
        texts = [*map(lines_of, texts_of(self.page)), *map(readable, descriptions)]
        return list(dict.fromkeys(filter(None, texts)))

    @cached_property
    def pictures(self) -> list[ShownPicture]:
        """Return all pictures that the page shows, except its organization's logo."""
        logo = self.organization.logo_id
        return [picture for picture in shown_pictures(self.page) if picture.image.pk != logo]

    @cached_property
    def documents(self) -> list[Document]:
        """Return the documents that the page refers to, in the order of their ids."""
        return list(Document.objects.filter(pk__in=files_of(self.page)[Document]).order_by("pk"))

    @cached_property
    def addresses(self) -> list[str]:
        """Return the web addresses to which the page links, each once, as they were written."""
        found = [address for text in _strings(self.page) for address in _addresses(text)]
        return list(dict.fromkeys(found))

    @cached_property
    def linked_pages(self) -> set[int]:
        """Return the ids of other pages that the page links to by a page chooser."""
        kind = ContentType.objects.get_for_model(Page).pk
        # The table of references knows saved pages only; this reads them from the version that is checked.
        references = ReferenceIndex._extract_references_from_object(self.page)
        return {int(pk) for content_type, pk, *_path in references if content_type == kind} - {self.page.pk}


@dataclass(frozen=True)
class CheckedTexts:
    """Plain texts that are no page, with the part of CheckedPage that checks of words alone read."""

    written: tuple[str, ...]

    @cached_property
    def texts(self) -> list[str]:
        """Return the non-empty texts given to the checks, each in one line."""
        return [words for text in self.written if (words := one_line(text))]

    @cached_property
    def texts_in_lines(self) -> list[str]:
        """Return the texts given to the checks, each once, with one paragraph on a line."""
        return list(dict.fromkeys(filter(None, map(readable, self.written))))

    @cached_property
    def addresses(self) -> list[str]:
        """Return the web addresses written in the texts given to the checks, each once."""
        return list(dict.fromkeys(found for text in self.written for found in _addresses(text)))

    @property
    def pictures(self) -> list[ShownPicture]:
        """Return no pictures: texts have none."""
        return []

    @property
    def documents(self) -> list[Document]:
        """Return no documents: texts have none."""
        return []


def _strings(page: Page) -> Iterator[str]:
    """Yield every string in the page's columns, also those inside blocks."""
    values = walk(page._meta.concrete_fields, content_of(page))
    return (value.value for value in values if isinstance(value.value, str))


def _addresses(text: str) -> Iterator[str]:
    for address in HREF.findall(text):
        yield html.unescape(address)
    # Without the links, whose addresses would be found a second time.
    for address in ADDRESS.findall(HREF.sub("", text)):
        yield address.rstrip(END_OF_SENTENCE)
