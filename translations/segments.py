"""A page's sentences as a translator sees them: done, stale with the former pair, or missing."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from wagtail_localize.models import StringSegment, StringTranslation, Translation

from translations.declarations import longest_of

# Share of equal letters from which a sentence of a rich text counts as a changed one, and not as a new one.
LEAST_ALIKE = 0.4


class SentenceState(StrEnum):
    """The state of one sentence of a translation."""

    MISSING = "missing"
    STALE = "stale"
    DONE = "done"


@dataclass(frozen=True)
class Sentence:
    """One sentence of a page with its words in the other language.

    `source`, `words` and those of `former` (the pair of before the source changed) are HTML with inline tags alone,
    links as `<a id="a1">`. `longest` is in letters, None without a limit of its own.
    """

    segment: int
    path: str
    source: str
    words: str
    state: SentenceState
    former: tuple[str, str] | None
    longest: int | None
    is_plain: bool


def sentences_of(translation: Translation) -> list[Sentence]:
    """Return all sentences of a translation in the order of the page, in four queries at most."""
    source = translation.source
    model, content = source.specific_content_type.model_class(), json.loads(source.content_json)
    segments = list(StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order"))
    stored: dict[int, dict[int, StringTranslation]] = defaultdict(dict)
    in_places = StringTranslation.objects.filter(context__object=source.object_id, locale=translation.target_locale_id)
    for pair in in_places.filter(has_error=False).select_related("translation_of").order_by("updated_at", "pk"):
        stored[pair.context_id][pair.translation_of_id] = pair
    current = {(segment.context_id, segment.string_id) for segment in segments}
    rich = {context for (context,) in source.templatesegment_set.values_list("context")}
    return [
        _sentence(segment, stored[segment.context_id], current, longest_of(model, content, segment.context.path), rich)
        for segment in segments
    ]


def _sentence(
    segment: StringSegment,
    stored: dict[int, StringTranslation],
    current: set[tuple[int, int]],
    longest: int | None,
    rich: set[int],
) -> Sentence:
    now = stored.get(segment.string_id)
    is_plain = segment.context_id not in rich
    left = [pair for key, pair in stored.items() if (segment.context_id, key) not in current]
    former = None if now else _former(segment, left, is_plain)
    state = SentenceState.DONE if now else SentenceState.STALE if former else SentenceState.MISSING
    return Sentence(
        segment=segment.pk,
        path=segment.context.path,
        source=segment.string.data,
        words=now.data if now else "",
        state=state,
        former=(former.translation_of.data, former.data) if former else None,
        longest=longest,
        is_plain=is_plain,
    )


def _former(segment: StringSegment, left: list[StringTranslation], is_plain: bool) -> StringTranslation | None:
    """Return the pair of before that stood at this place; of several in one rich text the most similar."""
    if is_plain or not left:
        return left[-1] if left else None
    alike = {pair: SequenceMatcher(None, segment.string.data, pair.translation_of.data).ratio() for pair in left}
    nearest = max(left, key=alike.__getitem__)
    # A sentence of a rich text that was taken out, and a new one, are no pair.
    return nearest if alike[nearest] >= LEAST_ALIKE else None


def counts_of(sentences: list[Sentence]) -> Counter[SentenceState]:
    """Return how many sentences are in each state."""
    return Counter(sentence.state for sentence in sentences)
