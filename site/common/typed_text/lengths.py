"""How long a text is: counted here as browsers count for `maxlength`."""

from __future__ import annotations

from common.typed_text.characters import LINE_END


def length(text: str) -> int:
    """Return the length in units of UTF-16, a line's end counted once: an emoji is two, every Khmer sign is one.

    A text that a browser lets be typed is never too long here, and none that is too long there is short here.
    """
    return sum(2 if letter > "\uffff" else 1 for letter in LINE_END.sub("\n", text))
