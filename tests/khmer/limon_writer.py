"""Writes Khmer as people wrote it for the Limon fonts: the signs in the order in which they are drawn.

Made apart from what reads it: from the order of drawing, with the deeper signs below subscripts.
"""

from __future__ import annotations

import re

from khmer.characters import BASES, COENG, MARKS

SYLLABLE = re.compile(f"([{BASES}])((?:{COENG}[{BASES}])*)([{MARKS}]*)")
LETTERS = dict(zip("កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ", "kxKXgcqCQjdzDZNtfTFnbpBPmyrlvshLG", strict=True)) | {
    "ឥ": "\\",
    "ឦ": "|",
    "ឧ": "]",
    "ឪ": "«",
    "ឫ": "b£",
    "ឬ": "b¤",
    "ឮ": "B¤",
    "ឯ": "É",
    "ឱ": "»",
}
BELOW = dict(zip("កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយលវសហអ", "áçÁÇ¶©ä¢ÄØþæÐÆÑþßÞ§ñ,ö<Öµüø" + "VSð¥", strict=True))
SPLIT = {"ើ": "eI", "ឿ": "eO", "ៀ": "eo", "ោ": "ea", "ៅ": "eA", "េ": "e", "ែ": "E", "ៃ": "é"}
AFTER = dict(zip("ាិីឹឺុូួ", "aiIwWuUY", strict=True))
DEEPER = dict(zip("uUY", "úÚÜ", strict=True))
SIGNS = dict(zip("ំះៈ់៌៍៏័៉៊", "MH³;’_¾½:‘", strict=True))
ABOVE = frozenset("ិីឹឺ័")
OTHERS = str.maketrans(
    {
        **dict(zip("០១២៣៤៥៦៧៨៩", "0123456789", strict=True)),
        **dict(zip("។ៗ“”", ".²{}", strict=True)),
        ",": "/",
        ".": ">",
        "(": "¬",
        ")": "¦",
        "%": "°",
    }
)


def limon(text: str) -> str:
    """Return Khmer text as it is typed for a Limon font."""
    whole = text.replace("\u200b", "").replace("ឲ្យ", "[").replace("ឱ្យ", "[").replace("៖", " ³")
    return SYLLABLE.sub(_drawn, whole.translate(OTHERS))


def _drawn(match: re.Match[str]) -> str:
    letter, subscripts, marks = match.groups()
    below = re.findall(f"{COENG}([{BASES}])", subscripts)
    ro = ("®" if len(below) > 1 else "R") if "រ" in below else ""
    below = [sign for sign in below if sign != "រ"]
    vowel = next((SPLIT[mark] for mark in marks if mark in SPLIT), "")
    before, after = (vowel[0], vowel[1:]) if vowel else ("", "")
    drawn = _letter(letter, below, after or marks)
    is_high = not ABOVE.isdisjoint(marks) or {"ា", "ំ"} <= set(marks)
    shifter = "".join("u" if is_high and letter != "ប" else SIGNS[mark] for mark in marks if mark in "៉៊")
    signs = after + "".join(AFTER.get(mark) or SIGNS.get(mark, "") for mark in marks if mark not in "៉៊")
    if below:
        signs = "".join(DEEPER.get(sign, sign) for sign in signs)
    return before + ro + drawn + "".join(BELOW[sign] for sign in below) + shifter + signs


def _letter(letter: str, below: list[str], after: str) -> str:
    if letter == "ញ" and below:
        return "Ba"
    return ")" if letter == "ប" and not below and after[:1] in ("ា", "a", "A") else LETTERS.get(letter, letter)
