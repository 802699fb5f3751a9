import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmer.text import clusters, has_khmer, normalise, tokens, words

from .strategies import anything, sentences, typed


@given(typed | anything)
def test_normalise_is_idempotent(text):
    assert normalise(normalise(text)) == normalise(text)


@given(typed)
def test_tokens_are_the_clusters_of_the_normalised_text_with_their_places(text):
    found = list(tokens(text))
    assert [token.text for token in found] == clusters(normalise(text))
    assert all(left.end <= right.start or left.start == right.start for left, right in itertools.pairwise(found))


@given(anything)
def test_no_text_is_an_error(text):
    list(tokens(text))
    words(normalise(text))


@given(sentences, st.integers(min_value=0))
def test_invisible_characters_anywhere_change_nothing(text, seed):
    chance = random.Random(seed)
    noisy = "".join(char + chance.choice(["", "", "\u200b", "\u200d", "\u2060"]) for char in text)
    assert normalise(noisy) == normalise(text)


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("ស្រ្តី", "ស្ត្រី"),  # subscript RO before the other one
        ("សិ្ត", "ស្តិ"),  # vowel before the subscript
        ("សេចក្ដី", "សេចក្តី"),  # subscript DA, subscript TA
        ("កេា", "កោ"),
        ("កាេ", "កោ"),
        ("កេី", "កើ"),
        ("កីេ", "កើ"),
        ("ញុាំ", "ញ៉ាំ"),
        ("ញាំុ", "ញ៉ាំ"),
        ("ញ៊ាំ", "ញ៉ាំ"),
        ("សុី", "ស៊ី"),
        ("សី៊", "ស៊ី"),
        ("ស៉ុី", "ស៊ី"),
        ("កុំុ", "កុំ"),
        ("កំុ", "កុំ"),
        ("កំា", "កាំ"),
        ("កាា", "កា"),
        ("ក្្ត", "ក្ត"),
        ("កេោេា", "កោ"),
        ("\u17a3", "អ"),
        ("\u17a4", "អា"),
        ("\u17a8", "ឧក"),
        ("ឲ្យ", "ឱ្យ"),
        ("អោយ", "ឱ្យ"),
        ("អេាយ", "ឱ្យ"),
        ("ឱយ", "ឱ្យ"),
        ("ល\u17d8", "ល។ល។"),
        ("២០២៦", "2026"),
        ("２０２６", "2026"),
        ("ＷＯＭＥＮ", "women"),
        ("Straße", "strasse"),
    ],
)
def test_variants_become_the_standard_spelling(typed, standard):
    assert normalise(typed) == standard == normalise(standard)


@pytest.mark.parametrize(("one", "other"), [("កុំ", "កំ"), ("ប៉ា", "បា"), ("កុះ", "ក៉ះ"), ("ដ", "ត"), ("អោយា", "ឱ្យា")])
def test_what_looks_different_stays_different(one, other):
    assert normalise(one) != normalise(other)


def test_clusters_keep_syllables_whole_and_drop_punctuation():
    assert clusters(normalise("ស្ត្រីៗ នៅក្រុង, 2026 a_b!")) == ["ស្ត្រី", "នៅ", "ក្រុ", "ង", "2026", "a", "b"]


def test_words_join_the_prefix_to_its_noun():
    assert words(normalise("ការជួញដូរមនុស្ស")) == ["ការជួញដូរ", "មនុស្ស"]
    assert words(normalise("សេចក្ដីសម្រេចរបស់ក្រុមប្រឹក្សា")) == ["សេចក្តីសម្រេច", "របស់", "ក្រុមប្រឹក្សា"]
    assert words(normalise("Facebookនិងទូរស័ព្ទដៃ 😀 ២០")) == ["facebook", "និង", "ទូរស័ព្ទដៃ", "20"]


@given(typed | sentences)
def test_words_never_cut_a_cluster(text):
    text = normalise(text)
    assert [cluster for word in words(text) for cluster in clusters(word)] == clusters(text)


def test_has_khmer():
    assert has_khmer("a នារី")
    assert not has_khmer("women ។ 2026")
