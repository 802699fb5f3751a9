"""The order of Khmer words in a dictionary: a pure function that makes sort keys."""

from __future__ import annotations

from khmer.text import normalise

# Independent vowels stand where a dictionary has them: under អ, រ and ល, as if they were written with these letters.
INDEPENDENT = str.maketrans(
    {
        "ឥ": "អិ", "ឦ": "អី", "ឧ": "អុ", "ឨ": "អុក", "ឩ": "អូ", "ឪ": "អូវ", "ឯ": "អែ", "ឰ": "អៃ", "ឱ": "អោ", "ឲ": "អោ",
        "ឳ": "អៅ", "ឫ": "រឹ", "ឬ": "រឺ", "ឭ": "លឹ", "ឮ": "លឺ",
    }
)  # fmt: skip
UNCOUNTED = str.maketrans("", "", "\"'“”‘’«»()")
FIRST, LAST = "ក", "អ"


def sort_key(text: str) -> str:
    """Return a key by which texts sort as in a dictionary: Khmer consonants, then vowels, then subscripts; no case.

    The code points have this order among themselves, but for the independent vowels.
    """
    return normalise(text).translate(INDEPENDENT).translate(UNCOUNTED).strip()


def first_letter(text: str) -> str:
    """Return the letter under which a dictionary has a text: a Khmer consonant, a letter from A to Z, or "#"."""
    letter = sort_key(text)[:1].upper()
    return letter if FIRST <= letter <= LAST or "A" <= letter <= "Z" else "#"
