"""A manager writes what her organization says of itself; here it is trusted, and says it at once, but for its name."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from moderation.models import ProfileChange
from moderation.services import decide_profile_change
from orgs.models import Organization
from outbox.models import Event
from tests.accounts.sign_in_helpers import trust
from tests.queries import queries_of
from tests.workspace.conftest import photo
from vocabulary.models import Place, Topic

FACTS = reverse("workspace:profile")
FORM = {
    "name_en": "Silk Weavers of Takeo",
    "name_km": "សមាគមអ្នកត្បាញសូត្រ តាកែវ",
    "description_en": "We weave.",
    "description_km": "យើងត្បាញ។",
    "email": "office@weavers.example.org",
    "phone": "+855 12 345 678",
    "website": "https://weavers.example.org/",
    "colour": "#0a6e4b",
}


# The same with the names that it has.
KEPT_NAMES = FORM | {"name_en": "Silk Weavers", "name_km": "Silk Weavers km"}


@pytest.fixture(autouse=True)
def is_trusted(organization: Any) -> None:
    trust(organization)
    KEPT_NAMES["name_km"] = organization.name_km


@pytest.fixture
def managers(sign_in: Any, manager: Any) -> Any:
    return sign_in(manager)


def stored(organization: Any) -> Organization:
    return Organization.objects.get(pk=organization.pk)


def test_the_button_for_a_logo_has_words_of_the_portal(managers):
    page = managers.get(FACTS).content.decode()
    assert "data-pick" in page.partition('type="file"')[0].rpartition("<label")[2]
    assert "js/file-box" in page


def test_she_writes_all_of_it(managers, manager, organization, drain):
    drain()
    places, topics = list(Place.objects.all()[:2]), list(Topic.objects.all()[:1])
    form = KEPT_NAMES | {"places": [place.pk for place in places], "topics": [topics[0].pk], "file": photo()}
    response = managers.post(FACTS, form, follow=True)
    assert "Saved." in response.content.decode()
    now = stored(organization)
    assert {name: getattr(now, name) for name in KEPT_NAMES} == KEPT_NAMES
    assert (list(now.places.all()), list(now.topics.all())) == (places, topics)
    assert (now.logo.collection, now.logo.uploaded_by_user) == (organization.collection, manager)
    assert now.brand_light != organization.brand_light
    assert Event.objects.filter(kind="organization.changed", state=Event.State.PENDING).count() == 1
    entry = ModelLogEntry.objects.get(action="orgs.profile")
    assert (entry.user, entry.object_id) == (manager, str(organization.pk))
    assert {"description_en", "places", "logo"} <= set(entry.data["changed"])


def accept_waiting(editor: Any) -> None:
    decide_profile_change(ProfileChange.objects.waiting().get(), editor, accept=True)


@pytest.mark.parametrize(("name", "value"), [("name_en", "Silk and Cotton"), ("name_km", "សូត្រ និងអំបោះ")])
def test_a_new_name_waits_for_an_editor(managers, organization, editor, name, value):
    """Whoever trusts an organization trusts it by its name."""
    answer = managers.post(FACTS, KEPT_NAMES | {name: value}, follow=True).content.decode()
    assert "An editor reviews it before everybody can see it" in answer
    assert (stored(organization).name_en, stored(organization).description_en) == ("Silk Weavers", "")
    accept_waiting(editor)
    assert getattr(stored(organization), name) == value


def test_everybody_sees_it(managers, client, organization, editor, drain):
    managers.post(FACTS, FORM | {"file": photo()})
    accept_waiting(editor)
    drain()
    for language, name in (("en", FORM["name_en"]), ("km", FORM["name_km"])):
        page = client.get(f"/{language}/organizations/silk-weavers/").content.decode()
        assert f"<title>{name}" in page
        assert name in client.get(f"/{language}/organizations/").content.decode().replace("\u200b", "")
    logo = stored(organization).logo.get_rendition("fill-144x144|format-webp")
    assert client.get(logo.url).status_code == 200
    managers.post(FACTS, FORM | {"without_logo": "on"})
    assert client.get(logo.url).status_code == 404
    assert stored(organization).logo is None


def test_its_homes_are_called_as_it_is(managers, organization, editor):
    home = organization.homes.get(locale__language_code="en").page.specific
    draft = home.save_revision(user=editor)
    managers.post(FACTS, FORM)
    accept_waiting(editor)
    draft.publish()
    home.refresh_from_db()
    assert (home.title, home.draft_title) == (FORM["name_en"], FORM["name_en"])


def test_what_has_not_changed_is_not_announced(managers, organization, drain):
    managers.post(FACTS, KEPT_NAMES)
    drain()
    assert "Nothing was changed" in managers.post(FACTS, KEPT_NAMES, follow=True).content.decode()
    assert ModelLogEntry.objects.filter(action="orgs.profile").count() == 1
    assert not Event.objects.filter(kind="organization.changed", state=Event.State.PENDING).exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name_en", ""),
        ("name_km", " "),
        ("email", "no address"),
        ("phone", "call us!"),
        ("website", "javascript:alert(1)"),
        ("colour", "red;}"),
        ("description_en", "x" * 1001),
        ("places", ["999999"]),
        ("file", photo()),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(managers, organization, name, value):
    if name == "file":
        value.seek(0)
        value.truncate(20)
    content = managers.post(FACTS, FORM | {name: value}).content.decode()
    assert 'class="field bad"' in content
    assert ("Silk Weavers of Takeo" in content) is (name != "name_en")
    assert stored(organization).name_en == "Silk Weavers"


@pytest.mark.parametrize("field", ["name_en", "name_km"])
@pytest.mark.parametrize(
    "name",
    [
        "law circle",
        "Law  Circle",
        "Law-Circle.",
        "Law Circ\u200ble",
        "Law\xa0Circle\u2060",
        "Ｌａｗ Ｃｉｒｃｌｅ",
        "Lаw Сirсle",
        "LAW CIRCLΕ",
        "Làw Círcle",
        "1aw C1rcle",
        "𝐋𝐚𝐰 𝐂𝐢𝐫𝐜𝐥𝐞",
        "Lavv Circle",
    ],
)
def test_no_organization_takes_the_name_of_another(managers, organization, other_organization, name, field):
    content = managers.post(FACTS, FORM | {field: name}).content.decode()
    assert "has this name" in content
    assert "We weave." in content
    assert stored(organization).name_en == "Silk Weavers"


def test_a_hidden_name_is_not_told_by_being_refused(managers, organization, other_organization):
    other_organization.is_hidden = True
    other_organization.save()
    assert managers.post(FACTS, FORM | {"name_en": "Law Circle"}).status_code == 302


def test_fields_added_by_hand_do_nothing(managers, organization, other_organization):
    before = Organization.objects.filter(pk=organization.pk).values().get()
    others = Organization.objects.filter(pk=other_organization.pk).values().get()
    picture = {"logo": "1", "logo_id": "1"}
    greedy = {
        "slug": "law", "tier": "trusted", "status": "frozen", "is_hidden": "on", "stays_public": "on", "id": "1",
        "pk": other_organization.pk, "organization": other_organization.slug, "created_at": "2000-01-01",
        "collection": other_organization.collection_id, "brand_light": "#000000", "by": "1", **picture,
    }  # fmt: skip
    assert managers.post(f"{FACTS}?organization={other_organization.slug}", FORM | greedy).status_code in (302, 404)
    assert managers.post(FACTS, FORM | greedy).status_code == 302
    after = Organization.objects.filter(pk=organization.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= set(FORM) | {"brand_light", "brand_dark"}
    assert after["brand_light"] != "#000000"
    assert Organization.objects.filter(pk=other_organization.pk).values().get() == others


def test_it_is_for_managers_of_active_organizations(managers, officers, editors, stranger, organization):
    for client in (officers, editors):
        assert client.get(FACTS).status_code == 404
        assert client.post(FACTS, FORM).status_code == 404
    stranger.post(FACTS, FORM)
    assert stored(organization).name_en == "Silk Weavers"
    Organization.objects.filter(pk=organization.pk).update(status="suspended")
    assert "Only a manager" in managers.post(FACTS, FORM).content.decode()
    assert stored(organization).name_en == "Silk Weavers"


def test_she_finds_it(managers, officers):
    assert FACTS in managers.get(reverse("workspace:home")).content.decode()
    assert FACTS not in officers.get(reverse("workspace:home")).content.decode()


def test_it_costs_the_same_for_many(managers, make_organization):
    few = len(queries_of(managers, FACTS))
    for number in range(4):
        make_organization(f"circle-{number}")
    assert len(queries_of(managers, FACTS)) == few
