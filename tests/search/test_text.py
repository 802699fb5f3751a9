import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.text import MOST_PARTS, MOST_TOKENS, index_text, matching_tokens, parse
from tests.khmer.strategies import anything, sentences, typed
from tests.search.corpus import KHMER
from tests.search.spellings import SPELLINGS

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


def alternatives(text):
    return [[part.typed for part in clause.alternatives] for clause in parse(text).clauses]


def excluded(text):
    return [part.typed for part in parse(text).excluded]


def tokens(text):
    return [part.tokens for part in parse(text).parts]


# Of the judged collection, and what has marks that its words lack.
OTHERS = """
បណ្ដាញ ប៊ិច ស៊ាំ ម៉ឺន អ៊ីនធឺណិត អ៊ុំ ឧកញ៉ា ឪពុក ឱ្យ ឆ្នោត សាស្ត្រា លក្ខណៈ កញ្ជ្រោង ១២៨០ ពាក់ព័ន្ធ
"""
WORDS = sorted({word for text in (*KHMER, OTHERS) for word in text.split()})


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_word_is_the_same(spelling):
    """The same tokens and words, so the same pages in the same order; alone and with a second spelling."""
    respell = SPELLINGS[spelling]
    assert any(respell(word) != word for word in WORDS)
    for word in WORDS:
        right = index_text(word)
        for other in (respell(word), *(second(respell(word)) for second in SPELLINGS.values())):
            assert index_text(other) == right, (word, ascii(other))
            assert [token.text for token in matching_tokens(other)] == right.tokens, (word, ascii(other))


def test_a_query_is_split_at_spaces_and_quotation_marks():
    assert tokens("domestic violence") == [("domest",), ("violenc",)]
    assert tokens("“domestic violence” Kep") == [("domest", "violenc"), ("kep",)]
    assert tokens('"domestic violence') == [("domest",), ("violenc",)]
    assert tokens("សិទ្ធិស្ត្រី កែប") == [("សិ", "ទ្ធិ", "ស្ត្រី"), ("កែ", "ប")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("silk OR cotton", [["silk", "cotton"]]),
        ("silk | cotton|wool", [["silk", "cotton", "wool"]]),
        ("សូត្រ ឬ កប្បាស កែប", [["សូត្រ", "កប្បាស"], ["កែប"]]),
        ('"raw silk" OR cotton Kep', [["raw silk", "cotton"], ["Kep"]]),
        ("silk or cotton", [["silk"], ["cotton"]]),
        ("OR silk", [["silk"]]),
        ("silk OR", [["silk"]]),
        ("silk OR OR cotton", [["silk", "cotton"]]),
        ("silk || cotton |", [["silk", "cotton"]]),
        ("silk OR silk", [["silk"]]),
        ("OR", [["OR"]]),
        ("|", []),
        ("ឬ", [["ឬ"]]),
        ("ឬស្សី", [["ឬស្សី"]]),
    ],
)
def test_either_of_two_parts_is_enough(typed, read):
    assert alternatives(typed) == read


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("silk -cotton", [["silk"]], ["cotton"]),
        ('silk -"raw cotton" Kep', [["silk"], ["Kep"]], ["raw cotton"]),
        ("-cotton", [], ["cotton"]),
        ("សូត្រ -កប្បាស", [["សូត្រ"]], ["កប្បាស"]),
        ("silk −cotton --wool", [["silk"]], ["cotton", "wool"]),
        ("co-op 2025-2026", [["co-op"], ["2025-2026"]], []),
        ("silk - cotton", [["silk"], ["cotton"]], []),
        ("silk -", [["silk"]], []),
        ("silk -the", [["silk"]], []),
        ("silk OR -cotton wool", [["silk"], ["wool"]], ["cotton"]),
        ("--", [], []),
    ],
)
def test_what_follows_a_minus_is_left_out(typed, wanted, unwanted):
    assert (alternatives(typed), excluded(typed)) == (wanted, unwanted)


def test_words_that_every_text_has_are_asked_for_in_phrases_alone():
    assert tokens("violence in the family") == [("violenc",), ("famili",)]
    assert tokens("“violence in the family”") == [("violenc", "in", "the", "famili")]
    assert tokens("to be") == [("to",), ("be",)]
    assert tokens("law OR the") == [("law",)]


def test_a_long_query_is_cut_and_says_so():
    many = parse(" ".join(f"word{number}" for number in range(20)))
    assert len(many.parts) == MOST_PARTS
    assert many.is_truncated
    long = parse(" ".join(["ក" * 25, "ខ" * 25, "គ" * 25]))
    assert [len(part.tokens) for part in long.parts] == [25, 25, 10]
    assert long.is_truncated
    assert not parse("law").is_truncated
    assert not parse(" ".join(f"word{number}" for number in range(MOST_PARTS))).is_truncated


def test_what_is_left_out_and_each_alternative_count_as_parts():
    assert len(parse("a1 | " * 20 + "a2").clauses[0].alternatives) == 1
    either = parse(" OR ".join(f"word{number}" for number in range(20)))
    assert (len(either.clauses[0].alternatives), either.is_truncated) == (MOST_PARTS, True)
    without = parse("law " + " ".join(f"-word{number}" for number in range(20)))
    assert (len(without.excluded), without.is_truncated) == (MOST_PARTS - 1, True)


def test_the_beginning_of_a_phrase_that_is_too_long_is_looked_for():
    cut = parse("ស្ត្រី" * 100)
    assert cut.is_truncated
    assert len(cut.parts[0].tokens) == MOST_TOKENS
    assert cut.parts[0].tokens == tuple(index_text(cut.parts[0].typed).tokens)


def test_what_is_typed_twice_is_looked_for_once():
    typed = [part.typed for clause in parse("law silk LAW silk law -dye").clauses for part in clause.alternatives]
    assert typed == ["law", "silk"]
