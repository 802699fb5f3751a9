"""Invented words in both languages, with natural frequencies: the n-th word comes 1/n as often (Zipf's law)."""

from __future__ import annotations

import bisect
import itertools
import random
from collections.abc import Iterator

VOCABULARY = 6000  # different words a language
WORDS_A_PARAGRAPH = 58  # some four sentences

ENGLISH_ONSETS = ["b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "r", "s",
                  "sh", "st", "t", "tr", "v", "w"]  # fmt: skip
ENGLISH_CORES = ["a", "ai", "e", "ea", "i", "o", "oa", "ou", "u"]
ENGLISH_ENDS = ["", "", "l", "m", "n", "nd", "r", "rk", "s", "st", "t", "th"]

KHMER_CONSONANTS = "កខគឃងចឆជញដណតថទធនបផពភមយរលវសហអ"
KHMER_SUBSCRIPTS = ["", "", "", "", "្រ", "្ល", "្ម", "្ន", "្យ", "្វ"]
KHMER_VOWELS = ["", "", "ា", "ិ", "ី", "ុ", "ូ", "េ", "ែ", "ោ", "ៅ", "ំ"]
KHMER_FINALS = ["", "", "", "ក", "ង", "ន", "ម", "ត", "រ", "ល"]

# The most frequent words of each language are real ones, so that texts of both kinds share them.
ENGLISH_COMMON = ["the", "and", "of", "to", "in", "women", "a", "for", "that", "training", "with", "commune", "village"]
KHMER_COMMON = ["និង", "នៃ", "ក្នុង", "ស្ត្រី", "ដែល", "បាន", "នៅ", "ការ", "ឃុំ", "ភូមិ", "អង្គការ", "សិក្ខាសាលា"]


class CorpusVocabulary:
    """A vocabulary from which texts are drawn; the same seed gives the same words."""

    def __init__(self, code: str, seed: int) -> None:
        self.code = code
        source = random.Random(f"{code}-{seed}")
        make, common = (khmer_word, KHMER_COMMON) if code == "km" else (english_word, ENGLISH_COMMON)
        invented = dict.fromkeys(common)
        while len(invented) < VOCABULARY:
            invented[make(source)] = None
        self.words = list(invented)
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))

    def draw(self, source: random.Random, count: int) -> list[str]:
        """Return `count` invented words of the vocabulary, drawn at random by their frequency."""
        total = self.weights[-1]
        return [self.words[bisect.bisect_left(self.weights, source.random() * total)] for _ in range(count)]

    def title(self, source: random.Random) -> str:
        """Return an invented title of four to nine words."""
        words = self.draw(source, source.randint(4, 9))
        return "".join(words) if self.code == "km" else " ".join(words).capitalize()

    def paragraphs(self, source: random.Random, words: int) -> list[str]:
        """Return invented paragraphs with about `words` words in all; their number follows from that alone."""
        sentences = list(self.sentences(source, words))
        # A sentence has fewer words than a paragraph, so none is empty.
        number = max(1, round(words / WORDS_A_PARAGRAPH))
        starts = [len(sentences) * each // number for each in range(number + 1)]
        return [" ".join(sentences[begin:end]) for begin, end in itertools.pairwise(starts)]

    def sentences(self, source: random.Random, words: int) -> Iterator[str]:
        """Yield invented sentences with about `words` words in all."""
        while words > 0:
            length = min(source.randint(6, 20), words + 5)
            words -= length
            yield self.sentence(source, length)

    def sentence(self, source: random.Random, length: int) -> str:
        """Return one invented sentence of `length` words."""
        drawn = self.draw(source, length)
        if self.code == "km":
            # Khmer has spaces between phrases only.
            phrases = [drawn[start : start + 6] for start in range(0, length, 6)]
            return " ".join("".join(phrase) for phrase in phrases) + "។"
        return " ".join(drawn).capitalize() + "."


def english_word(source: random.Random) -> str:
    """Return an invented word that looks English."""
    syllables = source.choices([1, 2, 3], [2, 5, 3])[0]
    return "".join(
        source.choice(ENGLISH_ONSETS) + source.choice(ENGLISH_CORES) + source.choice(ENGLISH_ENDS)
        for _ in range(syllables)
    )


def khmer_word(source: random.Random) -> str:
    """Return an invented word that looks Khmer."""
    syllables = source.choices([1, 2, 3], [3, 5, 2])[0]
    return "".join(
        source.choice(KHMER_CONSONANTS)
        + source.choice(KHMER_SUBSCRIPTS)
        + source.choice(KHMER_VOWELS)
        + source.choice(KHMER_FINALS)
        for _ in range(syllables)
    )
