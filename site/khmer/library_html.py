"""Khmer digits and words for the HTML of libraries, whose templates write Latin digits and English words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from khmer.numbers import KHMER_DIGITS

# One tag with its attributes, in which ">" may stand; or the beginning of a comment.
TAG = re.compile(r"""<(?:!--|/?[a-zA-Z][^<>"']*+(?:"[^"<]*+"[^<>"']*+|'[^'<]*+'[^<>"']*+)*+>)""")
TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*+)")
# Tags whose content is left unchanged: code, and text that people type.
AS_WRITTEN = {"script", "style", "textarea", "code", "kbd", "pre", "svg"}
# A cell in which two versions of a text are compared, sign by sign.
COMPARED = '<td class="comparison'
SPOKEN = re.compile(r"""(\s(?:title|aria-label|alt|placeholder|data-w-tooltip-content-value)=")([^"<]*+)(?=")""")
BUTTON = re.compile(r"""(\svalue=")([^"<]*+)(?=")""")

NONE, KHMER, LATIN = "", "Khmer", "Latin"
KHMER_LETTER, LETTER = re.compile(r"[\u1780-\u17d3]"), re.compile(r"[^\W\d_]")
# A number that is not part of an entity, a code, an address or a file name; or a word.
NUMBER_OR_WORD = re.compile(
    r"(?<![A-Za-z0-9_#@./-])(?P<number>[0-9]++(?:[.,:/-][0-9]++)*+)(?![A-Za-z0-9_@])|(?P<word>[^\W\d_]++)"
)
# Text that may stand before a word of the library in the same piece: a count, or a slug.
COUNT, SLUG = re.compile(r"[0-9]{1,9}"), re.compile(r"[a-z0-9-]{1,255}")
QUOTED = re.compile(r"(?<=&#x27;)[A-Za-z ]{1,60}+(?=&#x27;)|(?<=')[A-Za-z ]{1,60}+(?=')")
DIMENSIONS = re.compile(r"(\(?[0-9]{1,5})x([0-9]{1,5}\)?)")


def in_khmer(html: str, words: Mapping[str, str]) -> str:
    """Return HTML of a library with texts found in `words` replaced by their Khmer, and numbers in Khmer digits."""
    return "".join(parts(html, words))


def parts(html: str, words: Mapping[str, str]) -> Iterator[str]:
    """Yield the pieces of HTML in order, texts and spoken attributes in Khmer, scripts, code and the like unchanged."""
    at = 0
    while tag := TAG.search(html, at):
        yield piece(html[at : tag.start()], words)
        yield spoken(tag[0], words)
        at = tag.end()
        if end := end_of_unread(tag[0]):
            closing = html.find(end, at)
            if closing < 0:
                yield html[at:]
                return
            yield html[at:closing]
            at = closing
    yield piece(html[at:], words)


def end_of_unread(tag: str) -> str:
    """Return the text that ends an element whose content stays untranslated; "" if the tag opens no such element."""
    if tag == "<!--":
        return "-->"
    if tag.startswith(COMPARED):
        return "</td"
    name = TAG_NAME.match(tag)
    is_unread = name and name[1].lower() in AS_WRITTEN and not tag.startswith("</") and not tag.endswith("/>")
    return f"</{name[1]}" if name and is_unread else ""


def spoken(tag: str, words: Mapping[str, str]) -> str:
    """Return an HTML tag with its attributes that people read (title, label, alternative text) put into Khmer."""
    tag = SPOKEN.sub(lambda found: found[1] + quoting(piece(found[2], words), words), tag)
    if tag.startswith("<input") and 'type="submit"' in tag:
        tag = BUTTON.sub(lambda found: found[1] + piece(found[2], words), tag)
    return tag


def quoting(text: str, words: Mapping[str, str]) -> str:
    """Return a Khmer text with the words in quotation marks replaced by their Khmer in `words`, if they are there."""
    return QUOTED.sub(lambda found: words.get(found[0], found[0]), text) if KHMER_LETTER.search(text) else text


def piece(text: str, words: Mapping[str, str]) -> str:
    """Return one piece of text in Khmer, from `words` or by its digits; text in another language stays unchanged."""
    bare = text.strip()
    if bare in words:
        return text.replace(bare, words[bare])
    if sides := DIMENSIONS.fullmatch(bare):
        return text.replace(bare, f"{sides[1]}×{sides[2]}".translate(KHMER_DIGITS))
    if ending := with_last_word(bare, words):
        return text.replace(bare, ending)
    if not KHMER_LETTER.search(bare) and LETTER.search(bare):
        return text
    return with_khmer_digits(text)


def with_last_word(bare: str, words: Mapping[str, str]) -> str:
    """Return text such as "2 locales" or "Comment → User" with the last word in Khmer; "" for any other form."""
    for mark, written, before in ((" → ", " → ", None), (": ", "៖ ", SLUG), (" ", "\u00a0", COUNT)):
        first, found, last = bare.rpartition(mark)
        if found and last in words and (before is None or before.fullmatch(first)):
            return (first.translate(KHMER_DIGITS) if before is COUNT else first) + written + words[last]
    return ""


def with_khmer_digits(text: str) -> str:
    """Return a text with Khmer digits, except for numbers within names of another language ("Forum 6")."""
    found = [*NUMBER_OR_WORD.finditer(text)]
    before, after = neighbours(found), neighbours(found[::-1])[::-1]
    changed, at = [], 0
    for each, left, right in zip(found, before, after, strict=True):
        is_of_name = (left == LATIN and right != KHMER) or (left == NONE and right == LATIN)
        number = each["number"] or ""
        changed += [text[at : each.start()], number.translate(KHMER_DIGITS) if number and not is_of_name else each[0]]
        at = each.end()
    return "".join(changed) + text[at:]


def neighbours(found: list[re.Match[str]]) -> list[str]:
    """Return, for each match of a number or word, the script of the nearest word before it."""
    scripts, last = [], NONE
    for each in found:
        scripts.append(last)
        if word := each["word"]:
            last = KHMER if KHMER_LETTER.search(word) else LATIN
    return scripts
