"""The portal's own words in both languages that stand in a sentence: search terms, topics and provinces."""

from __future__ import annotations

from dataclasses import dataclass

from common.cached_value import TimedCache
from khmer.text import clusters, normalise
from translations.suggestions.fingerprints import words_of
from vocabulary.models import Place, SearchTerm, Topic

MOST_WORDS = 6


@dataclass(frozen=True)
class PortalWord:
    """A word of the portal in both languages."""

    en: str
    km: str

    def name_in(self, language: str) -> str:
        """Return the Khmer name for "km", else the English one."""
        return self.km if language == "km" else self.en


def _load() -> list[PortalWord]:
    names = [
        *SearchTerm.objects.values_list("text_en", "text_km"),
        *Topic.objects.values_list("name_en", "name_km"),
        *Place.objects.values_list("name_en", "name_km"),
    ]
    return [PortalWord(en.strip(), km.strip()) for en, km in dict(names).items() if en.strip() and km.strip()]


# Words change seldom: a minute late is early enough.
cached = TimedCache(_load)
cached_index = TimedCache(lambda: {language: _index(cached.value(), language) for language in ("en", "km")})


def _index(words: list[PortalWord], language: str) -> dict[str, list[tuple[tuple[str, ...], PortalWord]]]:
    """Return the words by the first token of their name in a language, each with all its tokens, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], PortalWord]]] = {}
    for word in words:
        if name := tuple(clusters(normalise(word.name_in(language)))):
            index.setdefault(name[0], []).append((name, word))
    for found in index.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return index


def words_in(sentence: str, language: str) -> list[PortalWord]:
    """Return the portal's words that stand in a stored sentence (HTML) of a language, six at most, each once.

    Of two that begin at the same place the longer one counts.
    """
    index = cached_index.value()["km" if language == "km" else "en"]
    tokens = words_of(sentence)
    found: dict[PortalWord, None] = {}
    place = 0
    while place < len(tokens) and len(found) < MOST_WORDS:
        match = next(
            (entry for entry in index.get(tokens[place], ()) if tokens[place : place + len(entry[0])] == entry[0]), None
        )
        if match:
            found[match[1]] = None
        place += len(match[0]) if match else 1
    return list(found)
