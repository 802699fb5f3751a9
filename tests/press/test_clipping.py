"""A clipping is a page of the programme that leads to its source."""

from __future__ import annotations

import json
import re

import pytest
from django.core.exceptions import ValidationError

from catalog.models import CatalogEntry
from catalog.terms import topics
from orgs.models import Organization
from tests.factories import make_page
from tests.press.press_helpers import make_clipping, make_source
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
ADDRESS = "https://tonle.example/clinic?id=7"


@pytest.fixture
def clipping(portal, drain):
    made = make_clipping(
        make_source(),
        title="Clinic reaches 4 communes",
        excerpt="Women need not travel.",
        address=ADDRESS,
        topics=topics.all()[:2],
    )
    drain()
    return made


def test_it_gives_credit_and_leads_to_the_source(client, clipping) -> None:
    html = client.get(clipping.url).content.decode()
    link = re.search(rf'<a [^>]*href="{re.escape(ADDRESS)}"[^>]*>', html)
    assert link and 'rel="external nofollow noopener noreferrer"' in link.group()
    # Credit and link stand before the words of the source.
    assert html.index("The Tonle Paper") < html.index(link.group()) < html.index("<p>Women need not travel.")
    assert "In the press review since" in html and f"/report/{clipping.pk}/" in html
    assert "<img" not in html.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", ["en", "km"])
def test_it_is_cheap(client, portal, drain, language: str) -> None:
    page = make_clipping(make_source(), language)
    drain()
    assert len(queries_of(client, page.url)) <= 10


def test_search_finds_it_by_title_excerpt_and_source(client, clipping) -> None:
    for typed in ("clinic", "travel", "Tonle"):
        found = client.get("/api/v1/search", {"q": typed, "type": "clipping"}).json()["results"]
        assert [each["id"] for each in found] == [clipping.pk], typed
    assert client.get("/api/v1/search", {"q": "clinic", "type": "article"}).json()["results"] == []


def test_it_is_no_publication_of_an_organization(client, clipping) -> None:
    assert CatalogEntry.objects.public().filter(pk=clipping.pk).exists()
    assert not CatalogEntry.objects.public().listed().filter(pk=clipping.pk).exists()
    for path in ("/en/", "/en/activity/", "/en/activity/feed.atom"):
        assert clipping.title not in client.get(path).content.decode()


def test_programs_are_told_whose_text_it_is(client, clipping) -> None:
    html = client.get(clipping.url).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
    told = next(each for each in data.get("@graph", [data]) if each["@type"] == "WebPage")
    assert told["mainEntity"]["url"] == ADDRESS and "author" not in told
    assert told["mainEntity"]["publisher"]["name"] == "The Tonle Paper"


def test_it_belongs_to_the_programme_alone(portal, organization) -> None:
    with pytest.raises(ValidationError):
        make_page("clipping", organization, title="A", source=make_source(), address=ADDRESS, summary="")


def test_more_than_200_letters_are_refused(portal) -> None:
    page = make_clipping(make_source())
    page.excerpt = "x" * 201
    with pytest.raises(ValidationError):
        page.full_clean()


def test_a_script_is_no_address(portal) -> None:
    page = make_clipping(make_source())
    page.address = "javascript:alert(1)"
    with pytest.raises(ValidationError):
        page.full_clean()


def test_people_make_none_by_hand(client, portal, editor) -> None:
    client.force_login(editor)
    home = Organization.objects.programme().homes.first().page
    assert client.get(f"/admin/pages/add/press/clippingpage/{home.pk}/").status_code in (302, 403, 404)


def test_programs_get_the_address_of_the_original(client, clipping) -> None:
    [listed] = client.get("/api/v1/pages", {"type": "clipping"}).json()["results"]
    assert (listed["title"], listed["summary"]) == (clipping.title, clipping.excerpt)
    told = client.get(f"/api/v1/pages/{clipping.pk}").json()
    assert told["original"] == {"url": ADDRESS, "source": "The Tonle Paper"}
