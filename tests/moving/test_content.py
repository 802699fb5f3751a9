"""The HTML of old sites: its text becomes blocks, and nothing that runs, follows readers or comes from others."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.typed_text.lengths import LONGEST_PASSAGE, length
from common.typed_text.markup import has_foreign_markup, without_tags
from moving.content.converting import convert
from moving.content.wordpress import without_shortcodes

BASE = "http://old.example.org/2012/p1/"


def parts(markup, *, is_classic=False):
    return [(part.kind, part.value) for part in convert(markup, BASE, is_classic=is_classic).parts]


def test_what_the_portal_has_blocks_for_becomes_blocks():
    found = parts(
        "<h1>Top</h1><p>One <strong>two</strong> <em>three</em><br>four</p><ul><li>a<ul><li>b</li></ul></li></ul>"
        "<blockquote><p>Said</p><cite>Dara</cite></blockquote>"
        "<table><tr><th>Year</th><th>Women</th></tr><tr><td>2012</td><td>40</td></tr></table>"
        '<iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0"></iframe>'
    )
    assert found == [
        ("heading", {"text": "Top", "level": "h2"}),
        ("paragraph", "<p>One <b>two</b> three<br/>four</p><ul><li>a</li><li>b</li></ul>"),
        ("quotation", {"text": "Said", "source": "Dara"}),
        (
            "table",
            {
                "columns": [{"type": "text", "heading": "Year"}, {"type": "text", "heading": "Women"}],
                "rows": [{"values": ["2012", "40"]}],
                "caption": "",
            },
        ),
        ("video", {"title": "Video: youtube.com", "url": "https://www.youtube.com/watch?v=abcdefghijk"}),
    ]


def test_captions_galleries_and_addresses_of_wordpress_are_read():
    text = (
        '[caption id="a" width="3"]<a href="/x.jpg"><img src="/x.jpg?w=9" alt="A loom"></a> The loom[/caption]\n\n'
        'One\ntwo\n\n[gallery ids="7,8"]\n\nhttps://youtu.be/abc\n\n[contact-form-7 id="1"]said [sic] so'
    )
    found = parts(text, is_classic=True)
    pictures = [value for kind, value in found if kind == "picture"]
    assert [picture.address for picture in pictures] == [f"{BASE[:-9]}/x.jpg?w=9", "attachment:7", "attachment:8"]
    assert (pictures[0].alt_text, pictures[0].caption) == ("A loom", "The loom")
    assert [value for kind, value in found if kind == "paragraph"] == ["<p>One<br/>two</p>", "<p>said [sic] so</p>"]
    assert [value["url"] for kind, value in found if kind == "video"] == ["https://youtu.be/abc"]


def test_a_table_that_holds_one_picture_is_its_caption():
    [(kind, value)] = parts('<table><tr><td><img src="a.jpg"></td></tr><tr><td>The loom</td></tr></table>')
    assert (kind, value.caption) == ("picture", "The loom")


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "handler": '<p onclick="x()">a</p>',
    "link": '<a href="javascript:x()">a</a>',
    "data": '<a href="data:text/html,x">a</a>',
    "frame": '<iframe src="https://evil.example/"></iframe>',
    "pixel": '<img src="https://evil.example/p.gif" width="1" height="1">',
    "style": "<style>p{}</style>",
    "counter": '<img src="https://stats.wordpress.com/b.gif?a=1">',
    "svg": "<svg onload=x()><a href='javascript:x'>a</a></svg>",
    "form": '<form action="https://evil.example"><input name="a"><button>Go</button></form>',
    "object": "<object data=x>a</object>",
    "inline": '<img src="data:image/png;base64,AAAA">',
    "hidden": '<p style="display:none">a</p>',
    "base": '<base href="//evil">',
    "tracking": '<a href="http://x.example/?utm_source=a&amp;b=1">a</a>',
    "split": "<scr<script>ipt>x</script>",
    "entity": "&lt;script&gt;x()&lt;/script&gt;",
    "case": '<A HREF="JaVaScRiPt:x()">a</A>',
    "tab": '<a href="java\tscript:x()">a</a>',
    "meta": '<meta http-equiv="refresh" content="0;url=//evil">',
    "math": "<math><mtext><script>x</script></mtext></math>",
}


FORBIDDEN = ("javascript:", "onclick", "utm_", "data:", "evil", "<img", "<script")


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_runs_or_follows_readers_comes_in(name):
    for kind, value in parts(f"Before {HOSTILE[name]} after"):
        assert kind == "paragraph" and not has_foreign_markup(value)
        assert not any(
            word in value.lower() for word in ("javascript:", "onclick", "utm_", "data:", "evil", "<img", "<script")
        )


TAGS = "p /p b /b /a ul li /ul table tr td /table blockquote /blockquote h2 /h2 figure figcaption /figure br pre /pre"
PIECES = [f"<{tag}>" for tag in f"{TAGS} cite /cite script /script".split()]
PIECES += [
    "<a href='http://x.example/'>",
    "<img src=a.jpg>",
    "word ",
    "\n\n",
    "<",
    "&",
    "ស្ត្រី",
    "[caption]",
    "[/caption]",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.booleans())
def test_any_mixture_of_tags_gives_markup_that_the_portal_writes(pieces, is_classic):
    for kind, value in parts("".join(pieces), is_classic=is_classic):
        if kind == "paragraph":
            assert not has_foreign_markup(value) and length(without_tags(value)) <= LONGEST_PASSAGE


LONG = {
    "nested": "<div>" * 100_000,
    "bold": "<b>x</b>" * 60_000,
    "breaks": "<br>" * 150_000,
    "brackets": "[a " * 200_000,
    "quotations": "<blockquote>" * 50_000,
    "cells": "<table><tr><td>" * 20_000,
    "signs": "<" * 300_000,
    "items": "<ul><li>x" * 50_000,
    "figures": "<figure><figcaption>" * 20_000,
}


@pytest.mark.parametrize("name", LONG)
def test_time_grows_with_the_length_alone(name):
    began = time.process_time()
    convert(LONG[name] + "end", BASE, is_classic=True)
    assert time.process_time() - began < 12


def test_shortcodes_that_are_words_stay():
    assert without_shortcodes("a [b] c [d e=1]f[/d] [g]h[/g] [i") == "a [b] c f h [i"
