import pytest

from catalog.terms import places, topics
from tests.entries import make_entries
from tests.queries import queries_of


def test_topic_lists_what_is_about_it_and_who_works_on_it(client, organization, other_organization):
    make_entries(organization, 2, topics=[topics.by_slug("law")])
    make_entries(organization, 1, topics=[topics.by_slug("health")])
    other_organization.topics.set([topics.by_slug("law")])

    context = client.get("/en/topics/law/").context

    assert len(context["entries"]) == context["total"] == 2
    assert [each.slug for each in context["organizations"]] == ["law-circle"]


def test_topic_in_pages_of_twenty(client, organization):
    make_entries(organization, 25, topics=[topics.by_slug("law")])

    context = client.get("/km/topics/law/?page=2").context

    assert (len(context["entries"]), context["number"], context["last"]) == (5, 2, 2)


@pytest.mark.parametrize("path", ["topics/", "topics/law/", "help/", "publications/", "activity/"])
def test_number_of_queries_does_not_grow(client, organization, path):
    organization.topics.set([topics.by_slug("law")])

    def fill(number):
        for type in ("article", "publication"):
            make_entries(organization, number, type=type, topics=[topics.by_slug("law")], places=places.all()[:2])

    fill(10)
    few = queries_of(client, f"/en/{path}")
    fill(40)
    many = queries_of(client, f"/en/{path}")

    assert len(many) == len(few) <= 10


@pytest.fixture
def helpers(organization, other_organization):
    other_organization.topics.set([topics.by_slug("law")])
    other_organization.places.set([places.by_slug("kandal")])
    organization.topics.set([topics.by_slug("health")])
    organization.places.set([places.by_slug("takeo")])


def found(response):
    return [each.slug for each in response.context["organizations"]]


def test_help_lists_who_works_on_what_is_needed_where_it_is_needed(client, helpers):
    assert found(client.get("/en/help/")) == ["law-circle", "silk-weavers"]
    assert found(client.get("/en/help/?kind=health")) == ["silk-weavers"]
    assert found(client.get("/en/help/?kind=law&place=takeo")) == []
    assert found(client.get("/en/help/?kind=law&place=kandal")) == ["law-circle"]


def test_help_offers_only_provinces_where_somebody_is(client, helpers):
    offered = client.get("/en/help/?kind=health").context["places"]

    assert [(each["label"], each["count"], each["url"]) for each in offered] == [
        ("Takeo", 1, "?kind=health&place=takeo")
    ]


def test_help_shows_what_was_written_about_it(client, organization):
    make_entries(organization, 1, title="Your rights", topics=[topics.by_slug("law")])
    make_entries(organization, 1, title="Silk", topics=[topics.by_slug("talent")])

    entries = client.get("/en/help/?kind=law").context["entries"]

    assert [entry.title for entry in entries] == ["Your rights"]


@pytest.mark.parametrize("query", ["kind=nothing", "place=nowhere", "kind=%00&place=%00"])
def test_help_takes_nonsense_for_no_choice(client, helpers, query):
    assert found(client.get(f"/en/help/?{query}")) == ["law-circle", "silk-weavers"]


def test_hidden_organizations_help_nobody(client, helpers, organization):
    organization.is_hidden = True
    organization.save()

    assert found(client.get("/en/help/")) == ["law-circle"]


def test_help_has_a_way_to_leave_at_once(client, portal):
    assert 'class="leave"' in client.get("/en/help/").content.decode()
