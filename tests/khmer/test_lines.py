import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmer.characters import BASES, CLUSTER, COENG, MARKS
from khmer.typography import after_words, break_words, excerpt, first_words

from .strategies import sentences, typed

CUT_CLUSTER = re.compile(f"{COENG}\u200b[{BASES}]|[{BASES}{MARKS}]\u200b[{MARKS}]")


def shown(text):
    return break_words(text).replace("\u200b", "|").replace("\u00a0", "_")


@given(typed | sentences)
def test_breaks_fall_between_clusters_and_change_no_letter(text):
    broken = break_words(text)
    assert not CUT_CLUSTER.search(broken)
    assert not re.search("\u200b[។៖៕ៗ]", broken)
    assert broken.replace("\u200b", "").replace("\u00a0", " ") == text.replace("\u200b", "").replace("\u00a0", " ")
    assert break_words(broken) == broken


def test_breaks_stand_between_words():
    assert shown("សិទ្ធិស្ត្រីនៅកម្ពុជាៗដែល។") == "សិទ្ធិ|ស្ត្រី|នៅ|កម្ពុជាៗ|ដែល។"
    assert shown("Facebookនិង Telegram") == "Facebook|និង Telegram"
    assert shown("Only Latin, 20 people") == "Only Latin, 20 people"


def test_compounds_that_the_dictionary_cuts_stay_whole():
    assert shown("ទូរស័ព្ទដៃរបស់ក្រុមប្រឹក្សាឃុំ") == "ទូរស័ព្ទដៃ|របស់|ក្រុមប្រឹក្សាឃុំ"
    assert shown("ព្រឹត្តិការណ៍ៗនៅលើអ៊ិនធឺណិត") == "ព្រឹត្តិការណ៍ៗ|នៅ|លើ|អ៊ិនធឺណិត"


def test_a_number_stays_with_its_counter_and_announcer():
    assert shown("មាន ២០ នាក់ ក្នុងឆ្នាំ ២០២៦") == "មាន ២០_នាក់ ក្នុង|ឆ្នាំ_២០២៦"
    assert shown("ចំនួន 2,140 នាក់ នៅម៉ោង ៨:៣០") == "ចំនួន_2,140_នាក់ នៅ|ម៉ោង_៨:៣០"
    assert shown("មាន២០នាក់ទី២") == "មាន|២០នាក់|ទី២"


def letters(text):
    return len(re.findall(f"{CLUSTER}|.", text, re.DOTALL))


@given(typed | sentences, st.integers(min_value=1, max_value=30))
def test_an_excerpt_is_a_beginning_within_the_limit_that_cuts_no_cluster(text, limit):
    flat = " ".join(text.replace("\u200b", "").split())
    cut = excerpt(text, limit)
    if cut == flat:
        return
    kept = cut.removesuffix("…")
    assert flat.startswith(kept)
    assert letters(re.sub("[\u200c\u200d]", "", kept)) <= limit
    assert not CUT_CLUSTER.search(f"{kept}\u200b{flat[len(kept) :]}")


def test_an_excerpt_ends_at_a_word():
    assert excerpt("Women's groups in Kampong Cham learned to film", 20) == "Women's groups in…"
    assert excerpt("សិទ្ធិស្ត្រីនៅកម្ពុជា", 6) == "សិទ្ធិស្ត្រីនៅ…"
    assert excerpt("short", 20) == "short"
    assert excerpt("Donaudampfschiff", 5) == "Donau…"


def test_first_words_make_a_title():
    assert first_words("\n We met in Kep. Twenty came.", 60) == "We met in Kep"
    assert first_words("Dr. Sok spoke in Kep", 60) == "Dr. Sok spoke in Kep"
    assert first_words("យើងបានជួបគ្នានៅកែប។ មានមនុស្ស ២០ នាក់។", 60) == "យើងបានជួបគ្នានៅកែប"
    assert first_words("", 60) == ""


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("\n We met in Kep. Twenty came.", "We met in Kep", "Twenty came."),
        ("យើងបានជួបគ្នានៅកែប។ មានមនុស្ស ២០ នាក់។", "យើងបានជួបគ្នានៅកែប", "មានមនុស្ស ២០ នាក់។"),
        ("យើងបានជួបគ្នានៅកែប។", "យើងបានជួបគ្នានៅកែប", ""),
        ("Twenty came. ", "A day in Kep", "Twenty came."),
    ],
)
def test_what_follows_the_title_is_not_said_twice(text: str, title: str, rest: str) -> None:
    assert after_words(text, title) == rest
