"""No more than 200 letters of somebody else's text, and no Khmer cluster cut."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from khmer.lines import UNIT, letter_count
from press.excerpts import LONGEST_EXCERPT, MOST_CHARACTERS, short_excerpt, validate_excerpt

KHMER = "ស្ត្រីមានផ្ទៃពោះអាចពិនិត្យនៅជិតផ្ទះដោយមិនចាំបាច់ធ្វើដំណើរទៅទីរួមខេត្ត"


def test_a_short_text_stays() -> None:
    assert short_excerpt(f"  {KHMER}\n\nTwo ") == f"{KHMER} Two"


@pytest.mark.parametrize("text", [KHMER * 50, "Four communes get a clinic. " * 800, "x" * 20_000])
def test_a_long_text_is_cut_at_200_letters(text: str) -> None:
    short = short_excerpt(text)
    assert LONGEST_EXCERPT - 30 < letter_count(short) <= LONGEST_EXCERPT and short.endswith("…")
    validate_excerpt(short)


@given(st.text(alphabet="សត្ី្រៃៈ ៗ។aé\u200b\u0301", max_size=900))
def test_no_cluster_is_cut(text: str) -> None:
    short = short_excerpt(text)
    whole = " ".join(text.replace("\u200b", "").split())
    begun = UNIT.findall(short.removesuffix("…"))
    assert UNIT.findall(whole)[: len(begun)] == begun


def test_clusters_that_no_language_has_are_no_way_around() -> None:
    assert short_excerpt("ក" + "\u17d2\u1780" * 5000) == ""
    assert len(short_excerpt("e\u0301" * 3000)) <= MOST_CHARACTERS


def test_what_is_invisible_is_nothing() -> None:
    assert short_excerpt("\u200b\x00\u2060 ") == ""


def test_more_letters_are_refused() -> None:
    with pytest.raises(ValidationError):
        validate_excerpt("x" * (LONGEST_EXCERPT + 1))
