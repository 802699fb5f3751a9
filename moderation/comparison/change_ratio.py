"""The size of an editor's correction, as a part of the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from khmer.characters import CLUSTER
from moderation.comparison.editable_texts import EditableText

# One sign as a reader sees it; in rich text a tag is one too, because a changed tag can change a link's target.
SIGN = re.compile(rf"{CLUSTER}|\S")
SIGN_OR_TAG = re.compile(rf"<[^<>]*+>|&\w{{1,32}};|{CLUSTER}|\S")


def change_ratio(before: Sequence[EditableText], after: Sequence[EditableText]) -> float:
    """Return the part (0 to 1) of characters (Khmer: clusters) that differ between a page's texts and corrections.

    Of a passage that was replaced the longer side counts. Spaces do not.
    """
    old, new = {text.path: signs(text) for text in before}, {text.path: signs(text) for text in after}
    changed = sum(differing(signs_before, new.get(path, [])) for path, signs_before in old.items())
    longest = max(sum(map(len, old.values())), sum(map(len, new.values())))
    return min(changed / longest, 1.0) if longest else 0.0


def signs(text: EditableText) -> list[str]:
    """Split a text into characters (Khmer: clusters) without spaces; in rich text each tag counts as one."""
    pattern = SIGN_OR_TAG if text.kind == "rich" else SIGN
    return pattern.findall(unicodedata.normalize("NFC", text.value))


def differing(before: list[str], after: list[str]) -> int:
    """Return the number of characters in which two lists differ; of a replaced passage the longer side counts."""
    if before == after:
        return 0
    # autojunk ignores frequent signs of long texts, and most Khmer signs are frequent.
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(max(end - start, to - since) for kind, start, end, since, to in steps if kind != "equal")
