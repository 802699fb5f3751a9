"""Formatted text as typed lines: what they say is written, all else is text, and the way back gives the same."""

from __future__ import annotations

import time

import pytest

from common.typed_text.passages import passage_lines, passage_markup


@pytest.mark.parametrize(
    ("lines", "markup"),
    [
        ("One\ntwo\n\nthree", "<p>One<br/>two</p><p>three</p>"),
        ("- silk\n- cotton", "<ul><li>silk</li><li>cotton</li></ul>"),
        ("1. spin\n2. weave", "<ol><li>spin</li><li>weave</li></ol>"),
        ("We **weave** silk", "<p>We <b>weave</b> silk</p>"),
        ("[more](https://a.b/c_(d)?e=1&f=2)", '<p><a href="https://a.b/c_(d)?e=1&amp;f=2">more</a></p>'),
        ("[**more**](https://a.b)", '<p><a href="https://a.b"><b>more</b></a></p>'),
        ("2026. A year", "<p>2026. A year</p>"),
        (
            "<b>no tag</b> & [no](javascript:alert(1)) ** *",
            "<p>&lt;b&gt;no tag&lt;/b&gt; &amp; [no](javascript:alert(1)) ** *</p>",
        ),
    ],
)
def test_lines_are_written_and_read_again(lines, markup):
    assert passage_markup(lines) == markup
    assert passage_lines(markup) == lines


def test_what_says_the_same_is_written_in_one_way():
    assert passage_markup("**see [more](https://a.b)**") == '<p><b>see</b> <a href="https://a.b"><b>more</b></a></p>'
    assert passage_markup("១. spin\n២. weave") == "<ol><li>spin</li><li>weave</li></ol>"
    assert "utm" not in passage_markup("[more](https://a.b/?utm_source=x)")
    assert passage_lines('<p data-block-key="a1">One </p><p></p><p>two</p>') == "One\n\ntwo"


@pytest.mark.parametrize(
    "markup",
    [
        '<p>See <a linktype="page" id="3">it</a></p>',
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "<p>a **b** c</p>",
        "<h2>a</h2>",
    ],
)
def test_what_lines_cannot_say_is_not_read(markup):
    assert passage_lines(markup) is None


@pytest.mark.parametrize("sign", ["**a", "[a](", "<li>", "<ul><li>", '<a href="', "[", "- \n", " \n", "<b>"])
def test_no_text_takes_long(sign):
    started = time.process_time()
    passage_markup(sign * 4000)
    passage_lines(sign * 4000)
    assert time.process_time() - started < 2
