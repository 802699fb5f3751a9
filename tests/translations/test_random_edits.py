"""Random edits of an original: the counts of what is stale and missing equal a diff that knows nothing of memory."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from tests.factories import make_page
from translations.handlers import follow_publication
from translations.models import TranslationProgress
from translations.segments import SentenceState, sentences_of
from translations.services import begin, keep

pytestmark = pytest.mark.django_db
HEAD, TAIL = 12, 4  # letters of a sentence that stay, and those that each version has anew
Key = tuple[str, str]


@dataclass
class Sentence:
    """A sentence of its own letters, which no other has: so its versions are alike, and others are not."""

    origin: int
    version: int = 0

    @property
    def text(self) -> str:
        letters = [chr(0x4E00 + self.origin * 20 + n) for n in range(HEAD)]
        return "".join(letters) + "".join(chr(0x3400 + (self.version * TAIL + n) % 6000) for n in range(TAIL))


@dataclass
class Original:
    """An article as the edits leave it: its words by place, and what was ever translated there."""

    chance: random.Random
    sentences: int = 0
    blocks: dict[str, list[Sentence]] = field(default_factory=dict)
    headings: dict[str, Sentence] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    words: dict[Key, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.title, self.summary = self.new(), self.new()
        for _ in range(3):
            self.add_block()
        self.order.append(self.add_heading())

    def new(self) -> Sentence:
        self.sentences += 1
        return Sentence(self.sentences)

    def id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128)))

    def add_block(self) -> None:
        block = self.id()
        self.blocks[block] = [self.new(), self.new()]
        self.order.insert(self.chance.randrange(len(self.order) + 1), block)

    def add_heading(self) -> str:
        heading = self.id()
        self.headings[heading] = self.new()
        return heading

    def at_places(self) -> list[tuple[str, Sentence]]:
        found = [("title", self.title), ("summary", self.summary)]
        for block in self.order:
            if block in self.blocks:
                found += [(f"body.{block}", sentence) for sentence in self.blocks[block]]
            else:
                found.append((f"body.{block}.text", self.headings[block]))
        return found

    def all(self) -> list[Key]:
        return [(place, sentence.text) for place, sentence in self.at_places()]

    def edit(self) -> None:
        """Change, add, take out, move or bring back something."""
        paragraphs = self.chance.choice(list(self.blocks.values()))
        act = self.chance.choices(("change", "add", "remove", "move", "block", "drop", "back"), (8, 2, 1, 1, 1, 1, 2))[
            0
        ]
        if act in ("change", "back"):
            sentence = self.chance.choice(self.at_places())[1]
            sentence.version = max(0, sentence.version + (1 if act == "change" else -1))
        elif act == "add":
            paragraphs.insert(self.chance.randrange(len(paragraphs) + 1), self.new())
        elif act == "remove" and len(paragraphs) > 1:
            paragraphs.pop(self.chance.randrange(len(paragraphs)))
        elif act == "move":
            self.chance.shuffle(self.order)
        elif act == "block":
            self.add_block()
        elif act == "drop" and len(self.blocks) > 2:
            dropped = self.chance.choice(list(self.blocks))
            self.order.remove(dropped)
            del self.blocks[dropped]

    def expected(self) -> dict[Key, SentenceState]:
        """Return the state of each sentence: a diff of its versions, place by place."""
        now = set(self.all())
        states = {}
        for place, sentence in self.at_places():
            # The versions of this sentence that were translated at this place, and stand there no more.
            before = [
                key
                for key in self.words
                if key[0] == place and key not in now and key[1][:HEAD] == sentence.text[:HEAD]
            ]
            key = (place, sentence.text)
            states[key] = (
                SentenceState.DONE if key in self.words else SentenceState.STALE if before else SentenceState.MISSING
            )
        return states

    def fields(self) -> dict[str, Any]:
        body = [
            {"type": "paragraph", "id": each, "value": "".join(f"<p>{one.text}</p>" for one in self.blocks[each])}
            if each in self.blocks
            else {"type": "heading", "id": each, "value": {"text": self.headings[each].text, "level": "h2"}}
            for each in self.order
        ]
        return {"title": self.title.text, "summary": self.summary.text, "body": body}


def edit(page: Any, fields: dict[str, Any]) -> None:
    page = Page.objects.get(pk=page.pk).specific
    stream = page._meta.get_field("body").stream_block
    page.title, page.summary, page.body = fields["title"], fields["summary"], stream.to_python(fields["body"])
    page.save_revision().publish()


def follow(page: Any) -> None:
    """Carry out what the outbox does after a publication."""
    follow_publication(SimpleNamespace(payload={"page": page.pk}))  # type: ignore[arg-type]


def walk(edits: int, seed: int, organization: Any, officer: Any) -> Counter[str]:
    """Edit, publish and compare so often; return how often each state was seen."""
    chance = random.Random(seed)
    original = Original(chance)
    page = make_page("article", organization, live=True, owner=officer, **original.fields())
    translation = begin(page, Locale.objects.get(language_code="km"), officer)
    seen: Counter[str] = Counter()
    for number in range(edits):
        for sentence in sentences_of(translation):
            # Not all of them, so that sentences change again before somebody wrote them.
            if not sentence.words and (number == 0 or chance.random() < 0.6):
                original.words[sentence.path, sentence.source] = words = f"ពាក្យ {number} {sentence.segment}"
                keep(translation, sentence.segment, words, officer)
        original.edit()
        edit(page, original.fields())
        follow(page)
        translation.refresh_from_db()
        expected, found = original.expected(), sentences_of(translation)
        assert {(each.path, each.source): each.state for each in found} == expected, (seed, number)
        counts = Counter(expected.values())
        progress = TranslationProgress.objects.get(translation=translation)
        assert (progress.stale, progress.missing) == (counts[SentenceState.STALE], counts[SentenceState.MISSING])
        # The memory of what did not change is kept, word for word.
        assert {(each.path, each.source): each.words for each in found if each.words} == {
            key: original.words[key] for key in original.all() if key in original.words
        }
        seen.update(expected.values())
    return seen


def test_counts_equal_a_diff_after_some_edits(organization: Any, officer: Any) -> None:
    seen = walk(12, 7, organization, officer)
    assert set(seen) == set(SentenceState)


@pytest.mark.drill
def test_counts_equal_a_diff_after_300_edits(organization: Any, officer: Any) -> None:
    for seed in range(6):
        assert set(walk(50, seed, organization, officer)) == set(SentenceState)


def test_bringing_memory_level_asks_no_more_than_in_proportion_to_the_sentences(
    organization: Any, officer: Any
) -> None:
    khmer, costs = Locale.objects.get(language_code="km"), []
    for size in (5, 40):
        original = Original(random.Random(size))
        while len(original.all()) < size:
            original.add_block()
        page = make_page("article", organization, live=True, owner=officer, **original.fields())
        begin(page, khmer, officer)
        original.title.version += 1
        edit(page, original.fields())
        with CaptureQueriesContext(connection) as captured:
            follow(page)
        costs.append((len(captured), len(original.all())))
    (few, small), (many, large) = costs
    assert many / few < large / small
