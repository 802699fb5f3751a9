"""Two thousand queries that nobody means, always the same."""

from __future__ import annotations

import random

PIECES = [
    *"\"“”«»'’`|-−–—()[]{}*^:;&!~\\/%_<>=+.,?#$@",
    *[
        "OR",
        "AND",
        "NOT",
        "NEAR",
        "NEAR(",
        "ឬ",
        "silk",
        "a",
        "the",
        "2027",
        "២០២៧",
        "title:",
        "{title} :",
        "<->",
        "%s",
        "%(x)s",
    ],
    *["ស្ត្រី", "ស", "្", "ា", "៉", "ៗ", "។", "\u17b4", "\u17a8", "ក្ន", "\u200b", "\u200d", "\u00ad", "\ufeff", "\u202e"],
    *[
        "\x00",
        "\x1f",
        "\x7f",
        "\ud800",
        "\uffff",
        "😀",
        "👩‍👩‍👧",
        "ﷺ",
        "ｓｉｌｋ",
        "ß",
        "İ",
        "e\u0301" * 3,
        "日本",
        "กิน",
        "½",
        "①",
    ],
    *[
        "'; drop table catalog_counting;--",
        "' or 1=1",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "http://x.example/?a=b&c=d",
    ],
    *["x" * 300, "ក" * 200, "- " * 60, '" ' * 60, "| " * 60, "-a " * 40, "a OR " * 40],
]
BETWEEN = ["", " ", "  ", "\n", "\t", "\u00a0", "\u200b"]


def hostile(number: int = 2000, seed: int = 6) -> list[str]:
    choose = random.Random(seed)
    made = list(PIECES)
    while len(made) < number:
        pieces = choose.choices(PIECES, k=choose.choice([2, 3, 5, 8, 30]))
        made.append("".join(piece + choose.choice(BETWEEN) for piece in pieces))
    return made[:number]
