import pytest

from catalog.terms import places, topics
from home.organizations import directory
from tests.entries import make_entries
from tests.queries import queries_of


@pytest.fixture
def three(make_organization):
    weavers = make_organization("weavers", name_en="Weavers", name_km="ក")
    circle = make_organization("circle", name_en="circle of law", name_km="ខ")
    network = make_organization("network", name_en="Network", name_km="គ")
    weavers.places.set([places.by_slug("takeo")])
    weavers.topics.set([topics.by_slug("talent")])
    circle.places.set([places.by_slug("takeo"), places.by_slug("kep")])
    circle.topics.set([topics.by_slug("law")])
    return weavers, circle, network


def listed(response):
    return [each["organization"].slug for each in response.context["organizations"]]


@pytest.mark.empty_portal
def test_order_is_alphabetical_in_the_readers_language(client, three):
    assert listed(client.get("/en/organizations/")) == ["circle", "neary", "network", "weavers"]
    assert [slug for slug in listed(client.get("/km/organizations/")) if slug != "neary"] == [
        "weavers",
        "circle",
        "network",
    ]


def test_province_and_topic_narrow_together(client, three):
    assert listed(client.get("/en/organizations/?place=takeo")) == ["circle", "weavers"]
    assert listed(client.get("/en/organizations/?place=takeo&topic=law")) == ["circle"]
    assert listed(client.get("/en/organizations/?place=kep&topic=talent")) == []


def test_choices_count_what_they_would_show_and_can_be_taken_away(client, three):
    context = client.get("/en/organizations/?place=takeo&page=3").context
    topic = {each["label"]: each for each in context["topics"]}
    place = {each["label"]: each for each in context["places"]}

    assert (topic["Law"]["count"], topic["Talent"]["count"]) == (1, 1)
    assert "Gender" not in topic
    assert topic["Law"]["url"] == "?place=takeo&topic=law"
    assert place["Takeo"]["chosen"]
    assert place["Takeo"]["url"] == "?"


@pytest.mark.empty_portal
@pytest.mark.parametrize("query", ["place=nowhere", "topic=%00", "page=abc", "page=999999999999999999999", "place="])
def test_nonsense_is_no_filter(client, three, query):
    response = client.get(f"/en/organizations/?{query}")

    assert response.status_code == 200
    assert len(listed(response)) == 4


@pytest.mark.parametrize("change", [{"is_hidden": True}, {"status": "suspended"}, {"status": "frozen"}])
def test_whom_the_public_does_not_see_is_not_listed(client, three, change):
    for name, value in change.items():
        setattr(three[0], name, value)
    three[0].save()

    assert "weavers" not in listed(client.get("/en/organizations/"))


@pytest.mark.empty_portal
def test_pages_are_numbered(client, three, monkeypatch):
    monkeypatch.setattr(directory, "PAGE_SIZE", 3)

    assert listed(client.get("/en/organizations/?page=2")) == ["weavers"]


def test_number_of_queries_does_not_grow(client, make_organization):
    def fill(number):
        for index in range(number):
            organization = make_organization(f"organization-{number}-{index}")
            organization.places.set(places.all()[:2])
            make_entries(organization, 2)

    fill(2)
    few = queries_of(client, "/en/organizations/")
    fill(5)
    many = queries_of(client, "/en/organizations/")

    assert len(many) == len(few) <= 11
