"""Whatever fields are added by hand to whatever form: nobody rises, publishes, or acts for others."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from accounts.models import User
from orgs.models import Membership, Organization
from orgs.services import set_editor
from tests.accounts.sign_in_helpers import sign_in
from tests.queries import WrittenStatements
from tests.tenancy.patterns import all_addresses
from tests.tenancy.scenario import Scenario, make_scenario
from tests.tenancy.test_matrix import FORM, urls_of


def greedy_form(scenario: Scenario) -> dict[str, Any]:
    """All that somebody could wish for."""
    everything = {"is_superuser": "on", "is_staff": "on", "is_active": "on", "is_editor": "on", "live": "on"}
    publish = {"action-publish": "1", "publish_copies": "on", "alias": "on", "go_live_at": "2020-01-01 00:00"}
    other = scenario.foreign.organization
    foreign = {"organization": other.pk, "collection": other.collection_id}
    standing = {"tier": "trusted", "status": "active", "visibility": "shown", "role": "manager", "email": "me@x.org"}
    groups = {"groups": list(Group.objects.values_list("pk", flat=True)), "owner": scenario.own.officer.pk}
    one = {"user": scenario.own.officer.pk, "answer": "accept"}
    return FORM | everything | publish | foreign | standing | groups | one


def rights(person: User, scenario: Scenario) -> dict[str, Any]:
    """Return the rights that no request may extend."""
    row = User.objects.get(pk=person.pk)
    return {
        "person": (row.is_superuser, row.is_staff, row.is_active),
        "groups": sorted(row.groups.values_list("name", flat=True)),
        "memberships": sorted(row.memberships.values_list("organization", "role")),
        "administrators": sorted(User.objects.filter(is_superuser=True).values_list("pk", flat=True)),
        "foreign people": sorted(Membership.objects.filter(organization=scenario.foreign.organization).values_list()),
        "tiers": sorted(Organization.objects.values_list("pk", "tier")),
        "grants": (GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count()),
    }


def have_rights_grown(person: User, scenario: Scenario, before: dict[str, Any], is_tier_view: bool) -> bool:
    """Return whether rights grew; an organization's tier is an editor's to change, in the one view for that."""
    now = rights(person, scenario)
    return any(now[name] != before[name] for name in before if not (is_tier_view and name == "tiers"))


def public_pages() -> set[tuple[int, int | None]]:
    return set(Page.objects.filter(live=True).values_list("pk", "live_revision"))


@pytest.mark.parametrize("role", ["officer", "manager", "editor"])
def test_no_form_gives_more_than_it_is_for(role: str, portal: Any, make_user: Any) -> None:
    scenario = make_scenario()
    person = make_user("second-editor@example.org") if role == "editor" else getattr(scenario.own, role)
    if role == "editor":
        set_editor(person, True)
    client = Client(raise_request_exception=False)
    sign_in(client, person)
    before, public, form = rights(person, scenario), public_pages(), greedy_form(scenario)
    cookies, risen = client.cookies.copy(), []
    for address in all_addresses():
        for url in urls_of(address, scenario.own, scenario.own)[:1]:
            with transaction.atomic():
                with WrittenStatements() as written:
                    client.post(url, form)
                # Where nothing was written, nothing has changed.
                if written and have_rights_grown(
                    person, scenario, before, role == "editor" and address.view == "workspace:tier"
                ):
                    risen.append(f"{address}: rights changed")
                # An editor's approval of what members sent is what she is for.
                if (
                    written
                    and public_pages() - public
                    and not (role == "editor" and address.view == "workspace:review")
                ):
                    risen.append(f"{address}: published")
                transaction.set_rollback(True)
            client.cookies = cookies.copy()
    assert client.get("/admin/").status_code == 200, "nobody was signed in any more"
    assert not risen, "\n".join(risen)
