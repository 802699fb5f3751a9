"""Share cards: drawn in both scripts, for what is public only."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from home.cards.drawing import HEIGHT, WIDTH, Card, _fitting, _font, _lines, draw
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
