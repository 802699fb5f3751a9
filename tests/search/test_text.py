from hypothesis import given
from hypothesis import strategies as st

from search.text import MOST_PARTS, MOST_TOKENS, index_text, matching_tokens, parse
from tests.khmer.strategies import anything, sentences, typed

english = st.lists(
    st.sampled_from(["women's", "Trainings", "the", "UN’s", "'s", "don't", "s", "2,140", "co-op", " ", "។", "ស្ត្រី's"])
).map(" ".join)


@given(typed | sentences | english)
def test_tokens_for_marking_are_those_of_the_index(text):
    assert [token.text for token in matching_tokens(text)] == index_text(text).tokens


@given(anything | typed)
def test_no_query_is_an_error(text):
    parse(text)


def test_english_is_stemmed_and_loses_its_possessive():
    assert index_text("Women’s trainings, Sok's trained").tokens == ["women", "train", "sok", "train"]


def test_khmer_words_stand_apart_from_clusters():
    text = index_text("សិទ្ធិស្ត្រី on Facebook")
    assert text.tokens == ["សិ", "ទ្ធិ", "ស្ត្រី", "on", "facebook"]
    assert text.words == ["សិទ្ធិ", "ស្ត្រី"]


def parts(text):
    return [part.tokens for part in parse(text).parts]


def test_a_query_is_split_at_spaces_and_quotation_marks():
    assert parts("domestic violence") == [("domest",), ("violenc",)]
    assert parts("“domestic violence” Kep") == [("domest", "violenc"), ("kep",)]
    assert parts('"domestic violence') == [("domest",), ("violenc",)]
    assert parts("សិទ្ធិស្ត្រី កែប") == [("សិ", "ទ្ធិ", "ស្ត្រី"), ("កែ", "ប")]


def test_words_that_every_text_has_are_not_asked_for():
    assert parts("violence in the family") == [("violenc",), ("famili",)]
    assert parts("to be") == [("to",), ("be",)]


def test_a_long_query_is_cut_and_says_so():
    many = parse(" ".join(f"word{number}" for number in range(20)))
    assert len(many.parts) == MOST_PARTS
    assert many.is_cut
    long = parse(" ".join(["ក" * 25] * 5))
    assert sum(len(part.tokens) for part in long.parts) <= MOST_TOKENS
    assert long.is_cut
    assert not parse("law").is_cut
