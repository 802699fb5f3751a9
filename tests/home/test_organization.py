import pytest

from catalog.terms import places, topics
from orgs.pages.numbers import NUMBERS
from orgs.pages.registry import page_kinds
from tests.entries import make_entries
from tests.queries import queries_of

BELOW = [
    "",
    "articles/",
    "events/",
    "publications/",
    "contact/",
    "activity/",
    "activity/feed.atom",
    "events/calendar.ics",
]


@pytest.fixture
def busy(organization):
    organization.places.set([places.by_slug("takeo")])
    organization.topics.set([topics.by_slug("talent")])
    organization.description_en = "Weaves silk."
    organization.email = "looms@example.org"
    organization.save()
    make_entries(organization, 2, type="article")
    make_entries(organization, 1, type="update")
    make_entries(organization, 3, type="event")
    make_entries(organization, 1, type="publication")
    return organization


def test_tabs_count_what_is_published(client, busy):
    context = client.get("/en/organizations/silk-weavers/").context

    # A package that only tests install has a tab, too.
    of_tests = {kind.tab.name: 0 for kind in page_kinds().kinds if kind.tab and kind.name not in NUMBERS}
    assert {tab["name"]: tab.get("count") for tab in context["tabs"]} == of_tests | {
        "overview": None,
        "article": 3,
        "event": 3,
        "publication": 1,
        "contact": None,
    }
    assert context["total"] == 7


def test_overview_shows_what_is_new_and_what_is_ahead(client, busy, other_organization):
    make_entries(other_organization, 3)
    response = client.get("/en/organizations/silk-weavers/")

    assert len(response.context["newest"]) == 4
    assert {entry.type for entry in response.context["newest"]} == {"article", "update", "publication"}
    assert {entry.organization_id for entry in response.context["newest"]} == {busy.pk}
    assert len(response.context["events"]) == 3
    assert "Weaves silk." in response.content.decode()


@pytest.mark.parametrize(
    ("tab", "types"),
    [("articles", {"article", "update"}), ("events", {"event"}), ("publications", {"publication"})],
)
def test_each_tab_lists_its_own(client, busy, tab, types):
    entries = client.get(f"/en/organizations/silk-weavers/{tab}/").context["entries"]

    assert {entry.type for entry in entries} == types


def test_lists_come_in_pages_of_twenty(client, organization):
    make_entries(organization, 25)

    first = client.get("/en/organizations/silk-weavers/articles/")
    second = client.get("/en/organizations/silk-weavers/articles/?page=2")
    beyond = client.get("/en/organizations/silk-weavers/articles/?page=77")

    assert len(first.context["entries"]) == 20
    assert len(second.context["entries"]) == 5
    assert list(beyond.context["entries"]) == list(second.context["entries"])


@pytest.mark.parametrize("below", ["", "articles/", "events/", "publications/", "contact/"])
def test_only_what_is_a_page_can_be_reported(client, busy, below):
    response = client.get(f"/en/organizations/silk-weavers/{below}")

    assert response.status_code == 200
    assert ("/en/report/" in response.content.decode()) == (below == "")


def test_contact_tells_how_to_reach_it(client, busy):
    assert "looms@example.org" in client.get("/en/organizations/silk-weavers/contact/").content.decode()


@pytest.mark.parametrize("change", [{"is_hidden": True}, {"status": "suspended"}])
@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("language", ["en", "km"])
def test_whom_the_public_does_not_see_has_no_pages(client, busy, change, below, language):
    for name, value in change.items():
        setattr(busy, name, value)
    busy.save()

    assert client.get(f"/{language}/organizations/silk-weavers/{below}").status_code == 404


@pytest.mark.parametrize("below", BELOW)
def test_no_such_organization(client, portal, below):
    assert client.get(f"/en/organizations/nobody/{below}").status_code == 404


@pytest.mark.parametrize("below", ["", "articles/", "events/", "publications/"])
def test_number_of_queries_does_not_grow(client, organization, below):
    def fill(number):
        for type in ("article", "event", "publication"):
            make_entries(organization, number, type=type, topics=topics.all()[:2])

    fill(10)
    few = queries_of(client, f"/en/organizations/silk-weavers/{below}")
    fill(40)
    many = queries_of(client, f"/en/organizations/silk-weavers/{below}")

    assert len(many) == len(few) <= 11
