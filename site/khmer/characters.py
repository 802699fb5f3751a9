"""The characters of the Khmer script, as classes for regular expressions.

Source: The Unicode Standard 17.0, chapter 16.4 (Khmer), and its code chart U+1780..U+17FF.
"""

BASES = "\u1780-\u17b3"  # consonants and independent vowels
MARKS = "\u17b6-\u17d3\u17dd"  # vowel signs, signs above and below, the coeng
COENG = "\u17d2"
REPETITION = "\u17d7"  # ៗ: the word before it is read twice
LETTERS = f"{BASES}{MARKS}{REPETITION}\u17dc"  # and avakrahasanya
DIGITS = "\u17e0-\u17e9"
# Invisible characters that people type between letters: zero-width space, joiners, marks of direction,
# soft hyphen, byte order mark, and the two inherent vowels that Unicode advises against.
INVISIBLES = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u17b4\u17b5"

# A syllable as a reader sees it: never cut inside. Marks without a base stay together.
# Possessive: a row of marks that could be cut in many ways would be tried in all of them.
CLUSTER = f"[{BASES}]?(?:{COENG}[{BASES}]|[{MARKS}])++|[{BASES}]"
