"""Services of translators: begin, write a sentence, make the draft, send it. Each is one transaction.

Each raises Refusal for a person who may not translate the page into that language.

Nothing here makes a page public: the draft goes through the review like every other.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import (
    MissingTranslationError,
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.strings import StringValue

from common.refusal import Refusal
from common.typed_text.characters import one_line
from common.typed_text.lengths import LONGEST_PASSAGE, length
from common.typed_text.markup import balanced_markup, has_foreign_markup
from khmer.numbers import number
from moderation.models import Submission
from moderation.services import submit
from orgs.models import OrgContentPage
from outbox import record
from translations.declarations import longest_of, shared_relations
from translations.engine.page_links import lead_to_twins
from translations.engine.typed_notation import ANY_LINK, links_in
from translations.first_draft import copy_into, locked_page, read_shared
from translations.memory import adopt, remember, source_version, translation_into
from translations.outbox_events import SENTENCES_KEPT, TranslationPayload
from translations.permissions import check_may_write
from translations.segments import SentenceState, counts_of, sentences_of
from translations.status.progress import note_draft, start_progress


@transaction.atomic
def begin(page: OrgContentPage, locale: Locale, user: Any) -> Translation:
    """Begin the translation of a page, with a draft in the other language where there is none.

    A pair that people wrote by hand is read into memory, the page that was public first as the source. Raises Refusal
    for a kind of page that stands in one language, and when the page above it is not there in the other.
    """
    check_may_write(user, page, locale)
    if not page.translated_fields:
        raise Refusal(_("A page of this kind stands in one language only."), code="one_language")
    page = locked_page(page)
    twin = page.get_translation_or_none(locale)
    if twin is None:
        content = source_version(page)
        read_shared(content)
        # Before the copy, which takes the child rows of a draft out of the content in memory.
        translation = translation_into(remember(content), locale)
        twin = copy_into(content, locale, user)
        start_progress(translation, twin)
        return translation
    known = Translation.objects.filter(source__object=page.translation_key).first()
    if known is None:
        source, target = sorted([page, twin.specific], key=_public_first)
        adopt(source, target)
        known = Translation.objects.get(source__object=page.translation_key)
    return known


def _page_of(translation: Translation) -> OrgContentPage | None:
    return OrgContentPage.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    ).first()


def _public_first(page: Page) -> tuple[bool, Any, int]:
    return page.first_published_at is None, page.first_published_at, page.pk


@transaction.atomic
def keep(translation: Translation, segment: int, text: str, user: Any) -> str:
    """Keep the words of one sentence, "" to take them back; return them as stored. Refusal if they do not fit.

    `text` is plain for a text without markup, else HTML with the tags and link ids of the source alone.
    Raises StringSegment.DoesNotExist for a sentence of another translation.
    """
    check_may_write(user, _page_of(translation), translation.target_locale)
    place = StringSegment.objects.select_related("string", "context").get(pk=segment, source=translation.source_id)
    in_place = StringTranslation.objects.filter(
        translation_of=place.string_id, context=place.context_id, locale=translation.target_locale_id
    )
    # A title is one line without invisible characters, or its page could not be saved.
    words = _cleaned(translation, place, one_line(text) if place.context.path == "title" else text.strip())
    # The counts follow by the outbox, once for all sentences that are kept at the same time.
    about = f"translation:{translation.pk}"
    record(SENTENCES_KEPT, about, TranslationPayload(translation=translation.pk), key=about)
    if not words:
        in_place.delete()
        return ""
    pair = in_place.first() or StringTranslation(
        translation_of=place.string, context=place.context, locale=translation.target_locale
    )
    pair.data, pair.has_error, pair.field_error = words, False, ""
    pair.translation_type, pair.last_translated_by = StringTranslation.TRANSLATION_TYPE_MANUAL, user
    # By save() alone localize checks tags and links.
    pair.save()
    # Each link is written as wagtail-localize writes it, or it would not be counted.
    is_counted = len(links_in(words)) == len(ANY_LINK.findall(words))
    if pair.has_error or not is_counted or links_in(words) != links_in(place.string.data):
        # localize would keep it with a mark; here the form keeps what was typed, and the refusal undoes the save.
        raise foreign_markup()
    return words


def _cleaned(translation: Translation, place: StringSegment, text: str) -> str:
    source = translation.source
    is_rich = source.templatesegment_set.filter(context=place.context_id).exists()
    if is_rich:
        refuse_foreign_markup(text)
    value = StringValue(text) if is_rich else StringValue.from_plaintext(text)
    model, content = source.specific_content_type.model_class(), json.loads(source.content_json)
    longest = longest_of(model, content, place.context.path) or LONGEST_PASSAGE
    if (letters := length(value.render_text())) > longest:
        raise Refusal(
            _("This text has at most %(most)s letters, and this has %(letters)s.")
            % {"most": longest, "letters": letters},
            code="too_long",
        )
    return value.data


def refuse_foreign_markup(text: str) -> None:
    """Raise Refusal for HTML that the portal's editor never writes, or that is nested too deeply to be parsed."""
    try:
        balanced_markup(text)
    except ValueError as error:
        raise foreign_markup() from error
    if has_foreign_markup(text):
        raise foreign_markup()


def foreign_markup() -> Refusal:
    """Return, not raise, the refusal of a sentence whose links or tags are not those of the original."""
    return Refusal(_("Keep each link of the original once, and add no other formatting."), code="markup")


@transaction.atomic
def draft(translation: Translation, user: Any) -> Revision:
    """Make the page in the other language as a draft from memory, and return its revision.

    Raises Refusal while sentences are missing or stale, and while the page waits for an editor.
    """
    # Read anew: the source may have been refreshed since the caller read it.
    translation = Translation.objects.select_related("source", "target_locale").get(pk=translation.pk)
    check_may_write(user, _page_of(translation), translation.target_locale)
    twin = Page.objects.select_for_update().get(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    )
    if Submission.objects.waiting().filter(page=twin.pk).exists():
        raise Refusal(_("It waits for an editor already. To change something, take it back first."), code="in_review")
    counts = counts_of(sentences_of(translation))
    if left := counts[SentenceState.MISSING] + counts[SentenceState.STALE]:
        raise unfinished(left)
    with LogContext(user=user):
        revision = _translated(translation).save_revision(user=user, log_action=True)
    note_draft(translation, revision)
    return revision


def unfinished(sentences: int) -> Refusal:
    """Return, not raise, the refusal of a translation in which so many sentences are still to be written."""
    words = ngettext("One sentence is still to be written.", "%(count)s sentences are still to be written.", sentences)
    return Refusal(words % {"count": number(sentences, get_language() or "en")}, code="unfinished")


def _translated(translation: Translation) -> Any:
    try:
        page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=False)
    except MissingTranslationError as error:
        raise unfinished(1) from error
    original = translation.source.as_instance()
    # localize copies a relation to many only when it has something: an emptied one would stay full in the copy.
    for name in shared_relations(type(page)):
        setattr(page, name, list(getattr(original, name).all()))
    lead_to_twins(page, translation.target_locale)
    return page


@transaction.atomic
def send(translation: Translation, user: Any) -> Submission:
    """Make the draft and send it for review; return the submission. Refusal as `draft` and `submit` raise it."""
    revision = draft(translation, user)
    return submit(revision.content_object, user)
