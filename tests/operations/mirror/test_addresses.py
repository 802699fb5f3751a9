"""Addresses of the mirror: what is copied, as which files, and how files lead to each other. No database."""

from __future__ import annotations

import pytest

from operations.mirror.addresses import address_of, file_of, is_copied, language_of
from operations.mirror.rewriting import copied_page, css_links, relative_link

ORIGIN = "https://portal.example.org"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/en/topics/", "/en/topics/"),
        ("?page=2", "/en/activity/?page=2"),
        ("?page=1", "/en/activity/"),
        ("?place=takeo&kind=law&page=", "/en/activity/?kind=law&place=takeo"),
        ("https://portal.example.org/km/#x", "/km/"),
        ("../events/", "/en/events/"),
        ("https://other.example.org/en/", None),
        ("//other.example.org/en/", None),
        ("mailto:a@example.org", None),
        ("tel:012000101", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_link_is_known_as_an_address_of_the_portal_or_not(link: str, address: str | None) -> None:
    assert address_of(link, "/en/activity/", ORIGIN) == address


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/en/", "en/index.html"),
        ("/", "index.html"),
        ("/en/activity/?page=2", "en/activity/@page=2.html"),
        ("/en/activity/feed.atom", "en/activity/feed.atom"),
        ("/km/%E1%9E%80/", "km/ក/index.html"),
        ("/en/../../etc/", None),
        ("/.mirror/manifest.sqlite3", None),
        ("/en/%2e%2e/x", None),
        ("/en/a%00b/", None),
        ("/en/" + "x" * 300 + "/", None),
    ],
)
def test_an_address_has_one_file_inside_the_folder_or_none(address: str, file: str | None) -> None:
    assert file_of(address) == file


def test_what_needs_the_server_is_not_copied() -> None:
    copied = (
        "/en/",
        "/km/topics/law/",
        "/en/activity/?page=10",
        "/km/help/?kind=law&place=takeo",
        "/files/images/a.webp",
    )
    served = (
        "/workspace/", "/admin/", "/accounts/login/", "/api/v1/search", "/en/search/", "/en/search/?q=x",
        "/km/report/7/", "/en/follow/manage/token/", "/en/join/", "/en/discussions/join/",
        "/en/discussions/law/start/", "/health/ready", "/en/discussions/law/7/answer/", "/en/discussions/law/7/9/",
        "/en/events/7/register/", "/en/activity/?page=11", "/en/organizations/?topic=law", "/files/a.webp?x=1",
        "/en/events/7/report.pdf", "/cards/7.png", "/e/token/",
    )  # fmt: skip
    assert [address for address in copied if not is_copied(address)] == []
    assert [address for address in served if is_copied(address)] == []


def test_an_address_outside_of_the_languages_has_the_first_one() -> None:
    assert [language_of(address) for address in ("/en/a/", "/km/", "/", "/enter/")] == ["en", "km", "en", "en"]


def test_files_lead_to_each_other_without_a_server() -> None:
    assert relative_link("/en/topics/law/", "/en/") == "../../index.html"
    assert relative_link("/en/", "/static/css/neary.css") == "../static/css/neary.css"
    assert relative_link("/en/activity/", "/en/activity/?page=2") == "%40page%3D2.html"


PAGE = """<!doctype html><html lang="en"><head><link rel="canonical" href="https://portal.example.org/en/a/">
<script src="/static/js/every-page.0123456789ab.js" defer></script>
<script src="/static/js/leave.js" defer></script></head>
<body><a class="skip" href="#content">Skip</a><main id="content"><a href="/workspace/#x">Work</a>
<a href="/en/b/#part">B</a><a href="https://other.example.org/">Other</a>
<form method="post"><input name="csrfmiddlewaretoken" value="secret"><button>Send</button></form> behind it
<img src="/files/images/a.webp" srcset="/files/images/b.webp 2x" alt="A"><img src="/files/images/gone.webp" alt="Gone">
</main></body></html>"""


def test_a_page_loses_what_needs_the_server_and_keeps_the_rest() -> None:
    kept = {"/en/b/", "/files/images/a.webp", "/static/js/leave.js"}
    page = copied_page(PAGE, "/en/a/", ORIGIN, kept.__contains__, in_place="No form now.")
    assert page.links == kept
    for words in ("secret", "<form", "every-page", "/workspace/", "srcset", "gone.webp"):
        assert words not in page.text, words
    for words in (
        "No form now.",
        "behind it",
        'href="/en/mirror/"',
        'href="/en/b/#part"',
        'href="#content"',
        "leave.js",
    ):
        assert words in page.text, words
    assert 'href="https://portal.example.org/en/a/"' in page.text and 'href="https://other.example.org/"' in page.text
    assert page.text.index("age-of-the-copy") > page.text.index("Skip")


def test_fonts_of_a_style_sheet_are_found() -> None:
    sheet = (
        "@font-face{src:url('../fonts/a.woff2')} p{background:url(data:image/png;base64,x)} a{src:url(//x.example/b)}"
    )
    assert css_links(sheet, "/static/css/neary.css") == {"/static/fonts/a.woff2"}
