"""The kind of event about sentences that somebody translated."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class TranslationPayload(TypedDict):
    """The id of wagtail-localize's row of a translation."""

    translation: int


# Words of sentences were written or taken back; several that wait are one.
SENTENCES_KEPT = declare("translations.sentences_kept", TranslationPayload)
