"""The press review: by day, narrowed by topic, source and date, and as quick with many clippings as with few."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from catalog.services import entry_of, write_rows
from catalog.terms import places, topics
from khmer.dates import PHNOM_PENH
from orgs.models import Organization
from press.models import Source
from press.public.choices import counts_beside, press_facets, read_choices
from tests.press.press_helpers import make_clipping, make_clippings, make_source
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
PATHS = ["/en/press/", "/km/press/"]


@pytest.fixture
def tonle(portal):
    return make_source()


@pytest.fixture
def bok(portal):
    return make_source("Radio Phnom Bok", name_km="វិទ្យុភ្នំបូក")


def titles(client, query: str = "", path: str = "/en/press/") -> list[str]:
    html = client.get(f"{path}{query}").content.decode()
    found = re.findall(r"<h3[^>]*><a [^>]*>(.*?)<svg", html)
    return [title.replace("\u200b", "") for title in found]


def facet(query: dict[str, str], name: str) -> dict[str, int]:
    chosen = read_choices(query)
    facets = press_facets(chosen, counts_beside(chosen), Source.objects.in_bulk(), "en")
    return {each["label"]: each["count"] for each in next(f for f in facets if f["name"] == name)["values"]}


def test_titles_lead_to_the_source_and_dates_to_the_page(client, tonle, drain) -> None:
    page = make_clipping(
        tonle,
        title="Clinic reaches 4 communes",
        excerpt="Women need not travel.",
        topics=topics.all()[:1],
        places=places.all()[:1],
    )
    drain()
    html = client.get("/en/press/").content.decode()
    link = re.search(rf'<a href="{re.escape(page.address)}"[^>]*>', html)
    assert link and 'rel="external nofollow noopener noreferrer"' in link.group()
    # Credit stands first.
    assert html.index(tonle.name_en) < html.index(link.group()) < html.index("Women need not travel.")
    for shown in (topics.all()[0].name, places.all()[0].name, f'href="{page.url}"', "Today", "Ask us to remove it"):
        assert shown in html
    assert "<img" not in html.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("path", PATHS)
def test_it_has_clippings_of_both_languages_by_day(client, tonle, drain, path: str) -> None:
    make_clipping(tonle, title="In English")
    make_clipping(tonle, "km", title="ជាភាសាខ្មែរ")
    drain()
    assert set(titles(client, path=path)) == {"In English", "ជាភាសាខ្មែរ"}


def test_topic_source_and_date_narrow_it(client, tonle, bok) -> None:
    made = make_clippings(12, [tonle, bok], days=400)
    topic, of_tonle = topics.all()[0], {page.title for page in made[::2]}
    on_topic = {page.title for page in made[::3]}
    newest = timezone.localdate(made[0].first_published_at).isoformat()
    same_year = [page for page in made if timezone.localdate(page.first_published_at).year == int(newest[:4])]

    assert set(titles(client, f"?source={tonle.pk}")) == of_tonle
    assert set(titles(client, f"?topic={topic.slug}")) == on_topic
    assert set(titles(client, f"?topic={topic.slug}&source={tonle.pk}")) == on_topic & of_tonle
    assert titles(client, f"?when={newest}") == [made[0].title]
    assert len(titles(client, f"?when={newest[:4]}")) == len(same_year)
    # What nothing has narrows nothing.
    assert len(titles(client, "?topic=none&source=999&when=1999-13")) == 12


def test_facets_tell_how_many_each_choice_leaves(tonle, bok) -> None:
    made = make_clippings(12, [tonle, bok], days=400)
    topic = topics.all()[0]
    assert facet({}, "Source") == {"The Tonle Paper": 6, "Radio Phnom Bok": 6}
    assert facet({"topic": topic.slug}, "Source") == {"The Tonle Paper": 2, "Radio Phnom Bok": 2}
    assert facet({"source": str(bok.pk)}, "Topic") == {each.name: 2 for each in topics.all()[:3]}
    newest = timezone.localdate(made[0].first_published_at)
    dates = facet({"when": newest.isoformat()}, "Date")
    assert dates[str(newest.year)] >= dates[f"{newest:%B %Y}"] >= 1


def test_a_day_is_one_of_phnom_penh(client, tonle) -> None:
    [page] = make_clippings(1, [tonle])
    # Half past midnight there is the evening before in UTC.
    at = dt.datetime(2026, 11, 20, 0, 30, tzinfo=PHNOM_PENH)
    page.first_published_at = at
    write_rows([entry_of(page)])
    assert titles(client, "?when=2026-11-20") == [page.title]
    assert facet({"when": "2026-11"}, "Date")["20 November 2026"] == 1


@pytest.mark.parametrize("path", PATHS)
def test_it_asks_the_database_as_often_for_many_as_for_few(client, tonle, bok, path: str) -> None:
    make_clippings(2, [tonle, bok])
    few = queries_of(client, path)
    make_clippings(60, [tonle, bok], days=300)
    many = queries_of(client, path)
    assert len(many) == len(few) <= 10
    assert len(titles(client, "?page=4", path)) == 2


def test_what_is_removed_or_of_a_hidden_programme_is_gone_at_once(client, tonle, drain) -> None:
    page = make_clipping(tonle, title="To be removed")
    stays = make_clipping(tonle, title="It stays")
    drain()
    assert len(titles(client)) == 2
    page.unpublish()
    assert titles(client) == [stays.title] and facet({}, "Source") == {"The Tonle Paper": 1}
    programme = Organization.objects.programme()
    programme.is_hidden = True
    programme.save()
    assert titles(client) == [] and facet({}, "Source") == {}


def test_an_empty_one_says_so(client, portal) -> None:
    assert "Nothing is in the press review yet" in client.get("/en/press/").content.decode()


def test_a_new_name_of_a_source_shows_at_once(client, tonle) -> None:
    make_clippings(1, [tonle])
    client.get("/en/press/")
    tonle.name_en = "The Bassac Paper"
    tonle.save()
    assert "The Bassac Paper" in client.get("/en/press/").content.decode()


def test_front_page_topics_and_footer_lead_to_it(client, portal) -> None:
    for path in ("/en/", "/en/topics/", "/km/topics/"):
        assert f'href="/{path[1:3]}/press/"' in client.get(path).content.decode()
    assert client.get("/en/").content.decode().count('href="/en/press/"') == 2
    assert 'href="/en/press/?topic=law"' in client.get("/en/topics/law/").content.decode()
    assert "/en/press/" in client.get("/sitemap-lists.xml").content.decode()


@pytest.mark.parametrize(
    ("language", "heading", "name"), [("en", "Source", "The Tonle Paper"), ("km", "ប្រភព", "កាសែតទន្លេ")]
)
def test_the_search_narrows_clippings_by_source(client, drain, language, heading, name) -> None:
    tonle, other = make_source(), make_source("The Lotus Radio", name_km="វិទ្យុបទុម")
    for number, source in enumerate((tonle, tonle, other)):
        make_clipping(source, language, title=f"Weaving {number}")
    drain()
    page = client.get(f"/{language}/search/?type=clipping").content.decode()
    assert f"source={tonle.pk}" in page and name in page and heading in page
    narrowed = client.get(f"/{language}/search/?type=clipping&source={tonle.pk}").content.decode()
    assert "Weaving 1" in narrowed and "Weaving 2" not in narrowed
    assert f"source={tonle.pk}" not in client.get(f"/{language}/search/").content.decode()
    answer = client.get(f"/api/v1/search?type=clipping&source={other.pk}&language={language}").json()
    assert answer["total"] == 1 and {value["value"]: value["count"] for value in answer["facets"]["source"]} == {
        str(tonle.pk): 2,
        str(other.pk): 1,
    }
    assert client.get("/api/v1/search?source=x").status_code in (400, 422)
    # What nobody can find keeps its name among the choices.
    assert name in client.get(f"/{language}/search/?q=nothing&source={tonle.pk}").content.decode()
