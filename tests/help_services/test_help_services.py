"""Help services: found by kind and province, never telling where a safe place is, verified twice a year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog.terms import places
from help_services.address_detector import address_in
from help_services.matters import VERIFY
from moderation.models import Matter, Submission
from moderation.services import approve
from moderation.services.matters import open_matter
from tests.accounts.sign_in_helpers import sign_in
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import standing_organization
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def shown(client: Client, query: str = "", language: str = "en") -> list[str]:
    return [service.title for service in client.get(f"/{language}/help/{query}").context["services"]]


def make_services() -> dict[str, Any]:
    organization, other_organization = standing_organization("silk-weavers"), standing_organization("law-circle")
    made = {
        "law": make_page("help", other_organization, live=True, title="Advice", kind="law", is_nationwide=True),
        "talk": make_page(
            "help", organization, live=True, title="Talk", kind="counselling", places=[places.by_slug("takeo")]
        ),
        "urgent": make_page(
            "help", organization, live=True, title="Now", kind="urgent", places=[places.by_slug("kandal")]
        ),
    }
    drain_outbox()
    return made


SERVICES = KeptRows(make_services)


@pytest.fixture
@keeps(SERVICES)
def services(db: None, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Three public services of two organizations."""
    return SERVICES.of(request)


def test_the_most_urgent_comes_first(client: Client, services: Any) -> None:
    assert shown(client) == ["Now", "Advice", "Talk"]


def test_by_kind_and_province(client: Client, services: Any) -> None:
    assert shown(client, "?kind=counselling") == ["Talk"]
    assert shown(client, "?place=takeo") == ["Advice", "Talk"]
    assert shown(client, "?kind=urgent&place=takeo") == []


def test_a_draft_or_a_hidden_organizations_service_is_not_shown(
    client: Client, services: Any, organization: Any, make_page: Any
) -> None:
    make_page("help", organization, title="Draft")
    services["talk"].unpublish()
    assert shown(client) == ["Now", "Advice"]
    organization.is_hidden = True
    organization.save()
    assert shown(client) == ["Advice"]


def test_each_is_shown_once_in_the_readers_language(
    client: Client, make_page: Any, organization: Any, drain: Any
) -> None:
    english = make_page("help", organization, live=True, title="Advice")
    make_page("help", organization, "km", live=True, title="ប្រឹក្សា", translation_key=english.translation_key)
    drain()
    assert shown(client) == ["Advice"]
    assert shown(client, language="km") == ["ប្រឹក្សា"]


def test_its_page_can_be_called_and_left_at_once(client: Client, services: Any) -> None:
    html = client.get(services["law"].url).content.decode()
    assert 'href="tel:012000101"' in html
    assert 'class="leave"' in html


def test_what_nobody_verified_for_half_a_year_is_marked_and_on_the_editors_desk(
    client: Client, services: Any, editor: Any
) -> None:
    service = services["law"]
    assert "may have changed" not in client.get(service.url).content.decode()
    type(service).objects.filter(pk=service.pk).update(verified_on=timezone.localdate() - dt.timedelta(days=181))
    assert "may have changed" in client.get(service.url).content.decode()
    sign_in(client, editor)
    listed = client.get("/workspace/help/unverified/").context["listed"]
    assert [each.pk for each in listed] == [service.pk]


@pytest.mark.parametrize("end", ["restricted", "deleted"])
def test_what_the_public_does_not_see_any_more_waits_no_more_at_the_desk(services: Any, end: str) -> None:
    service = services["law"]
    open_matter(VERIFY, service.pk, service.organization, service.title)
    if end == "restricted":
        PageViewRestriction.objects.create(page=service, restriction_type=PageViewRestriction.LOGIN)
    else:
        service.delete()
    assert not Matter.objects.waiting().about(VERIFY, service.pk).exists()


def test_saying_that_it_is_right_goes_through_review(
    client: Client, make_page: Any, officer: Any, editor: Any, organization: Any, drain: Any
) -> None:
    service = make_page("help", organization, live=True, verified_on=dt.date(2020, 1, 1))
    drain()
    sign_in(client, officer)
    assert client.post(f"/workspace/help/{service.pk}/verify/").status_code == 302
    service.refresh_from_db()
    assert service.verified_on == dt.date(2020, 1, 1)
    approve(Submission.objects.waiting().get(page=service.pk), editor)
    service.refresh_from_db()
    assert service.verified_on == timezone.localdate()


def test_nobody_verifies_for_another_organization(client: Client, services: Any, officer: Any) -> None:
    sign_in(client, officer)
    assert client.post(f"/workspace/help/{services['law'].pk}/verify/").status_code == 404
    assert client.get("/workspace/help/unverified/").status_code == 404


def test_an_officer_sees_what_her_organization_offers(client: Client, services: Any, officer: Any) -> None:
    sign_in(client, officer)
    html = client.get("/workspace/help/").content.decode()
    assert "Talk" in html
    assert "Advice" not in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("We are in Takeo province", ""),
        ("Call at 8 in the morning, 24 hours", ""),
        ("House 12, Street 271", "house 12"),
        ("on street 63", "street 63"),
        ("#45B", "#45b"),
        ("Opposite the market", "opposite the"),
        ("ផ្ទះលេខ ១២ ផ្លូវ ២៧១", "ផ្ទះលេខ 12"),
        ("ខេត្តតាកែវ", ""),
    ],
)
def test_addresses_are_recognised(text: str, address: str) -> None:
    assert address_in(text) == address


def test_a_safe_place_tells_no_address(make_page: Any, organization: Any) -> None:
    page = make_page("help", organization, kind="shelter")
    page.what_happens = "<p>We are at house 12, street 271.</p>"
    with pytest.raises(ValidationError, match="safe place"):
        page.full_clean()
    page.what_happens = "<p>We fetch you.</p>"
    page.full_clean()


def test_it_says_when_somebody_answers(make_page: Any, organization: Any) -> None:
    page = make_page("help", organization)
    page.is_always_open = False
    with pytest.raises(ValidationError, match="day and night"):
        page.full_clean()


def test_a_number_is_a_number(make_page: Any, organization: Any) -> None:
    page = make_page("help", organization)
    page.phone = "ask at the gate"
    with pytest.raises(ValidationError, match="telephone number"):
        page.full_clean()


def test_number_of_queries_does_not_grow(client: Client, make_page: Any, organization: Any, drain: Any) -> None:
    def add(number: int) -> None:
        for _ in range(number):
            make_page("help", organization, live=True, places=[places.by_slug("takeo")])
        drain()

    add(2)
    few = queries_of(client, "/en/help/")
    add(6)
    assert len(queries_of(client, "/en/help/")) == len(few) <= 15
