"""The plain text of what a feed gives as HTML, in time that grows with its length alone."""

from __future__ import annotations

import html
import re

from common.typed_text.characters import NOT_IN_A_TEXT, one_line
from common.typed_text.markup import without_tags

# What stands between the two tags of these is no text.
HIDDEN = re.compile(r"<(script|style|template|noscript|iframe)\b", re.IGNORECASE)
# Of one entry; longer ones are whole books.
LONGEST = 100_000


def plain_text(markup: str) -> str:
    """Return the text of HTML as one line, without tags, scripts and styles, its first 100,000 letters."""
    text = without_tags(_without_hidden(markup[:LONGEST]), " ")
    # Some sources escape twice: then the tags show after the first step.
    text = without_tags(html.unescape(text), " ")
    return " ".join(one_line(NOT_IN_A_TEXT.sub(" ", text)).replace("\0", " ").split())


def _without_hidden(markup: str) -> str:
    lower = markup.lower()
    # Lower case may be longer in some scripts: then places differ, and the whole is taken in lower case.
    markup = markup if len(lower) == len(markup) else lower
    kept, end = [], 0
    while found := HIDDEN.search(markup, end):
        kept.append(markup[end : found.start()])
        close = lower.find(f"</{found[1].lower()}", found.end())
        if close < 0:
            return " ".join(kept)
        end = close
    return " ".join([*kept, markup[end:]])
