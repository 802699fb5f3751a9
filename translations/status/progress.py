"""The progress of translations: counts of sentences, and which public pages have the text of an older original.

Whether a public page is outdated does not follow from the counts: a translator may have settled all sentences in memory
and not sent them. So the texts of the original are marked by a hash, and the page carries the mark for which it was
written.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from catalog.services import update_row
from orgs.models import OrgContentPage
from translations.models import TranslationProgress
from translations.segments import SentenceState, counts_of, sentences_of

# The mark of a public page that was written for an original of before, when it is not known for which.
FORMER = "former"


@transaction.atomic
def recount(translation: Translation) -> TranslationProgress | None:
    """Count a translation's sentences anew; return its progress, None when its page does not exist any more."""
    page = _page_of(translation)
    if page is None:
        return None
    progress = TranslationProgress.objects.select_for_update().filter(translation=translation).first()
    if progress is None:
        texts = texts_of_source(translation.source)
        # A pair that people wrote by hand counts as level: nothing tells otherwise.
        progress = TranslationProgress(
            translation=translation, source_texts=texts, public_texts=texts if page.live else ""
        )
    counts = counts_of(sentences_of(translation))
    progress.page_id, progress.stale, progress.missing = (
        page.pk,
        counts[SentenceState.STALE],
        counts[SentenceState.MISSING],
    )
    progress.save()
    return progress


@transaction.atomic
def note_publication(page: OrgContentPage) -> None:
    """Follow the publication of a page, as an original and as a translation; memory is level with it already.

    Rows of the catalog are written anew where a public page is outdated from now on, or is so no more.
    """
    key = page.translation_key
    for translation in Translation.objects.select_related("source").filter(source__object=key):
        recount(translation)
    for progress in TranslationProgress.objects.select_for_update().filter(translation__source__object=key):
        before = progress.source_texts, progress.public_texts, progress.changed_at
        if progress.page_id == page.pk:
            progress.public_texts = _written_for(page, progress)
        elif progress.translation.source.locale_id == page.locale_id:
            _follow_original(progress, page)
        if before != (progress.source_texts, progress.public_texts, progress.changed_at):
            progress.save()
            update_row(progress.page_id)


def note_draft(translation: Translation, revision: Revision) -> None:
    """Remember for which texts of the original a draft was made, in the caller's transaction."""
    # Both may be sent as one: then the draft is older than the publication of its original, and level with it.
    TranslationProgress.objects.filter(translation=translation).update(
        draft=revision.pk, draft_texts=texts_of_source(translation.source)
    )


def _follow_original(progress: TranslationProgress, page: OrgContentPage) -> None:
    texts = texts_of_source(progress.translation.source)
    if texts != progress.source_texts:
        progress.source_texts, progress.changed_at = texts, page.last_published_at


def _written_for(page: OrgContentPage, progress: TranslationProgress) -> str:
    """Return the mark of the texts for which a translated page, as it is public now, was written.

    Of a draft that was made of memory it is known; of one that was written by hand, or corrected, time tells.
    """
    if page.live_revision_id == progress.draft:
        return progress.draft_texts
    written_at = page.live_revision.created_at if page.live_revision else page.last_published_at
    if progress.changed_at is None or (written_at and written_at >= progress.changed_at):
        return progress.source_texts
    # It was sent before the original changed, and approved afterwards.
    return progress.public_texts or FORMER


def outdated_since(page_ids: list[int]) -> dict[int, datetime]:
    """Return those of these public pages whose original changed after they were written, with when it did.

    Only where the original is public: there is nothing newer to read else.
    """
    original = OrgContentPage.objects.live().filter(
        translation_key=OuterRef("page__translation_key"), locale=OuterRef("translation__source__locale")
    )
    behind = TranslationProgress.objects.filter(Exists(original), page__in=page_ids).exclude(public_texts="")
    changed = behind.exclude(public_texts=F("source_texts")).exclude(changed_at=None)
    return {progress.page_id: progress.changed_at for progress in changed if progress.changed_at}


def start_progress(translation: Translation, page: Page) -> None:
    """Write the progress of a translation that begins now with this draft: all its sentences are missing."""
    texts = _hashes(translation.source)
    TranslationProgress.objects.create(
        translation=translation, page_id=page.pk, missing=len(texts), source_texts=_mark(texts)
    )


def texts_of_source(source: TranslationSource) -> str:
    """Return a hash of the texts of a source as memory has them; their order does not count, nor all that is shared."""
    return _mark(_hashes(source))


def _hashes(source: TranslationSource) -> list[str]:
    return [
        str(each) for each in StringSegment.objects.filter(source=source).values_list("string__data_hash", flat=True)
    ]


def _mark(hashes: list[str]) -> str:
    return sha256("".join(sorted(hashes)).encode()).hexdigest()


def _page_of(translation: Translation) -> OrgContentPage | None:
    pages = OrgContentPage.objects.filter(locale=translation.target_locale_id)
    return pages.filter(translation_key=translation.source.object_id).first()
