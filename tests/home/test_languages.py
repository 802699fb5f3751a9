"""A page is never served under the other language's address; where it is missing, the portal says so."""

import pytest

from tests.entries import make_entries

LISTS = ["", "organizations/", "topics/", "topics/law/", "events/", "publications/", "activity/", "help/"]


@pytest.fixture
def only_english(make_page, organization, drain):
    page = make_page("article", organization, live=True, title="Only in English")
    drain()
    return page


@pytest.fixture
def in_both(make_page, organization, drain):
    english = make_page("article", organization, live=True, title="One price")
    khmer = make_page(
        "article",
        organization,
        "km",
        live=True,
        title="តម្លៃរួម",
        translation_key=english.translation_key,
    )
    drain()
    return english, khmer


def address(page, language="en"):
    return f"/{language}/organizations/silk-weavers/{page.slug}/"


@pytest.mark.parametrize("below", LISTS)
def test_a_list_knows_itself_in_the_other_language(client, portal, below):
    response = client.get(f"/en/{below}")

    assert response.context["switch"] == f"/km/{below}"
    assert f'hreflang="km" href="http://testserver/km/{below}"' in response.content.decode()


def test_choices_stay_when_the_language_changes(client, portal):
    assert client.get("/km/events/?kind=forum&when=past").context["switch"] == "/en/events/?kind=forum&when=past"


def test_a_translated_page_leads_to_its_translation(client, in_both):
    english, khmer = in_both

    there = client.get(address(english)).context
    back = client.get(address(khmer, "km")).context

    assert there["switch"] == address(khmer, "km")
    assert back["switch"] == address(english)
    assert there["missing_language"] is None
    assert there["alternate"] == f"http://testserver{address(khmer, 'km')}"


def test_an_organizations_home_leads_to_its_home(client, organization, drain):
    drain()
    switch = client.get("/en/organizations/silk-weavers/").context["switch"]

    assert switch == "/km/organizations/silk-weavers/"


def test_what_is_missing_is_said_in_the_language_that_was_asked_for(client, only_english):
    page = client.get(address(only_english))
    assert page.context["missing_language"] == "km"
    assert page.context["alternate"] is None

    answer = client.get(page.context["switch"])

    assert answer.status_code == 200
    assert answer["Content-Language"] == "km"
    assert "Only in English" in answer.content.decode()
    assert f'href="{address(only_english)}"' in answer.content.decode()


def test_the_same_address_in_the_other_language_says_so_too(client, only_english):
    response = client.get(address(only_english, "km"))

    assert response.status_code == 302
    assert response["Location"] == f"/km/translations/{only_english.pk}/"


def test_once_it_is_translated_the_statement_leads_to_the_translation(client, in_both):
    english, khmer = in_both
    response = client.get(f"/km/translations/{english.pk}/")

    assert response.status_code == 302
    assert response["Location"] == address(khmer, "km")


def test_drafts_and_hidden_organizations_are_not_told_of(client, make_page, organization, only_english):
    draft = make_page("article", organization)
    assert client.get(address(draft, "km")).status_code == 404
    assert client.get(f"/km/translations/{draft.pk}/").status_code == 404

    organization.is_hidden = True
    organization.save()
    assert client.get(address(only_english, "km")).status_code == 404
    assert client.get(f"/km/translations/{only_english.pk}/").status_code == 404


def test_a_translation_that_is_a_draft_counts_as_missing(client, make_page, organization, only_english):
    make_page("article", organization, "km", translation_key=only_english.translation_key)

    assert client.get(address(only_english)).context["missing_language"] == "km"


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "99999999999999999999999999"])
def test_no_such_page(client, portal, number):
    assert client.get(f"/km/translations/{number}/").status_code == 404


def test_lists_prefer_the_readers_language_and_hold_the_rest_too(client, organization):
    [english] = make_entries(organization, 1, title="In English")
    make_entries(organization, 1, language="km", title="ជាភាសាខ្មែរ", translation_key=english.translation_key)
    make_entries(organization, 1, title="English alone")

    def listed(language):
        entries = client.get(f"/{language}/organizations/silk-weavers/articles/").context["entries"]
        return {entry.title for entry in entries}

    assert listed("en") == {"In English", "English alone"}
    assert listed("km") == {"ជាភាសាខ្មែរ", "English alone"}


def test_canonical_address_leaves_choices_out_and_keeps_the_page(client, portal):
    assert client.get("/en/events/?kind=forum&page=2").context["canonical"] == "http://testserver/en/events/?page=2"
    assert client.get("/en/events/?page=1").context["canonical"] == "http://testserver/en/events/"
    assert '<link rel="canonical" href="http://testserver/en/events/">' in client.get("/en/events/").content.decode()
