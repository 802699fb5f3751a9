"""Ways in which one Khmer word is typed so that it looks the same, as functions of any text in the right spelling."""

from __future__ import annotations

import re
from collections.abc import Callable

COENG = "\u17d2"
SUBSCRIPT = f"{COENG}[\u1780-\u17b3]"
MARK = "[\u17b6-\u17d1]"
CLUSTER = re.compile(f"([\u1780-\u17b3])((?:{SUBSCRIPT})*)({MARK}*)")
SHIFTERS, U = "\u17c9\u17ca", "\u17bb"
# Before these the shifters and ុ are drawn alike.
ABOVE = re.compile("[\u17b7-\u17ba\u17be\u17d0]|\u17b6\u17c6")
DEPRECATED = {"អា": "\u17a4", "អ": "\u17a3", "ឧក": "\u17a8", "ឱ": "\u17b2", "\u17c6": "\u17d3", "\u17cb": "\u17dd"}
LATIN_DIGITS = str.maketrans({0x17E0 + digit: str(digit) for digit in range(10)})
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def each_cluster(change: Callable[[str, str, str], str]) -> Callable[[str], str]:
    """Change every cluster: its base, its subscripts, its vowels and signs."""
    return lambda text: CLUSTER.sub(lambda match: change(*match.groups()), text)


def other_shifter(become: Callable[[str], str]) -> Callable[[str], str]:
    def change(base: str, subscripts: str, marks: str) -> str:
        return base + subscripts + (re.sub(f"[{SHIFTERS}]", lambda found: become(found[0]), marks)
                                    if ABOVE.search(marks) else marks)  # fmt: skip

    return each_cluster(change)


def reversed_subscripts(base: str, subscripts: str, marks: str) -> str:
    return base + "".join(reversed(re.findall(SUBSCRIPT, subscripts))) + marks


def deprecated(text: str) -> str:
    for letter, old in DEPRECATED.items():
        text = text.replace(letter, old)
    return text


SPELLINGS: dict[str, Callable[[str], str]] = {
    "zero-width spaces between clusters": each_cluster(lambda *cluster: "".join(cluster) + "\u200b"),
    "a zero-width space in a cluster": each_cluster(lambda base, *rest: base + "\u200b" + "".join(rest)),
    "joiners": each_cluster(lambda base, *rest: base + "\u200c" + "".join(rest) + "\u200d"),
    "inherent vowels": each_cluster(lambda base, *rest: base + "\u17b4" + "".join(rest)),
    "subscripts in another order": each_cluster(reversed_subscripts),
    "subscripts behind the vowel": each_cluster(lambda base, subscripts, marks: base + marks + subscripts),
    "marks in another order": each_cluster(lambda base, subscripts, marks: base + subscripts + marks[::-1]),
    "subscript DA for TA": lambda text: text.replace(f"{COENG}ត", f"{COENG}ដ"),
    "subscript TA for DA": lambda text: text.replace(f"{COENG}ដ", f"{COENG}ត"),
    "split vowels": lambda text: text.replace("ោ", "េា").replace("ើ", "េី"),
    "split vowels, the right half first": lambda text: text.replace("ោ", "ាេ").replace("ើ", "ីេ"),
    "doubled marks": lambda text: re.sub(f"({MARK})", r"\1\1", text),
    "doubled subscripts": lambda text: re.sub(f"({SUBSCRIPT})", r"\1\1", text),
    "ុ for a shifter": other_shifter(lambda shifter: U),
    "the other shifter": other_shifter(lambda shifter: SHIFTERS[1 - SHIFTERS.index(shifter)]),
    "deprecated letters": deprecated,
    "Khmer digits": lambda text: text.translate(KHMER_DIGITS),
    "Latin digits": lambda text: text.translate(LATIN_DIGITS),
}
