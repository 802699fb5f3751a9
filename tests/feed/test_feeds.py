"""Atom and JSON Feed, read as programs read them."""

import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from catalog.terms import topics
from feed.models import Activity
from feed.views import ITEMS_IN_FEED
from tests.entries import make_entries
from tests.queries import queries_of
from vocabulary.models import Topic

pytestmark = pytest.mark.usefixtures("forget_terms")

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# RFC 3339, as RFC 4287 asks for.
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
PLACES = ["/en/activity/", "/km/activity/", "/en/organizations/silk-weavers/activity/"]


@pytest.fixture
def three(organization):
    return make_entries(organization, 3, topics=[topics.by_slug("law")], image="/files/renditions/loom.webp")


def tree(client, place="/en/activity/"):
    response = client.get(f"{place}feed.atom")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def text(element, name):
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    return found[0].text or ""


def json_of(client, place="/en/activity/"):
    response = client.get(f"{place}feed.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    return json.loads(response.content)


@pytest.mark.parametrize("place", PLACES)
def test_atom_is_read_without_complaint(client, three, place):
    response = client.get(f"{place}feed.atom")
    parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})

    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert [entry.link for entry in parsed.entries] == [f"http://testserver{entry.url}" for entry in three]
    assert parsed.entries[0].author == parsed.entries[0].author_detail.name
    assert [tag.term for tag in parsed.entries[0].tags] == [(parsed.feed.language == "km" and "ច្បាប់") or "Law"]


@pytest.mark.parametrize("place", PLACES)
def test_atom_keeps_the_rules_of_its_standard(client, three, place):
    feed = tree(client, place)

    assert feed.tag == f"{ATOM}feed"
    assert feed.get(LANG) == place[1:3]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{place}feed.atom"
    assert links["alternate"].startswith("http://testserver/")
    assert text(feed, "title")
    entries = feed.findall(f"{ATOM}entry")
    names = [text(entry, "id") for entry in entries]
    assert len(set(names)) == len(names) == 3
    for element in [feed, *entries]:
        assert ":" in text(element, "id")
        assert TIMESTAMP.fullmatch(text(element, "updated"))
    for entry in entries:
        assert text(entry, "title")
        assert entry.find(f"{ATOM}author/{ATOM}name").text
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert TIMESTAMP.fullmatch(text(entry, "published"))
        assert entry.get(LANG) == "en"


def test_feed_is_dated_by_its_newest_entry(client, three):
    feed = tree(client)

    assert text(feed, "updated") == max(text(entry, "updated") for entry in feed.findall(f"{ATOM}entry"))


@pytest.mark.parametrize("place", PLACES)
def test_json_feed_keeps_the_rules_of_its_standard(client, three, place):
    feed = json_of(client, place)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"http://testserver{place}feed.json"
    assert feed["home_page_url"].startswith("http://testserver/")
    assert feed["language"] == place[1:3]
    assert feed["title"]
    assert [item["url"] for item in feed["items"]] == [f"http://testserver{entry.url}" for entry in three]
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert item["image"].startswith("http://testserver/")
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert item["authors"][0]["name"]
        assert item["authors"][0]["url"].startswith("http://testserver/")
        assert item["language"] == "en"


def test_both_formats_name_a_page_alike_whatever_the_language_of_the_feed(client, three):
    atom = [text(entry, "id") for entry in tree(client, "/km/activity/").findall(f"{ATOM}entry")]

    assert atom == [item["id"] for item in json_of(client)["items"]]


def test_changed_page_comes_first_and_once(client, organization, three):
    later = timezone.now() + timedelta(minutes=1)
    Activity.objects.create(kind="updated", page_id=three[2].pk, organization=organization, created_at=later)

    items = json_of(client)["items"]

    assert [item["title"] for item in items] == [three[2].title, three[0].title, three[1].title]
    assert datetime.fromisoformat(items[0]["date_modified"]) == later
    assert items[0]["date_modified"] > items[0]["date_published"]


def test_letters_that_xml_forbids_do_not_break_it(client, organization):
    make_entries(organization, 1, title="Law \x0c & <silk>", summary="\x01 one")

    assert text(tree(client).find(f"{ATOM}entry"), "title") == "Law & <silk>"
    assert json_of(client)["items"][0]["title"].startswith("Law")


def test_only_what_is_public_is_in(client, organization, other_organization):
    make_entries(other_organization, 1, title="Hidden")
    other_organization.is_hidden = True
    other_organization.save()
    make_entries(organization, 1, title="Expired", expires_at=timezone.now() - timedelta(minutes=1))
    make_entries(organization, 1, title="Seen")

    assert [item["title"] for item in json_of(client)["items"]] == ["Seen"]
    assert len(tree(client).findall(f"{ATOM}entry")) == 1


def test_an_organizations_feed_holds_its_own_alone(client, organization, other_organization):
    make_entries(organization, 1, title="Ours")
    make_entries(other_organization, 1, title="Theirs")

    feed = json_of(client, "/en/organizations/silk-weavers/activity/")

    assert [item["title"] for item in feed["items"]] == ["Ours"]
    assert feed["title"] == "Silk Weavers"


@pytest.mark.parametrize("name", ["feed.atom", "feed.json"])
def test_what_has_not_changed_is_not_sent_again(client, organization, name):
    [entry] = make_entries(organization, 1)
    first = client.get(f"/en/activity/{name}")

    again = client.get(f"/en/activity/{name}", headers={"If-None-Match": first["ETag"]})
    since = client.get(f"/en/activity/{name}", headers={"If-Modified-Since": first["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")
    assert since.status_code == 304

    # A withdrawal leaves no newer entry, and must not be answered with "you have it already".
    entry.delete()
    assert client.get(f"/en/activity/{name}", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_change_that_is_no_news_is_sent_all_the_same(client, make_page, organization, drain, time_machine):
    page = make_page("article", organization, live=True, title="First")
    drain()
    page.save_revision().publish()
    drain()
    before = client.get("/en/activity/feed.json")

    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    page.title = "Corrected"
    page.save_revision().publish()
    drain()

    after = client.get("/en/activity/feed.json", headers={"If-Modified-Since": before["Last-Modified"]})
    assert [item["title"] for item in after.json()["items"]] == ["Corrected"]


@pytest.mark.parametrize("name", ["feed.atom", "feed.json"])
def test_empty_feed_is_a_feed_and_stays_the_same(client, portal, name):
    first = client.get(f"/km/activity/{name}")

    assert first.status_code == 200
    assert client.get(f"/km/activity/{name}")["ETag"] == first["ETag"]


@pytest.mark.parametrize("name", ["feed.atom", "feed.json"])
def test_number_of_items_and_queries_is_bounded(client, organization, name):
    make_entries(organization, 10)
    few = queries_of(client, f"/en/activity/{name}")
    make_entries(organization, 50)
    many = queries_of(client, f"/en/activity/{name}")

    assert len(many) == len(few) <= 25
    assert len(json_of(client)["items"]) == ITEMS_IN_FEED


# Read as HTML, each of these says something else, or nothing.
PLAIN = "a < b & c > d, <b>bold</b> &amp; &lt;i&gt; <script>x</script> ]]> &#65; “q” 'r' \"s\""


@pytest.fixture
def said(organization):
    """A feed in which all that people type is the same plain text, and what it is in each."""
    organization.name_en = organization.description_en = PLAIN
    organization.save()
    law = Topic.objects.get(slug="law")
    law.name_en = PLAIN
    law.save()
    make_entries(organization, 1, topics=[law], title=PLAIN, summary=PLAIN)


@pytest.mark.parametrize("place", ["/en/activity/feed.atom", "/en/organizations/silk-weavers/activity/feed.atom",
                                   "/en/search/feed.atom?q=bold"])  # fmt: skip
def test_all_of_atom_is_the_plain_text_that_was_typed(client, said, place):
    feed = ElementTree.fromstring(client.get(place).content)
    elements = [each for each in feed.iter() if each.tag.removeprefix(ATOM) in
                ("title", "subtitle", "summary", "content", "rights")]  # fmt: skip
    assert {each.get("type", "text") for each in elements} == {"text"}
    [entry] = feed.findall(f"{ATOM}entry")
    assert [text(entry, name) for name in ("title", "summary")] == [PLAIN, PLAIN]
    assert entry.find(f"{ATOM}author/{ATOM}name").text == PLAIN
    assert entry.find(f"{ATOM}category").get("term") == PLAIN
    if "organizations" in place:
        assert [text(feed, name) for name in ("title", "subtitle")] == [PLAIN, PLAIN]
    [read] = feedparser.parse(client.get(place).content).entries
    assert read.summary_detail.type == read.title_detail.type == "text/plain"
    assert read.summary == read.title == PLAIN


def test_json_feed_is_the_plain_text_that_was_typed(client, said):
    feed = json_of(client, "/en/organizations/silk-weavers/activity/")
    [item] = feed["items"]
    assert {feed["title"], feed["description"], item["title"], item["summary"], item["content_text"]} == {PLAIN}
    assert "content_html" not in item and item["tags"] == [PLAIN]


def test_what_has_no_summary_has_no_empty_one(client, organization):
    make_entries(organization, 1, summary="")
    assert tree(client).find(f"{ATOM}entry/{ATOM}summary") is None
