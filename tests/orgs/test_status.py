"""The status of an organization: changed with a reason, at once, and back again."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from catalog.models import CatalogEntry
from common.refusal import Refusal
from orgs.guard.audit_log import AuditFilter, read_log
from orgs.membership.members import change_role
from orgs.models import Organization
from orgs.permissions import may_write
from orgs.services import clear_cached_rights
from orgs.status import set_status
from outbox.models import Event

NOW = {"status": "active", "is_hidden": False}


def change(organization: Any, by: Any, reason: str = "A complaint is looked into.", **standing: Any) -> Any:
    return set_status(organization, by=by, reason=reason, **(NOW | standing))


@pytest.mark.parametrize("status", ["suspended", "frozen"])
def test_nobody_writes_in_its_name_until_it_is_active_again(status, organization, officer, editor):
    assert may_write(officer, organization)
    change(organization, editor, status=status)
    clear_cached_rights(officer)
    assert not may_write(officer, organization)
    change(organization, editor)
    clear_cached_rights(officer)
    assert may_write(officer, organization)


def test_its_members_are_signed_out(client, organization, officer, editor):
    client.force_login(officer)
    assert client.get("/workspace/").status_code == 200
    change(organization, editor, status="frozen")
    assert client.get("/workspace/").status_code == 302


def test_hiding_closes_its_pages_at_once_and_back(client, organization, editor, make_page, drain):
    page = make_page("article", organization, live=True)
    drain()
    assert client.get(page.url).status_code == 200
    change(organization, editor, is_hidden=True)
    assert client.get(page.url).status_code == 404
    assert not CatalogEntry.objects.public().of(organization).exists()
    change(organization, editor)
    drain()
    assert client.get(page.url).status_code == 200
    assert CatalogEntry.objects.public().of(organization).exists()


@pytest.mark.parametrize("status", ["suspended", "frozen"])
def test_its_public_pages_may_stay(client, status, organization, editor, make_page, drain):
    page = make_page("article", organization, live=True)
    change(organization, editor, status=status)
    drain()
    assert client.get(page.url).status_code == 200
    assert CatalogEntry.objects.public().of(organization).exists()


@pytest.mark.parametrize("status", ["suspended", "frozen"])
def test_where_nobody_chose_its_pages_go(client, status, organization, make_page, drain):
    page = make_page("article", organization, live=True)
    drain()
    organization.status = status
    organization.save()
    assert client.get(page.url).status_code == 404
    assert not CatalogEntry.objects.public().of(organization).exists()


def test_every_change_is_announced_once(organization, editor, drain):
    drain()
    change(organization, editor, status="suspended")
    change(organization, editor)
    waiting = Event.objects.filter(kind="organization.changed", stream=f"organization:{organization.pk}")
    assert waiting.count() == 1


def test_it_is_logged_with_its_reason(organization, editor):
    change(organization, editor, status="suspended")
    entry = ModelLogEntry.objects.get(action="orgs.status")
    assert entry.user == editor
    assert entry.data["to"]["status"] == "suspended"
    assert entry.data["reason"] == "A complaint is looked into."


def test_without_a_reason_nothing_changes(organization, editor):
    with pytest.raises(Refusal, match="say why"):
        change(organization, editor, reason="  ", status="suspended")
    assert Organization.objects.get(pk=organization.pk).is_active


@pytest.mark.parametrize("who", ["officer", "manager"])
def test_members_change_no_standing(who, request, organization):
    with pytest.raises(Refusal):
        change(organization, request.getfixturevalue(who), status="suspended")


def test_the_log_of_an_organization_tells_of_no_other(
    organization, other_organization, manager, officer, editor, make_member
):
    change_role(organization, officer, "manager", by=manager)
    change(organization, editor, status="suspended")
    make_member(other_organization, "manager", "zz@example.org")
    change(other_organization, editor, status="frozen", reason="Zz another reason")
    told = [
        (entry.actor, entry.action, entry.subject, entry.reason)
        for entry in read_log(AuditFilter(organization), editor).entries
    ]
    assert told[0] == (editor.name, "Change status", "", "A complaint is looked into.")
    assert told[1][:3] == (manager.name, "Change a membership", officer.email)
    assert "zz" not in str(told).lower()
