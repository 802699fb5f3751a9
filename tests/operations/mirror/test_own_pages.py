"""All titles are found by letter; the search in the browser knows as many as its file may hold."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from operations.mirror import own_pages
from tests.operations.mirror.conftest import Mirror

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_alone")]


@pytest.fixture
def titled(make_page: Any, organization: Any, drain: Any) -> None:
    make_page("article", organization, live=True, title="Weaving by the river")
    make_page("update", organization, live=True, title="Wages of weavers")
    make_page("help", organization, live=True, title="Advice in court")
    make_page("article", organization, "km", live=True, title="ឯកសារត្បាញ")
    make_page("article", organization, "km", live=True, title="អង្គការ <b>")
    drain()


def searched(mirror: Mirror, language: str) -> list[tuple[str, str]]:
    text = mirror.text(f"/mirror/titles-{language}.js")
    return [tuple(row) for row in json.loads(text.removeprefix("self.mirrorTitles = ").removesuffix(";\n"))]


def test_titles_stand_by_letter_and_in_the_file_of_the_search(mirror: Mirror, titled: None) -> None:
    mirror.make()
    assert "Wages of weavers" in mirror.text("/en/mirror/titles/w/")
    assert mirror.text("/en/mirror/titles/w/").index("Wages") < mirror.text("/en/mirror/titles/w/").index("Weaving")
    # Under អ, where a dictionary has ឯ: in its order, and as text.
    letter = mirror.text("/km/mirror/titles/k17a2/")
    assert "អង្គការ &lt;b&gt;" in re.sub("\u200b", "", letter) and "k17a2" in mirror.text("/km/mirror/titles/")
    titles = [title for title, _url in searched(mirror, "en")]
    assert titles[0] == "Advice in court" and {"Weaving by the river", "Wages of weavers"} <= set(titles)
    assert "ឯកសារត្បាញ" not in titles and "ឯកសារត្បាញ" in [title for title, _url in searched(mirror, "km")]
    assert all(mirror.has(url) for _title, url in searched(mirror, "en"))


def test_the_file_of_the_search_is_bounded_and_letters_are_parted(
    mirror: Mirror, titled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_pages, "MOST_BYTES", 120)
    monkeypatch.setattr(own_pages, "TITLES_A_PAGE", 1)
    mirror.make()
    rows = searched(mirror, "en")
    assert rows[0][0] == "Advice in court" and len(rows) < 3
    assert "Help and the newest titles are searched." in mirror.text("/en/mirror/titles/")
    parts = mirror.text("/en/mirror/titles/w/") + mirror.text("/en/mirror/titles/w-2/")
    assert "Weaving by the river" in parts and "Wages of weavers" in parts
