"""Wagtail's screens for people: whatever they are sent, groups follow memberships alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.models import User
from orgs.models import Membership
from orgs.permissions import EDITORS_GROUP
from orgs.services import editors_group, set_editor
from orgs.signals import editor_ended, membership_ended
from tests.accounts.sign_in_helpers import sign_in
from tests.tenancy.patterns import all_addresses
from tests.tenancy.scenario import make_scenario
from tests.tenancy.test_escalation import greedy_form
from tests.tenancy.test_matrix import urls_of

PERSON = {"email": "new@example.org", "first_name": "New", "language": "en", "is_active": "on"}


@pytest.fixture
def administrators(client: Client, administrator: Any) -> Client:
    sign_in(client, administrator)
    return client


def edit(client: Client, person: User, **fields: str) -> int:
    form = {"email": person.email, "first_name": person.first_name or "Name", "language": person.language} | fields
    return client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form).status_code


def in_step() -> bool:
    """Is everybody in the groups of her memberships, and of an editor, and in no others?"""
    for user in User.objects.prefetch_related("groups", "memberships__organization"):
        due = {f"{m.organization.slug}: {m.role}" for m in user.memberships.all()}
        if {group.name for group in user.groups.all()} - {EDITORS_GROUP} != due:
            return False
    return True


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_many_people_are_not_changed_at_once(action, administrators, officer):
    url = reverse("wagtail_bulk_action", args=["accounts", "user", action]) + f"?id={officer.pk}"
    form = {"role": editors_group().pk, "mark_as_active": "False"}
    assert administrators.get(url).status_code == 404
    assert administrators.post(url, form).status_code == 404
    assert (
        f"bulk/accounts/user/{action}" not in administrators.get(reverse("wagtailusers_users:index")).content.decode()
    )
    officer.refresh_from_db()
    assert officer.is_active
    assert in_step()


def test_no_screen_of_wagtails_moves_people_between_groups(portal, administrators):
    """Every form of the portal, sent by who may do everything, with groups added by hand."""
    scenario = make_scenario()
    form, cookies = greedy_form(scenario), administrators.cookies.copy()
    for address in all_addresses():
        for url in urls_of(address, scenario.own, scenario.own)[:1]:
            with transaction.atomic():
                administrators.post(url, form)
                assert in_step(), address
                transaction.set_rollback(True)
            administrators.cookies = cookies.copy()
    assert administrators.get("/admin/").status_code == 200, "nobody was signed in any more"


@pytest.mark.parametrize("how", ["add", "set", "remove", "clear", "reverse"])
def test_nothing_else_writes_groups(how, officer):
    group = editors_group()
    acts = {
        "add": lambda: officer.groups.add(group),
        "set": lambda: officer.groups.set([group]),
        "remove": lambda: officer.groups.remove(*officer.groups.all()),
        "clear": lambda: officer.groups.clear(),
        "reverse": lambda: group.user_set.add(officer),
    }
    with pytest.raises(PermissionDenied), transaction.atomic():
        acts[how]()
    assert in_step()


def test_a_new_person_has_the_rights_that_were_chosen(administrators):
    assert administrators.post(reverse("wagtailusers_users:add"), PERSON | {"is_editor": "on"}).status_code == 302
    person = User.objects.get(email="new@example.org")
    assert (person.is_active, person.is_superuser, person.is_staff) == (True, False, False)
    assert [group.name for group in person.groups.all()] == [EDITORS_GROUP]


def test_an_administrator_is_made_and_unmade_and_it_is_logged(administrators, administrator, officer):
    assert edit(administrators, officer, is_active="on", is_superuser="on") == 302
    officer.refresh_from_db()
    assert officer.is_superuser
    assert officer.is_staff
    edit(administrators, officer, is_active="on")
    officer.refresh_from_db()
    assert not officer.is_superuser
    entries = ModelLogEntry.objects.filter(action="orgs.access").order_by("pk")
    assert [(entry.user, entry.data["administrator"]) for entry in entries] == [
        (administrator, True),
        (administrator, False),
    ]


def test_who_may_not_sign_in_any_more_is_out_at_once(administrators, editor):
    told: list[User] = []

    def hear(user: User, **kwargs: Any) -> None:
        told.append(user)

    editor_ended.connect(hear)
    theirs = Client()
    sign_in(theirs, editor)
    assert theirs.get("/workspace/queue/").status_code == 200
    assert edit(administrators, editor, is_editor="on") == 302
    editor_ended.disconnect(hear)
    assert told == [editor]
    assert theirs.get("/workspace/queue/").status_code == 302
    edit(administrators, editor, is_editor="on", is_active="on")
    assert theirs.get("/workspace/queue/").status_code == 302, "the old session opens again"


def test_who_is_deleted_leaves_her_organizations_first(administrators, officer, organization, make_page):
    page = make_page("update", organization, owner=officer)
    told: list[Any] = []

    def hear(organization: Any, **kwargs: Any) -> None:
        told.append(organization)

    membership_ended.connect(hear)
    administrators.post(reverse("wagtailusers_users:delete", args=[officer.pk]))
    membership_ended.disconnect(hear)
    assert told == [organization]
    assert not Membership.objects.filter(organization=organization, role="officer").exists()
    page.refresh_from_db()
    assert page.owner is None


def test_nobody_takes_her_own_rights_away_by_a_slip(administrators, administrator):
    edit(administrators, administrator)
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.is_superuser


def test_an_editor_has_no_such_screens(client, editor, officer):
    sign_in(client, editor)
    assert edit(client, officer, is_superuser="on") != 200
    officer.refresh_from_db()
    assert not officer.is_superuser
    set_editor(editor, False)
