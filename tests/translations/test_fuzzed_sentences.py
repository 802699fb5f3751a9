"""Random texts of a translator: whatever is typed, no script, attribute or unknown link reaches a page."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from wagtail.models import Locale

from common.refusal import Refusal
from orgs.pages.content_walker import content_of
from tests.factories import make_page
from translations.engine.typed_notation import from_typed
from translations.segments import sentences_of
from translations.services import begin, draft, keep

pytestmark = pytest.mark.django_db

PIECES = [
    "<", ">", "</", "/>", '"', "'", "&", "&lt;", "&#60;", "&#x3c;", "=", " ", "\n", "\u200b", "\x00", "[", "]", "**",
    "[1: ", "[2: ",
    "[1: x]", "<script>", "</script>", "<img src=x onerror=alert(1)>", "<a id=\"a1\">", "<a id='a1'>",
    "<a id=\"a9\">", "</a>",
    "<a href=\"https://evil.example\">", "javascript:alert(1)", "<b>", "</b>", "<b onclick=x>", "<i>", "</i>",
    "<iframe>", "<svg/onload=x>",
    "<br/>", "<style>", "<!--", "-->", "<![CDATA[", "<a id=\"a1\" href=\"//evil.example\">", "<embed url=x>",
    "ក", "ស្ត្រី", "w", "។",
]  # fmt: skip
# The whole of what may stand in a stored sentence beside text: bold, cursive, a line break, and the original's link.
ALLOWED = re.compile(r'<a id="a1">|</a>|</?(?:b|strong|i|em)>|<br/>')
KEPT_LINK = re.compile(
    r'<a href="https://example\.org/a">|</a>|</?(?:b|strong|i|em|p)(?: data-block-key="\w+")?>|<br/>'
)

# Before anything else "<" is text, for browsers too.
TAG_BEGINS = re.compile(r"<[a-zA-Z/!?]")


def texts(number: int) -> list[str]:
    """The same random texts each time, half of them with the link of the original."""
    chance = random.Random(number)
    found = []
    for _ in range(number):
        pieces = chance.choices(PIECES, k=chance.randrange(1, 9))
        if chance.random() < 0.5:
            pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(["[1: x]", '<a id="a1">x</a>']))
        found.append("".join(pieces))
    return found


@pytest.mark.parametrize("number", [60, pytest.param(2000, marks=pytest.mark.drill)])
def test_no_script_attribute_or_unknown_link_reaches_a_page(number: int, organization: Any, officer: Any) -> None:
    body = [{"type": "paragraph", "value": '<p>Read <a href="https://example.org/a">this</a> now.</p>'}]
    page = make_page("article", organization, live=True, owner=officer, title="Looms", summary="Short.", body=body)
    translation = begin(page, Locale.objects.get(language_code="km"), officer)
    title, summary, rich = sentences_of(translation)
    kept = 0
    for text in texts(number):
        for html in (text, from_typed(text)):
            try:
                words = keep(translation, rich.segment, html, officer)
            except Refusal:
                continue
            kept += bool(words)
            assert not TAG_BEGINS.search(ALLOWED.sub(" ", words)), (text, words)
            assert words.count('<a id="a1">') == (1 if words else 0), (text, words)
        try:
            assert "<" not in keep(translation, title.segment, text, officer).replace("<br/>", ""), text
        except Refusal:
            assert len(text) > 20 or "\x00" in text, text
        if kept % 40 == 1:
            check_draft(translation, officer, title, summary, rich)
    assert kept > number / 10


def check_draft(translation: Any, officer: Any, title: Any, summary: Any, rich: Any) -> None:
    """Make the page of what is kept now, and look at every tag in it."""
    keep(translation, summary.segment, "ខ្លី", officer)
    if not all(sentence.words for sentence in sentences_of(translation)):
        keep(translation, title.segment, "កី", officer)
        keep(translation, rich.segment, '<a id="a1">x</a>', officer)
    made = content_of(draft(translation, officer).as_object())
    (block,) = made["body"]
    assert not TAG_BEGINS.search(KEPT_LINK.sub(" ", block["value"])), block
    assert block["value"].count("<a ") == 1
