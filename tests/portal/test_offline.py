"""One page is kept for when there is no internet, and nothing that was read."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words"), [("en", "no internet"), ("km", '<html lang="km">')])
def test_it_says_what_to_do(client: Client, portal: object, language: str, words: str) -> None:
    assert words in client.get(f"/{language}/offline/").content.decode()


def test_the_worker_keeps_both_pages_and_no_other(client: Client, portal: object) -> None:
    answer = client.get("/offline.js")
    script = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert re.findall(r'"(/(?:en|km)/[^"]+)"', script) == ["/en/offline/", "/km/offline/"]
    assert "cache.put" not in script
    assert re.search(r'KEPT = "offline [0-9a-f]{12}"', script)
