"""Declarations that the vocabulary's tables hold no personal data."""

from common.personal_data import declare_not_personal

WORD = "a word of the portal, which administrators write"

declare_not_personal("vocabulary.Topic", name_en=WORD, name_km=WORD)
declare_not_personal("vocabulary.Place", name_en=WORD, name_km=WORD)
declare_not_personal("vocabulary.Institution", name_en=WORD, name_km=WORD)
declare_not_personal("vocabulary.SearchTerm", text_en=WORD, text_km=WORD, synonyms=WORD)
