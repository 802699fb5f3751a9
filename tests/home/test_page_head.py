"""The head of a page, for search engines and for programs that show a shared link."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db


def data_of(html: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


def test_an_article_tells_who_wrote_it(make_page: Any, organization: Any, client: Client, drain: Any) -> None:
    page = make_page("article", organization, live=True, title="Looms & <silk>", summary="In Takeo.")
    drain()
    html = client.get(page.url).content.decode()
    data = data_of(html)
    assert (data["@type"], data["headline"], data["inLanguage"]) == ("Article", "Looms & <silk>", "en")
    assert data["author"]["name"] == organization.name_en
    assert data["url"] == f"http://testserver{page.url}"
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in html
    assert '<meta property="og:title" content="Looms &amp; &lt;silk&gt;">' in html


def test_a_title_cannot_end_the_script(make_page: Any, organization: Any, client: Client, drain: Any) -> None:
    page = make_page("article", organization, live=True, title="</script><script>alert(1)</script>")
    drain()
    html = client.get(page.url).content.decode()
    assert "<script>alert" not in html
    assert data_of(html)["headline"] == "</script><script>alert(1)</script>"


def test_an_event_tells_when(make_page: Any, organization: Any, client: Client, drain: Any) -> None:
    begins = timezone.now() + dt.timedelta(days=3)
    page = make_page(
        "event", organization, live=True, venue="Town hall", starts_at=begins, ends_at=begins + dt.timedelta(hours=2)
    )
    drain()
    data = data_of(client.get(page.url).content.decode())
    assert data["@type"] == "Event"
    assert dt.datetime.fromisoformat(data["startDate"]) == begins
    assert data["location"]["name"] == "Town hall"


def test_an_organization_is_one(organization: Any, client: Client, drain: Any) -> None:
    drain()
    data = data_of(client.get(f"/km/organizations/{organization.slug}/").content.decode())
    assert (data["@type"], data["name"]) == ("Organization", organization.name_km)
    assert data["alternateName"] == [organization.name_en]


def test_lists_name_both_their_languages(client: Client, portal: Any) -> None:
    html = client.get("/en/topics/").content.decode()
    for language in ("en", "km"):
        assert f'hreflang="{language}" href="http://testserver/{language}/topics/"' in html
    assert 'property="og:image" content="http://testserver/cards/en.png"' in html


def test_people_at_work_are_told_nothing_of_it(client: Client) -> None:
    assert "og:url" not in client.get("/accounts/login/").content.decode()


def test_a_page_number_of_thousands_of_digits_is_no_page(client, portal):
    page = client.get("/en/recommendations/", {"page": "9" * 6000})
    assert page.status_code == 200
    assert '<link rel="canonical" href="http://testserver/en/recommendations/">' in page.text
