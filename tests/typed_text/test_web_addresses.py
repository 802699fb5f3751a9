"""Web and mail addresses in typed texts: tapped, without what follows readers, and no part of titles or slugs."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.urls import reverse
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from blog.models import UpdatePage
from blog.short_form import title_from
from common.templatetags.typed_text import linked
from common.typed_text.web_addresses import clean_address, clean_addresses, clean_links, without_addresses
from orgs.pages.blocks import TEXT_FEATURES
from tests.accounts.sign_in_helpers import sign_in

PLAIN = "https://example.org/a?page=2&lang=km#top"
FOLLOWED = [
    f"https://l.facebook.com/l.php?u={'https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top'}&h=AT0x&s=1",
    "https://lm.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26fbclid%3Dx%26lang%3Dkm%23top",
    "https://www.google.com/url?sa=t&q=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top&usg=x",
    "https://www.google.com.kh/url?url=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top",
    "https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top",
    "https://www.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top",
    "https://m.facebook.com/flx/warn/?u=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top&h=x",
    "https://www.google.co.th/url?q=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top",
    "https://google.fr/url?rct=j&url=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top",
    "https://www.google.com/amp/s/example.org/a?page=2&lang=km#top",
    "https://out.reddit.com/t3_1?token=x&url=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top",
    "https://l.threads.net/?u=https%3A%2F%2Fexample.org%2Fa%3Fpage%3D2%26lang%3Dkm%23top&e=x",
    "https://example.org/a?utm_source=fb&page=2&utm_medium=x&lang=km&fbclid=IwAR0#top",
    "https://example.org/a?page=2&UTM_Campaign=x&lang=km&__cft__%5B0%5D=AZ#top",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3D"
    "https%253A%252F%252Fexample.org%252Fa%253Fpage%253D2%2526lang%253Dkm%2523top",
]
KEPT = [
    PLAIN,
    "https://www.facebook.com/neary/posts/1",
    "https://www.google.com/search?q=https://example.org",
    "https://l.facebook.com/l.php?u=javascript:alert(1)",
    "https://www.google.com/amp/",
    "https://google.example.org/url?q=https://example.com/",
    "https://example.org/?empty&a=1&a=2&b=%E1%9E%80",
    "https://[broken/?utm_source=x",
]


@pytest.mark.parametrize("address", FOLLOWED)
def test_an_address_leads_straight_and_follows_nobody(address):
    assert clean_address(address) == PLAIN


@pytest.mark.parametrize("address", KEPT)
def test_what_follows_nobody_stays_letter_by_letter(address):
    assert clean_address(address) == address


@pytest.mark.parametrize("address", FOLLOWED)
@pytest.mark.parametrize(
    "field", [forms.URLField(assume_scheme="https"), forms.CharField(widget=forms.Textarea)], ids=["address", "text"]
)
def test_forms_clean_what_is_typed(field, address):
    assert field.clean(address) == PLAIN


@pytest.mark.parametrize("address", FOLLOWED)
def test_links_of_rich_text_are_cleaned(address):
    markup = BeautifulSoup(f'<p><a href="{address.replace("&", "&amp;")}">Read</a></p>', "html.parser")
    assert clean_links(str(markup)) == f'<p><a href="{PLAIN.replace("&", "&amp;")}">Read</a></p>'


def test_the_full_editor_cleans_the_links_of_its_texts():
    widget = DraftailRichTextArea(features=TEXT_FEATURES)
    state = ContentstateConverter(TEXT_FEATURES).from_database_format(f'<p><a href="{FOLLOWED[6]}">Read</a></p>')
    field = forms.CharField(widget=widget)
    assert PLAIN.replace("&", "&amp;") in field.clean(widget.value_from_datadict({"text": state}, {}, "text"))


@pytest.mark.parametrize(
    ("text", "hrefs"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("សូមមើល https://example.org/ក។ បន្ទាប់", ["https://example.org/ក"]),
        ("www.example.org, and me@example.org!", ["https://www.example.org", "mailto:me@example.org"]),
        ("https://example.org/?a=1&b=2", ["https://example.org/?a=1&b=2"]),
        ('"https://example.org/"', ["https://example.org/"]),
        ("nobody@, example.org and http:// are none", []),
        ("javascript:alert(1) ftp://example.org", []),
    ],
)
def test_addresses_of_a_text_can_be_tapped(text, hrefs):
    page = BeautifulSoup(linked(text), "html.parser")
    assert [link["href"] for link in page.select("a")] == hrefs
    assert page.get_text() == text


def test_what_is_a_link_already_stays_one():
    markup = '<p><a href="/a/">https://example.org/</a> <b>https://example.org/b</b></p>'
    page = BeautifulSoup(linked(mark_safe(markup)), "html.parser")
    assert [link["href"] for link in page.select("a")] == ["/a/", "https://example.org/b"]


pieces = st.sampled_from(
    [
        "https://",
        "www.",
        "example.org",
        "/",
        "?",
        "&amp;",
        "&",
        "<",
        ">",
        '"',
        "'",
        "a",
        "@",
        ".",
        ")",
        "(",
        " ",
        "ក",
        "។",
    ]
)


@given(st.lists(pieces, max_size=14).map("".join))
def test_any_text_stays_as_it_is_and_gets_links_alone(text: str):
    page = BeautifulSoup(f"<pre>{linked(text)}</pre>", "html.parser")
    assert page.get_text() == text
    assert {tag.name for tag in page.find_all(True)} <= {"pre", "a"}
    assert all(link["href"].startswith(("https://", "http://", "mailto:")) for link in page.select("a"))
    assert clean_addresses(clean_addresses(text)) == clean_addresses(text)


def test_a_link_gives_no_title_and_no_slug(organization: Any, make_page: Any):
    text = "Our new looms are here https://www.facebook.com/share/p/1AbC/?mibextid=x"
    assert title_from(text) == "Our new looms are here"
    assert title_from("https://example.org/") == "https://example.org/"
    assert without_addresses(text) == "Our new looms are here"
    page = make_page("update", organization, title="Looms https://example.org/abc", slug="")
    assert page.readable_slug() == "looms"


def test_an_update_and_an_article_lead_on(client: Any, organization: Any, make_page: Any, drain: Any):
    update = make_page("update", organization, live=True, title="Looms", text="See https://example.org/looms.")
    body = [("paragraph", "<p>See https://example.org/looms.</p>")]
    article = make_page("article", organization, live=True, title="Threads", body=body)
    drain()
    for page in (update, article):
        links = BeautifulSoup(client.get(page.url).content, "html.parser").select(".prose a")
        assert [link["href"] for link in links] == ["https://example.org/looms"]


def test_a_short_form_keeps_the_cleaned_address(client: Any, officer: Any):
    sign_in(client, officer)
    form = {"text": f"New looms {FOLLOWED[0]}", "language": "en", "action": "draft", "token": ""}
    client.post(reverse("workspace:new-update"), form)
    kept = UpdatePage.objects.get(owner=officer, title="New looms").get_latest_revision_as_object()
    assert kept.text == f"New looms {PLAIN}" and kept.slug == "new-looms"
