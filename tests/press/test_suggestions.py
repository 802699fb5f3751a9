"""Topics and provinces are suggested by words of title and excerpt; topics of violence never are."""

from __future__ import annotations

import re
import tomllib

import pytest

from press.excerpts import short_excerpt
from press.suggestions.suggesting import MOST_TOPICS, suggested_places, suggested_topics
from press.suggestions.words import NEVER_SUGGESTED, TOPIC_WORDS
from tests.press.story_generator import CONTENT, MARKUP
from vocabulary.models import Topic
from vocabulary.templatetags.look import SENSITIVE_TOPICS

pytestmark = pytest.mark.django_db
PART = re.compile(r"^# (?:en|km): (.*)$", re.MULTILINE)


def told(suggestions):
    return {each.term.slug: each.word for each in suggestions}


def test_each_suggestion_names_the_word_that_caused_it() -> None:
    title = "Four communes in Battambang get a monthly mobile clinic"
    assert told(suggested_topics(title, "Pregnant women need not travel.")) == {"health": "clinic"}
    assert told(suggested_places(title, "")) == {"battambang": "Battambang"}
    khmer = "ឃុំ\u200bចំនួន ៤ នៅ\u200bបាត់ដំបង មាន\u200bគ្លីនិក\u200bចល័ត"
    assert told(suggested_topics(khmer, "")) == {"health": "គ្លីនិក"}
    assert told(suggested_places(khmer, "")) == {"battambang": "បាត់ដំបង"}


def test_other_forms_of_a_word_count_and_parts_of_others_do_not() -> None:
    assert told(suggested_topics("Two midwives and a teacher", "")) == {"health": "midwives", "education": "teacher"}
    assert suggested_topics("The lawn of the clinician", "") == []


def test_topics_of_violence_are_never_suggested() -> None:
    assert SENSITIVE_TOPICS <= NEVER_SUGGESTED
    assert not NEVER_SUGGESTED & TOPIC_WORDS.keys()
    names = " ".join(f"{topic.name_en} {topic.name_km}" for topic in Topic.objects.filter(slug__in=NEVER_SUGGESTED))
    assert not told(suggested_topics(names, names)).keys() & NEVER_SUGGESTED


def test_every_word_speaks_for_a_topic_that_is_there() -> None:
    assert TOPIC_WORDS.keys() | NEVER_SUGGESTED == set(Topic.objects.values_list("slug", flat=True))


def test_there_are_three_topics_at_most() -> None:
    words = " ".join(word for words in TOPIC_WORDS.values() for word in words)
    assert len(suggested_topics(words, "")) == MOST_TOPICS


def test_three_of_four_suggestions_are_what_the_writers_chose() -> None:
    """On the demo's own pieces: their title, 200 letters of their text, and the topics they carry."""
    right = said = 0
    for path in sorted(CONTENT.rglob("*.md")):
        head, text = path.read_text().split("+++")[1:3]
        if topics := set(tomllib.loads(head).get("topics", ())):
            _before, *parts = PART.split(text)
            for title, body in zip(parts[::2], parts[1::2], strict=True):
                slugs = told(suggested_topics(title, short_excerpt(MARKUP.sub("", body)))).keys()
                said, right = said + len(slugs), right + len(slugs & topics)
    assert said > 100 and right / said >= 0.75, (right, said)
