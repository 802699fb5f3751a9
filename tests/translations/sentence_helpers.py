"""Helpers of several tests for the sentences of a translation."""

from __future__ import annotations

from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue

from translations.segments import Sentence, sentences_of


def by_source(translation: Translation) -> dict[str, Sentence]:
    """The sentences by the words of their originals, without tags."""
    return {StringValue(sentence.source).render_text(): sentence for sentence in sentences_of(translation)}
