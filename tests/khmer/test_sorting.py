"""Khmer titles stand in the order of a dictionary."""

from __future__ import annotations

import random

from khmer.sorting import first_letter, sort_key

# Of the dictionary of the Buddhist Institute: consonants, each without vowel, with vowels, then with subscripts.
IN_ORDER = [
    "កក",
    "ការ",
    "កុមារ",
    "ក្រុម",
    "ខែ",
    "គេហទំព័រ",
    "រដ្ឋ",
    "ឫស",
    "លក់",
    "វប្បធម៌",
    "ស្ត្រី",
    "ហត្ថកម្ម",
    "អង្គការ",
    "ឥត",
    "ឧបករណ៍",
    "ឯកសារ",
]


def test_khmer_words_are_in_the_order_of_a_dictionary() -> None:
    mixed = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(mixed, key=sort_key) == IN_ORDER


def test_case_and_quotation_marks_do_not_count() -> None:
    assert sorted(["beta", "“Alpha”", "Gamma", "alpha 2"], key=sort_key) == ["“Alpha”", "alpha 2", "beta", "Gamma"]


def test_each_text_has_one_letter() -> None:
    texts = ["ឯកសារ", "ឫស", "“Weaving”", "weaving", "2026", "", "ស្ត្រី"]
    assert [first_letter(text) for text in texts] == ["អ", "រ", "W", "W", "#", "#", "ស"]
