"""Rich text is read in time proportional to its length, and what no editor writes is neither sent nor public."""

from __future__ import annotations

import re
from typing import Any

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from common.refusal import Refusal
from common.typed_text.markup import balanced_markup, has_foreign_markup, without_tags
from moderation.comparison import editable_texts
from moderation.comparison.editable_texts import corrected, texts_of
from moderation.models import Submission
from moderation.services import submit
from orgs.pages.blocks import TEXT_FEATURES
from orgs.pages.content_walker import ContentValue
from tests.structure.repository import files, is_in_package
from tests.structure.test_patterns import is_linear

FOREIGN = [
    "<script>alert(1)</script>", '<p onclick="x()">Six</p>', "<img src=x onerror=x()>", "<iframe src=x>", "<form>",
    '<a href="javascript:x()">Six</a>', '<a href=" java\nscript:x()">Six</a>', '<a href="\u200bjavascript:x()">Six</a>',
    '<a href="&#106;avascript:x()">Six</a>', '<a href="jav&Tab;ascript:x()">Six</a>', "<style>p{}</style>",
    '<p style="x">', "<!-- Six -->", "<?php x ?>", '<A HREF="JAVASCRIPT:x()">Six</A>', "<svg/onload=x()>",
    '<embed src="x">', '<a href="data:text/html,x">Six</a>', "<base href=/x>", "<math><mtext></mtext></math>",
    '<embed embedtype="media" url="javascript:x()"/>', "<a href>Six</a>", "<a href=https://example.org>Six</a>",
    "<img src=x onerror=x() <p>", "<script", "</script", "<svg <p>", '<p title="a>b" onclick="x()">', "<p a='>'>",
    '<p title="x"onclick="x()">', "<p/onclick=x()>", "</p onclick=x()>", "<p\x00>", "<p\x0bonclick=x()>", "<x-y>",
    "<pp>",
    '<a href="javascript:x()" href="https://example.org">Six</a>', '<a href="/x" HREF="javascript:x()">Six</a>',
    '<p title=">', "<!DOCTYPE html>", "<![CDATA[x]]>", '<p class="button">', '<p id="a" id=\'b\' x>', "<object>",
    "<link>",
]  # fmt: skip
OWN = [
    '<p data-block-key="k1">Six <b>big</b> <i>looms</i></p>', "<h2>Six</h2>", "<ul><li>Six</li></ul>", "<hr/>", "<br>",
    '<a linktype="page" id="3">Six</a>', '<a href="https://example.org/?a=1&amp;b=2">Six</a>', "1 < 2 > 1", "<3", "<",
    '<a href="tel:+85512000101">Six</a>', '<a href="mailto:a@example.org">a</a>', "a &lt;script&gt; b",
    '<a href="/x">a</a>',
    '<embed embedtype="image" id="1" format="left" alt="A loom &gt; a wheel"/>', "<p>ស្រី</p>",
    '<embed embedtype="media" url="https://example.org/v"/>', '<a linktype="document" id="3">Six</a>', "<P>Six</P>",
]  # fmt: skip


def test_what_no_editor_writes_is_found() -> None:
    assert [text for text in FOREIGN if not has_foreign_markup(f"<p>Six looms.</p>{text}")] == []


def test_what_editors_write_is_taken() -> None:
    assert [text for text in OWN if has_foreign_markup(text)] == []


FILLINGS = (
    "<", "<a", "<a ", "<a b=", "</", "</a", "<a b='", "&", "&#", "<script>", "<a/", "<p><", "<b>", "<p>", "<ul>",
    "<li>",
    "<ul><li>", "<b><i>", "</p>", "</b></p>", "<p><b>", "<a href='x'>", '<a href="', "<br>", "<embed>", "<b>a</b>",
    "<p>a</p>", "<!--", "<![", "<?", "<a href='/'>x</a>", "<p>a<br/>b</p>", "<h2>", "<p a='b' ", "<p a=\"b\"/", "&lt;",
)  # fmt: skip


def converted(text: str) -> str:
    """As an editor's correction of rich text is read."""
    value = ContentValue("body", "text", None, {}, "body", "body")
    try:
        return editable_texts._converted(ContentstateConverter(TEXT_FEATURES), value, text)
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize("read", [has_foreign_markup, without_tags, converted])
def test_rich_text_is_read_in_time_proportional_to_its_length(read: Any) -> None:
    slow = [part for part in FILLINGS if not is_linear(read, lambda size, part=part: (part * size)[:size])]
    assert slow == []


def test_broken_markup_is_closed_once_and_in_order() -> None:
    assert balanced_markup("<p>a<b>b</p>c</b>") == "<p>a<b>b</b></p>c"
    assert balanced_markup("<ul><li>a<li>b") == "<ul><li>a<li>b</li></li></ul>"
    assert balanced_markup("1 < 2 <a href='/x?a=1&amp;b=2' x>y</a><br><script") == (
        '1 &lt; 2 <a href="/x?a=1&amp;b=2">y</a><br/>&lt;script'
    )
    with pytest.raises(ValueError, match="nested"):
        balanced_markup("<b>" * 21)
    for text in OWN:
        assert balanced_markup(balanced_markup(text)) == balanced_markup(text)


def test_the_rest_of_a_text_without_tags() -> None:
    assert without_tags("<ul><li>a</li><li>b</li></ul> 1 < 2 &amp; <b", " ") == "  a  b   1 < 2 &amp;  "


# They read the HTML of mails, of which a length is cut before and nothing but text is kept, and of old sites, tag by
# tag and without a tree. The mirror reads whole pages that the portal has written, with what people typed made safe.
OF_OTHERS = (
    "discussions/incoming/html_text.py",
    "moving/content/converting.py",
    "moving/content/html_target.py",
    "operations/mirror/rewriting.py",
)


def test_no_parser_of_whole_documents_reads_what_people_write() -> None:
    parsers = re.compile(r"\b(?:BeautifulSoup|HTMLParser|strip_tags|html5lib|lxml)\b|html\.parser|\bfrom bs4\b")
    written = [path for path in files() if path.suffix == ".py" and is_in_package(path)]
    found = [path for path in written if parsers.search(path.read_text())]
    assert [str(path) for path in found if not path.as_posix().endswith(OF_OTHERS)] == []


@pytest.mark.django_db
def test_foreign_markup_is_neither_sent_nor_public_by_trust(
    make_page: Any, organization: Any, officer: Any, editor: Any
) -> None:
    script = "<p>Six looms.</p><script>alert(1)</script>"
    for tier in ("new", "trusted"):
        organization.tier = tier
        organization.save()
        page = make_page("article", organization, owner=officer, body=[("paragraph", script)])
        with pytest.raises(Refusal, match="formatting") as refusal:
            submit(Page.objects.get(pk=page.pk).specific, officer)
        assert refusal.value.code == "invalid_content"
        assert not Page.objects.get(pk=page.pk).live
    assert not Submission.objects.exists()
    own = make_page("article", organization, owner=officer, body=[("paragraph", "<p>Six <b>looms</b>.</p>")])
    assert submit(own, officer)


@pytest.mark.django_db
def test_an_editors_correction_keeps_what_the_editor_of_texts_offers(
    make_page: Any, organization: Any, officer: Any
) -> None:
    page = make_page("article", organization, owner=officer, body=[("paragraph", "<p>Six looms.</p>")])
    path = next(text.path for text in texts_of(page) if text.kind == "rich")
    typed = '<p>Seven <b>looms</p><script>x()</script><a href="javascript:x()">here</a>'
    text = next(text.value for text in texts_of(corrected(page, {path: typed})) if text.path == path)
    assert not has_foreign_markup(text)
    assert "<b>looms</b>" in text
    with pytest.raises(Refusal):
        corrected(page, {path: "<b>" * 3_000})
