"""Texts in both languages that tell the same story or another one, made of the demo's own pieces by a seed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache

from tools.packages import REPOSITORY

CONTENT = REPOSITORY / "site" / "demo" / "content" / "organizations"
PART = re.compile(r"^# (en|km): .*$", re.MULTILINE)
# Lines that are no sentences of a text: pictures, tables, headings, lists of notes.
MARKUP = re.compile(r"^[@|#>+].*$|[*_`\[\]]", re.MULTILINE)
SENTENCE = re.compile(r"(?<=[។.!?])\s+|(?<=។)|\n+")
# Shorter pieces are no news.
SHORTEST = 250


@dataclass(frozen=True)
class Document:
    """A text, with the number of the story that it tells."""

    story: int
    language: str
    text: str


@cache
def pieces() -> list[tuple[str, list[str]]]:
    """The demo's own pieces in both languages, as (language, sentences)."""
    found = []
    for path in sorted(CONTENT.rglob("*.md")):
        _before, *parts = PART.split(path.read_text())
        for language, text in zip(parts[::2], parts[1::2], strict=True):
            sentences = [part.strip() for part in SENTENCE.split(MARKUP.sub("", text)) if len(part.strip()) > 20]
            if len(" ".join(sentences)) >= SHORTEST and len(sentences) >= 4:
                found.append((language, sentences))
    return found


def documents(seed: int) -> list[Document]:
    """For each piece six texts of the same story, and one of another story that quotes one of its sentences."""
    source, made = random.Random(seed), []
    several = pieces()
    for number, (language, sentences) in enumerate(several):
        texts = [
            " ".join(sentences),
            "\u200b".join(" ".join(sentences).replace("“", '"').replace("”", '"').split(" ")).replace(
                "\u200b", " \u200b"
            ),
            " ".join(["A headline of another desk." if language == "en" else "ចំណងជើងថ្មីមួយទៀត។", *sentences]),
            " ".join(sentences[: max(2, len(sentences) // 3)]),
            *(edited(sentences, source) for _time in range(2)),
        ]
        made += [Document(number, language, text) for text in texts]
        others = [own for own, (known, _text) in enumerate(several) if known == language and own != number]
        other = source.choice(others)
        quoting = list(several[other][1])
        quoting.insert(source.randrange(len(quoting)), source.choice(sentences))
        made.append(Document(other, language, " ".join(quoting)))
    return made


def edited(sentences: list[str], source: random.Random) -> str:
    """A text as an editor leaves it: about 15% of its sentences dropped, three words swapped."""
    kept = [sentence for sentence in sentences if source.random() > 0.15] or sentences
    words = " ".join(kept).split(" ")
    for _swap in range(3):
        place = source.randrange(len(words) - 1) if len(words) > 1 else 0
        words[place : place + 2] = reversed(words[place : place + 2])
    return " ".join(words)
