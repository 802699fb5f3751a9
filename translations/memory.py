"""The memory of translations: sentences of a page with their words in the other language, in localize's tables.

The pages are the truth. Memory is read from them where somebody wrote a page by hand, and follows what is edited
elsewhere. A page is made of memory only as a draft (`translations.services`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import quote_path_component

from orgs.models import OrgContentPage
from translations.engine.alignment import aligned, with_block_ids
from translations.engine.new_source import create_source
from translations.models import PublishedPair
from translations.status.progress import recount
from translations.suggestions.fingerprints import store_fingerprints


@dataclass
class Reading:
    """The outcome of reading a page into memory: sentences in all, how many were taken, places of the others."""

    sentences: int = 0
    taken: int = 0
    left: list[str] = field(default_factory=list)


def source_version(page: OrgContentPage) -> Any:
    """Return the content of a page from which it is translated: what is public, or its newest draft."""
    return with_block_ids(page if page.live else page.get_latest_revision_as_object())


# Without a savepoint of its own inside a caller's transaction, which fails as a whole with it.
@transaction.atomic(savepoint=False)
def remember_source(page: OrgContentPage) -> TranslationSource:
    """Take a page apart into sentences, or bring those of before level with it; return wagtail-localize's source."""
    return remember(source_version(page))


def remember(content: OrgContentPage) -> TranslationSource:
    """Take this content of a page apart into sentences, as `remember_source` does; it need not be what is stored."""
    known = TranslationSource.objects.filter(object=content.translation_key, locale=content.locale_id)
    source = TranslationSource.update_or_create_from_instance(content)[0] if known.exists() else create_source(content)
    # By these its sentences are found when another page has similar ones.
    store_fingerprints(String.objects.filter(segments__source=source))
    return source


def translation_into(source: TranslationSource, locale: Any) -> Translation:
    """Return wagtail-localize's row of a source's translation into a language, created when there is none."""
    # Never enabled: localize's own editor would take the place of the page editor.
    row = Translation(source=source, target_locale=locale, enabled=False)
    # Not get_or_create: its savepoint is two queries more.
    Translation.objects.bulk_create([row], ignore_conflicts=True)
    translation = Translation.objects.get(source=source, target_locale=locale)
    translation.source = source
    return translation


def orphaned_sentences() -> QuerySet[String]:
    """Return the sentences to which no page, translation or suggestion refers any more.

    wagtail-localize deletes the memory of a deleted page, but leaves its sentences.
    """
    used = (
        StringSegment.objects.filter(string=OuterRef("pk")),
        StringTranslation.objects.filter(translation_of=OuterRef("pk")),
        PublishedPair.objects.filter(string=OuterRef("pk")),
    )
    return String.objects.exclude(Exists(used[0]) | Exists(used[1]) | Exists(used[2]))


@transaction.atomic
def adopt(page: OrgContentPage, twin: OrgContentPage) -> Reading:
    """Read a pair of pages that people wrote by hand into memory; return how much of it found its place.

    Every text of a public twin counts as the translation of the text at the same place, also where both are equal:
    names, numbers. In a twin that was never public, equal text is what a copy begins with, and is left. Reading a pair
    again changes nothing.
    """
    source = remember_source(page)
    translation = translation_into(source, twin.locale)
    reading = Reading()
    for ours, theirs in aligned(source_version(page), source_version(twin)):
        reading.sentences += 1
        is_copied = theirs is not None and not twin.live and theirs.string.data == ours.string.data
        if theirs is not None and not is_copied and _keep(source, twin, ours, theirs):
            reading.taken += 1
        else:
            reading.left.append(ours.path)
    recount(translation)
    return reading


@transaction.atomic
def read_back(twin: OrgContentPage) -> int:
    """Bring memory level with a translated page that was edited elsewhere; return the number of changed sentences.

    A sentence that is stale stays so: its words belong to the former source. Text that equals the source's is no
    translation, but what a copy begins with. Does nothing for a page that memory does not know.
    """
    translation = _translation_of(twin)
    if translation is None:
        return 0
    source = translation.source
    return sum(
        _follow(source, twin, ours, theirs)
        for ours, theirs in aligned(source.as_instance(), source_version(twin))
        if theirs is not None
    )


def _translation_of(twin: OrgContentPage) -> Translation | None:
    known = Translation.objects.filter(source__object=twin.translation_key, target_locale=twin.locale_id)
    return known.select_related("source").first()


def _follow(source: TranslationSource, twin: Page, ours: StringSegmentValue, theirs: StringSegmentValue) -> bool:
    in_place = StringTranslation.objects.filter(
        context__object=source.object_id, context__path=ours.path, locale=twin.locale_id
    )
    words = theirs.string.data
    if in_place.filter(data=words, has_error=False).exists():
        return False
    now = in_place.filter(translation_of__data_hash=String._get_data_hash(ours.string.data)).first()
    if now is None and in_place.exists():
        return False
    if now is None and words == ours.string.data:
        return False
    return _keep(source, twin, ours, theirs)


def _keep(source: TranslationSource, twin: Page, ours: StringSegmentValue, theirs: StringSegmentValue) -> bool:
    """Store one pair of texts; return whether it can be put into a page again."""
    context = TranslationContext.objects.get(object=source.object_id, path=ours.path)
    string = String.objects.get(locale=source.locale_id, data_hash=String._get_data_hash(ours.string.data))
    pair, is_new = StringTranslation.objects.get_or_create(
        translation_of=string,
        locale_id=twin.locale_id,
        context=context,
        defaults={"data": theirs.string.data, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
    )
    if not is_new and pair.data != theirs.string.data:
        pair.data, pair.has_error, pair.field_error = theirs.string.data, False, ""
        # By save() alone localize checks that links and tags fit; update() would skip that.
        pair.save()
    if pair.has_error:
        pair.delete()
        return False
    _keep_links(source, twin, ours, theirs)
    return True


def _keep_links(source: TranslationSource, twin: Page, ours: StringSegmentValue, theirs: StringSegmentValue) -> None:
    """Store the addresses of links that lead elsewhere in the other language, such as to a site's Khmer page."""
    for name, attributes in (ours.attrs or {}).items():
        before, now = attributes.get("href"), (theirs.attrs or {}).get(name, {}).get("href")
        if not before or not now or before == now:
            continue
        path = f"{ours.path}.{quote_path_component(before)}"
        link = OverridableSegment.objects.filter(source=source, context__path=path).first()
        if link:
            SegmentOverride.objects.update_or_create(
                locale_id=twin.locale_id, context=link.context, defaults={"data_json": json.dumps(now)}
            )
