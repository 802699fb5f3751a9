"""Limits of length, and the length of a text, counted as browsers count for `maxlength`."""

from __future__ import annotations

from common.typed_text.characters import LINE_END

# Limits that several kinds of text share; a limit of one kind alone stands beside its field.
LONGEST_MESSAGE = 2_000  # a few sentences to somebody: reasons, answers, notes
LONGEST_PASSAGE = 10_000  # formatted text between two headings, its tags not counted
LONGEST_ADDRESS = 500  # of the web
# Limits of form fields that set none themselves.
LONGEST_LINE, LONGEST_TEXT, LONGEST_HIDDEN = 2_000, 20_000, 1_000_000


def length(text: str) -> int:
    """Return a text's length as browsers count it: in UTF-16 units, each line end once.

    A text that a browser lets be typed is never too long here, and none that is too long there is short here.
    """
    return len(LINE_END.sub("\n", text).encode("utf-16-le", "surrogatepass")) // 2
