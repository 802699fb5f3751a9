"""Two versions side by side: nothing hidden, nothing torn, and never long."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmer.characters import COENG, MARKS
from moderation.comparison.page_diff import compare_pages, compare_texts, tokens

WORDS = ["ស្ត្រី", "នៅ", "ក្នុង", "ភូមិ", "បាន", "ទិញ", "កី", "ថ្មី", "ញ្ញុំា", "loom", "new", " ", "។", "12", "\n", "ស្ដ្រី"]


def said(runs, *kinds):
    return "".join(run.text for run in runs if run.kind in kinds)


def test_removed_and_added_words_are_marked_and_the_rest_is_not():
    before, after = compare_texts("The service is free of charge.", "The service is paid by list.")
    assert said(before, "removed") == "free of charge"
    assert said(after, "added") == "paid by list"
    assert said(before, "same") == "The service is ."


def test_khmer_is_marked_in_whole_words():
    before, after = compare_texts("ស្ត្រីនៅក្នុងភូមិបានទិញកីថ្មី។", "ស្ត្រីនៅក្នុងឃុំបានទិញកីថ្មី។")
    assert said(before, "removed") == "ភូមិ"
    assert said(after, "added") == "ឃុំ"


@pytest.mark.parametrize(("one", "other"), [("ស្ត្រី", "ស្ដ្រី"), ("ការងារ\u200bថ្មី", "ការងារថ្មី")])
def test_what_looks_the_same_is_no_change(one, other):
    before, after = compare_texts(one, other)
    assert {run.kind for run in [*before, *after]} == {"same"}


@pytest.mark.parametrize(("one", "other"), [("women", "Women"), ("1,000", "1.000"), ("a@b.org", "a@c.org")])
def test_what_a_reader_sees_is_a_change(one, other):
    before, after = compare_texts(one, other)
    assert said(before, "removed") and said(after, "added")


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.lists(st.sampled_from(WORDS), max_size=40))
def test_each_side_is_its_text_and_no_sign_is_torn_off(one, other):
    for text, runs in zip(("".join(one), "".join(other)), compare_texts("".join(one), "".join(other)), strict=True):
        assert "".join(run.text for run in runs) == text
        assert not [run for run in runs[1:] if re.match(f"[{MARKS}{COENG}]", run.text)]


@given(st.text(alphabet="កខស្ត្រីុំា a.\n", max_size=60))
def test_tokens_joined_are_the_text(text):
    assert "".join(tokens(text)) == text


def test_long_unchanged_passages_are_folded():
    long = " ".join(f"word{number}" for number in range(500))
    before, _after = compare_texts(f"old {long}", f"new {long}")
    assert said(before, "removed") == "old "
    assert sum(run.folded for run in before) == 500 - 24
    assert len(said(before, "same")) < 400


def long_text(words: int, seed: int) -> str:
    """About sixty pages in both scripts."""
    chosen = random.Random(seed)
    return "".join(chosen.choice(WORDS) + ("" if number % 3 else " ") for number in range(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (long_text(25_000, 1), long_text(25_000, 2)),
        (long_text(25_000, 1), long_text(25_000, 1).replace("loom", "cloth")),
        ("a " * 30_000, "a b " * 15_000),
        ("a. " * 30_000, "a. b. " * 15_000),
        ("ក" * 60_000, "ក" * 59_999 + "ខ"),
    ],
    ids=["unlike", "one word changed", "one word", "one sentence", "one letter"],
)
def test_sixty_pages_do_not_hang(one, other):
    began = time.perf_counter()
    before, after = compare_texts(one, other)
    assert time.perf_counter() - began < 10
    assert before and after


def test_blocks_are_aligned_and_pictures_named(make_page, organization):
    page = make_page("article", organization, summary="What it says.")
    old = [("paragraph", "<p>One.</p>"), ("paragraph", "<p>Two.</p>"), ("heading", {"text": "Head", "level": "h2"})]
    page.body = old
    new = page.get_latest_revision_as_object()
    new.body = [
        old[0],
        ("heading", {"text": "New", "level": "h2"}),
        ("paragraph", '<p>Two <a href="/x">b</a>.</p>'),
        old[2],
    ]
    rows = {row.label + str(place): row for place, row in enumerate(compare_pages(page, new)) if not row.is_same}
    changed = [(said(row.before, "removed"), said(row.after, "added")) for row in rows.values()]
    assert ("", "New\nsection") in changed
    assert any("/x" in after for _before, after in changed)
    assert not any("One" in before or "Head" in after for before, after in changed)


def test_a_first_version_is_all_new(make_page, organization):
    rows = compare_pages(None, make_page("event", organization, venue="Takeo"))
    assert all(not row.before for row in rows)
    assert {run.kind for row in rows for run in row.after} == {"added"}
