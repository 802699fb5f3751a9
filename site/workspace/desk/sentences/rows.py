"""The sentences of a submitted translation, each beside its original and beside what is public now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page
from wagtail_localize.models import Translation

from moderation.comparison.editable_texts import texts_of
from moderation.comparison.revisions import public_version, version_of
from moderation.models import Submission
from translations.engine.alignment import aligned, places_by_order
from translations.engine.typed_notation import to_typed


@dataclass(frozen=True)
class Original:
    """A page beside which its translation is read, and whether it is public, sent with it, or a draft."""

    page: Any
    is_public: bool
    is_sent: bool

    @property
    def language(self) -> str:
        """Return the code of the original's language."""
        return str(self.page.locale.language_code)


@dataclass(frozen=True)
class SentenceRow:
    """One sentence of a submitted translation; the texts have links as "[1: words]", and are "" where there is none.

    `path` names the text by which a correction names it, `number` the sentence inside it.
    """

    path: str
    number: int
    label: str
    original: str
    public: str
    sent: str

    @property
    def is_changed(self) -> bool:
        """Return whether the sentence as sent differs from the public one (property)."""
        return self.sent != self.public


def original_of(submission: Any) -> Original | None:
    """Return the original beside which a submission is read; None unless its page is known as a translation.

    Of two languages that were sent as one it is the original as it was sent. Else it is what is public now, or the
    version of which the translation was made.
    """
    first = submission.parts[0]
    if first is not submission:
        return Original(version_of(first.page, first.revision), False, True) if first.revision else None
    if len(submission.parts) > 1:
        return None
    page = submission.page
    known = Translation.objects.filter(source__object=page.translation_key, target_locale=page.locale_id)
    translation = known.select_related("source__locale").first()
    if translation is None:
        return None
    source = Page.objects.filter(translation_key=page.translation_key, locale=translation.source.locale_id)
    now = source.select_related("locale").first()
    if now is None:
        return None
    return Original(now.specific if now.live else translation.source.as_instance(), now.live, False)


def sentences_beside(submission: Submission, original: Original) -> list[SentenceRow]:
    """Return the sentences of a submission's revision in their order; none where the revision is gone."""
    if submission.revision is None:
        return []
    page = submission.page
    # An object of its own: giving missing ids to blocks changes it.
    sent = version_of(page, submission.revision)
    public = _beside(sent, public_version(page)) if page.live else {}
    names, labels, counted = places_by_order(sent), {text.path: text.label for text in texts_of(sent)}, Counter[str]()
    rows = []
    for ours, theirs in aligned(sent, original.page):
        number, path = counted[ours.path], names[ours.path]
        counted[ours.path] += 1
        rows.append(
            SentenceRow(
                path=path,
                number=number,
                label=labels.get(path, ""),
                original=to_typed(theirs.string.data) if theirs else "",
                public=public.get((ours.path, number), ""),
                sent=to_typed(ours.string.data),
            )
        )
    return rows


def _beside(sent: Any, other: Any) -> dict[tuple[str, int], str]:
    """Return the sentences of another version that stand where those of `sent` stand, by place and number."""
    counted, found = Counter[str](), {}
    for ours, theirs in aligned(sent, other):
        if theirs:
            found[ours.path, counted[ours.path]] = to_typed(theirs.string.data)
        counted[ours.path] += 1
    return found
