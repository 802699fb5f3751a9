"""Share cards: drawn in both scripts, for what is public only."""

from __future__ import annotations

import io
import sys
from itertools import count
from typing import Any
from unicodedata import category

import pytest
import uharfbuzz
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image, ImageDraw

from home.cards.drawable import drawable, known_characters
from home.cards.drawing import HEIGHT, WIDTH, Card, _fitting, _font, _lines, draw
from khmer.fonts import SEMIBOLD
from khmer.text import clusters

LONG_KHMER = "មុនពេលចុះហត្ថលេខា៖ ប័ណ្ណដីធ្លី និងសិទ្ធិរបស់ស្ត្រីក្នុងការធ្វើជាម្ចាស់ដីរួមជាមួយប្តីនៅតាមជនបទនៃប្រទេសកម្ពុជា"
LONG_ENGLISH = "Natural dyes, looms, cooperatives, silk prices and the women who run all of them in four provinces " * 2


@pytest.mark.parametrize("title", ["Update", LONG_ENGLISH, LONG_KHMER, "ក" * 200, "x" * 200, ""])
def test_every_title_fits(title: str) -> None:
    picture = Image.open(io.BytesIO(draw(Card(title, "Mekong Women’s Network", "M", "#125a3a"))))
    assert picture.size == (WIDTH, HEIGHT)


def test_lines_break_between_khmer_words_only() -> None:
    size, lines = _fitting(LONG_KHMER)
    assert len(lines) > 1
    assert [cluster for line in lines for cluster in clusters(line)] == clusters(LONG_KHMER)
    assert all(_font(size).getlength(line) <= WIDTH for line in _lines(LONG_KHMER, _font(size)))


def test_a_card_stays_light() -> None:
    assert len(draw(Card(LONG_KHMER, "រង្វង់ច្បាប់ស្ត្រី", "រ", "#1d4a80"))) < 40_000


@pytest.mark.django_db
def test_a_public_page_has_a_card_until_it_is_withdrawn(
    make_page: Any, organization: Any, client: Client, drain: Any
) -> None:
    page = make_page("article", organization, live=True, title="Silk prices")
    drain()
    html = client.get(page.url).content.decode()
    address = f"/cards/{page.pk}.png"
    assert f"http://testserver{address}?" in html
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/png"
    assert client.get(address, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304
    assert default_storage.listdir(f"cards/{page.pk}")[1]
    page.unpublish()
    assert client.get(address).status_code == 404
    drain()
    assert not default_storage.listdir(f"cards/{page.pk}")[1]


@pytest.mark.django_db
def test_a_card_follows_its_title(make_page: Any, organization: Any, client: Client, drain: Any) -> None:
    page = make_page("article", organization, live=True, title="Silk prices")
    drain()
    before = client.get(f"/cards/{page.pk}.png")
    page.title = "Silk prices in May"
    page.save_revision().publish()
    drain()
    after = client.get(f"/cards/{page.pk}.png")
    assert before.headers["ETag"] != after.headers["ETag"]
    assert len(default_storage.listdir(f"cards/{page.pk}")[1]) == 1


@pytest.mark.django_db
def test_drafts_and_strange_languages_have_none(make_page: Any, organization: Any, client: Client) -> None:
    draft = make_page("article", organization)
    assert client.get(f"/cards/{draft.pk}.png").status_code == 404
    assert client.get("/cards/fr.png").status_code == 404
    assert client.get("/cards/km.png").status_code == 200


def boxes_in(text: str) -> int:
    """Return the number of a text's glyphs that are the box for what the font lacks, as HarfBuzz shapes it."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(SEMIBOLD))))
    uharfbuzz.shape(font, buffer)
    return sum(info.codepoint == 0 for info in buffer.glyph_infos)


def test_the_font_has_all_that_is_left_of_any_character() -> None:
    """Of every character that Unicode has; of the tens of thousands of ideographs and syllables every fifth."""
    kinds = ((character, category(character)) for character in map(chr, range(sys.maxunicode + 1)))
    letters = count()
    assigned = [character for character, kind in kinds
                if kind not in ("Cn", "Co", "Cs") and (kind != "Lo" or next(letters) % 5 == 0)]  # fmt: skip
    assert len(assigned) > 30_000
    assert not [character for character in assigned if not known_characters().issuperset(drawable(character))]
    assert boxes_in("→") and not boxes_in("".join(map(drawable, assigned[::7])))


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Hello 🎉 world 💪🏽", "Hello world"),
        ("👩\u200d👩\u200d👧 family 🇰🇭", "family"),
        ("𝐇𝐞𝐥𝐥𝐨 𝓦𝓸𝓻𝓵𝓭", "Hello World"),
        ("🅷🅴🅻🅻🅾 ʜᴇʟʟᴏ Ⓗⓔⓛⓛⓞ", "HELLO HELLO Hello"),
        ("A → B ⇒ C", "A B C"),
        ("Ｗｉｄｅ ﬁne ①", "Wide fine 1"),
        ("Šárka e\u0301te\u0301 H̴̢e̷l̵l̶o", "Sárka été Hello"),
        ("b‑c ‟x″ 5′", 'b-c "x" 5\''),
        ("សិទ្ធិស្ត្រី ✊ ២០២៦ → Kep", "សិទ្ធិស្ត្រី ២០២៦ Kep"),
        ("សិទ្ធិ\u200bស្ត្រី ៛៥", "សិទ្ធិ\u200bស្ត្រី ៛៥"),
        ("中文 ไทย العربية", ""),
        ("🎉→\u200b", ""),
    ],
)
def test_what_the_font_lacks_is_folded_or_left_out(typed: str, drawn: str) -> None:
    assert drawable(typed) == drawn


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("title", ["𝐒𝐢𝐥𝐤 🎉 → ស្ត្រី", "សូត្រ 🧵 silk ≥ 5", "🎉🎉", "中文"])
def test_cards_of_pages_have_no_boxes(
    make_page: Any, organization: Any, client: Client, drain: Any, monkeypatch: Any, title: str, language: str
) -> None:
    organization.name_en, organization.name_km = "🌸 𝓦𝓮𝓪𝓿𝓮𝓻𝓼 → 中", "🌸 អ្នកត្បាញ → 中"
    organization.save()
    page = make_page("article", organization, language, live=True, title=title)
    drain()
    drawn: list[str] = []
    stock = ImageDraw.ImageDraw.text
    monkeypatch.setattr(ImageDraw.ImageDraw, "text", lambda self, xy, text, **options: (drawn.append(text),
                        stock(self, xy, text, **options))[1])  # fmt: skip
    assert client.get(f"/cards/{page.pk}.png").status_code == 200
    assert len(drawn) >= 4 and all(drawn), "letter, name, title, wordmark"
    assert not [text for text in drawn if boxes_in(text)]


def test_cards_of_the_portal_have_no_boxes(client: Client, db: None) -> None:
    assert not boxes_in("Neary នារី")
    for language in ("en", "km"):
        assert client.get(f"/cards/{language}.png").status_code == 200
