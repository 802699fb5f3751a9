"""The suggestion of topics and provinces by the words of a title and an excerpt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from catalog import terms
from press.suggestions.words import NEVER_SUGGESTED, TOPIC_WORDS
from search.query.text import index_tokens
from vocabulary.models import Place, Term, Topic
from vocabulary.places_in_text import name_found

# More than three topics tell a reader nothing.
MOST_TOPICS, MOST_PLACES = 3, 3

Tokens = tuple[str, ...]


@dataclass(frozen=True)
class SuggestedTerm:
    """A topic or province that is suggested, and the word that caused it."""

    term: Term
    word: str


def suggested_topics(title: str, excerpt: str) -> list[SuggestedTerm]:
    """Return at most three topics suggested by the words of a title and excerpt, those with the most words first.

    Topics of violence are never among them, nor editorials: only a person sets these.
    """
    tokens = f" {' '.join(index_tokens(f'{title} {excerpt}'))} "
    found = [(topic, words) for topic in _suggestible() if (words := list(_words_in(tokens, topic.slug)))]
    found.sort(key=lambda pair: -len(pair[1]))
    return [SuggestedTerm(topic, words[0]) for topic, words in found[:MOST_TOPICS]]


def suggested_places(title: str, excerpt: str, places: Iterable[Place] | None = None) -> list[SuggestedTerm]:
    """Return at most three provinces that a title or excerpt names."""
    text = f"{title} {excerpt}"
    several = terms.places.all() if places is None else places
    found = (SuggestedTerm(place, word) for place in several if (word := name_found(text, place)))
    return list(found)[:MOST_PLACES]


def _suggestible() -> list[Topic]:
    return [topic for topic in terms.topics.all() if topic.slug not in NEVER_SUGGESTED]


def _words_in(tokens: str, slug: str) -> Iterator[str]:
    """Yield the words of a topic that stand in a text, given as tokens between blanks; none twice."""
    seen: set[Tokens] = set()
    for word, wanted in _known_words().get(slug, ()):
        if wanted not in seen and f" {' '.join(wanted)} " in tokens:
            seen.add(wanted)
            yield word


@cache
def _known_words() -> dict[str, list[tuple[str, Tokens]]]:
    """Return the words of each topic with their tokens, as the search cuts them."""
    return {slug: [(word, tuple(index_tokens(word))) for word in words] for slug, words in TOPIC_WORDS.items()}
