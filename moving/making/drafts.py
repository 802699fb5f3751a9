"""Making a draft of one entry of an old site."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.coreutils import find_available_slug

from blog.kinds import UPDATE
from blog.models import LONGEST_UPDATE, ArticlePage, UpdatePage
from common.typed_text.characters import has_content, one_line
from common.typed_text.lengths import length
from khmer.old_fonts.detection import old_font_text
from khmer.typography import excerpt, first_words
from moderation.services.remembering import mark_imported
from moving.content.converting import convert
from moving.content.parts import ConvertedText, OldPart, PictureMark
from moving.content_hash import moved_content_hash
from moving.making.body import BodyWriter, author_part, plain_text_of
from moving.making.pictures import PictureStore
from moving.making.topics import TopicMapping
from moving.models import MovedItem, MoveIn
from moving.reading.entries import OldEntry
from orgs.models.pages import LONGEST_READABLE_SLUG
from press.reading.items import language_of
from press.reading.plain_text import plain_text

LONGEST_TITLE, LONGEST_SUMMARY = 255, 300
FIRST_WORDS = 80


@dataclass
class DraftMaker:
    """A maker of drafts for the entries of one batch, below the homes of its organization by language."""

    batch: MoveIn
    homes: dict[str, Any]
    store: PictureStore
    topics: TopicMapping

    @transaction.atomic
    def make(self, entry: OldEntry) -> MovedItem | None:
        """Create the draft of an entry with its pictures and note it; None for an entry without words and pictures.

        Raises IntegrityError where another run has made it, and ValidationError or Refusal where it cannot be saved.
        """
        notes: Counter[str] = Counter()
        page = self._page(entry, notes)
        if page is None:
            return None
        self.homes[page.locale.language_code].add_child(instance=page)
        # Unchecked: a draft may lack what a page that is published must have.
        revision = page.save_revision(user=self.batch.brought_by, clean=False)
        mark_imported(page)
        return MovedItem.objects.create(
            batch=self.batch,
            organization_id=self.batch.organization_id,
            key=entry.key,
            address=entry.address,
            page_id=page.pk,
            revision_id=revision.pk,
            content_hash=moved_content_hash(revision, page),
            notes={code: number for code, number in notes.items() if number},
        )

    def _page(self, entry: OldEntry, notes: Counter[str]) -> Any:
        converted = convert(entry.content, entry.address, is_classic=entry.is_classic)
        notes.update(converted.left_out)
        words = plain_text(entry.content)
        title = _cut(plain_text(entry.title) or first_words(words, FIRST_WORDS), LONGEST_TITLE, notes)
        if not has_content(title):
            return None
        language = entry.language or language_of(f"{title} {words}") or "en"
        home = self.homes[language]
        page = self._filled(entry, converted, notes, title, language)
        page.locale, page.live, page.title = home.locale, False, title
        page.topics = self.topics.of(entry.topics)
        page.slug = self._slug(entry, page, home)
        # Publishing keeps a first date that is set.
        page.first_published_at = entry.written_at
        notes["no-date"] += entry.written_at is None
        notes["old-font"] += old_font_text(f"{title}\n{words}") is not None
        return page

    def _filled(self, entry: OldEntry, converted: ConvertedText, notes: Counter[str], title: str, language: str) -> Any:
        """Return an unsaved page with the content of an entry: an update where one was asked for and it fits."""
        author = _author_line(entry, language)
        if self.batch.kind == UPDATE.name:
            text = plain_text_of(converted.parts)
            text = "\n\n".join(filter(None, [text, author])) if text is not None else None
            if text and length(text) <= LONGEST_UPDATE:
                marks = [part.value for part in converted.parts if part.kind == "picture"]
                return UpdatePage(text=text, image_id=self._lead(entry, marks, notes))
            notes["as-article"] += 1
        lead = self._lead(entry, _first_picture(converted.parts), notes)
        writer = BodyWriter(self.store, notes)
        parts = converted.parts + ([author_part(author)] if author else [])
        page = ArticlePage(image_id=lead, summary=_summary(entry, notes))
        page.body = json.dumps(writer.write(parts, lead))
        return page

    def _lead(self, entry: OldEntry, marks: list[PictureMark], notes: Counter[str]) -> int | None:
        """Return the id of the picture that stands above a page: the one said to be, else the first of these."""
        said = [PictureMark(address) for address in entry.pictures]
        for mark in [*said, *marks]:
            described = self.store.described(mark)
            if image := self.store.image(described, notes):
                notes["alt-text"] += not described.alt_text
                return image
        return None

    def _slug(self, entry: OldEntry, page: Any, home: Any) -> str:
        """Return a slug that is free below the home: the old one where readers of Latin letters can read it."""
        slug = slugify(entry.slug)[:LONGEST_READABLE_SLUG].strip("-") if entry.slug.isascii() else ""
        if not slug or slug in page.reserved_slugs():
            slug = page.readable_slug()
        return str(find_available_slug(home, slug))


def _first_picture(parts: list[OldPart]) -> list[PictureMark]:
    """Return the picture with which a text begins, if it has no caption; a list without it otherwise."""
    return [parts[0].value] if parts and parts[0].kind == "picture" and not parts[0].value.caption else []


def _author_line(entry: OldEntry, language: str) -> str:
    # An address is nobody's name.
    author = one_line(plain_text(entry.author))
    if not author or "@" in author:
        return ""
    with override(language):
        return _("Written by %(name)s") % {"name": author}


def _summary(entry: OldEntry, notes: Counter[str]) -> str:
    text = plain_text(entry.summary)
    short = excerpt(text, LONGEST_SUMMARY - 10) if length(text) > LONGEST_SUMMARY else text
    notes["cut"] += max(0, length(text) - length(short))
    return short


def _cut(text: str, longest: int, notes: Counter[str]) -> str:
    """Return a text with at most so many letters, cut at a word; what was cut is counted."""
    if length(text) <= longest:
        return text
    short = first_words(text, longest // 2) or text[: longest // 2]
    notes["cut"] += length(text) - length(short)
    return short
