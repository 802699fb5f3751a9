"""A manager's people: roles, leaving, and that somebody always looks after an organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageSubscription

from common.refusal import Refusal
from mail import sending
from orgs.membership.members import change_role, remove
from orgs.models import Membership, Organization
from orgs.services import set_membership
from orgs.signals import editor_ended, membership_ended
from orgs.wagtail_patches.comment_mails import send_notification
from outbox.models import Event


def role_of(user: Any, organization: Any) -> str | None:
    return Membership.objects.filter(user=user, organization=organization).values_list("role", flat=True).first()


def test_an_officer_becomes_a_manager_and_her_groups_follow(organization, manager, officer):
    change_role(organization, officer, "manager", by=manager)
    assert role_of(officer, organization) == "manager"
    assert [group.name for group in officer.groups.all()] == ["silk-weavers: manager"]


def test_the_only_manager_stays(organization, manager, officer):
    for act in (
        lambda: change_role(organization, manager, "officer", by=manager),
        lambda: remove(organization, manager, by=manager),
    ):
        with pytest.raises(Refusal, match="only manager"):
            act()
    assert role_of(manager, organization) == "manager"


def test_one_who_cannot_sign_in_looks_after_nobody(organization, manager, officer):
    change_role(organization, officer, "manager", by=manager)
    officer.is_active = False
    officer.save()
    with pytest.raises(Refusal, match="only manager"):
        remove(organization, manager, by=manager)


def test_who_leaves_takes_her_hands_off_everything(client, organization, manager, officer, make_page):
    client.force_login(officer)
    page = make_page("update", organization, owner=officer)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=officer, locked_at=timezone.now())
    PageSubscription.objects.create(page=page, user=officer, comment_notifications=True)
    remove(organization, officer, by=manager)
    page.refresh_from_db()
    assert (page.owner, page.locked, page.locked_by) == (None, False, None)
    assert not PageSubscription.objects.filter(user=officer).exists()
    assert not officer.groups.exists()
    assert client.get("/workspace/").status_code == 302, "she is still signed in"


def test_her_work_elsewhere_stays(organization, other_organization, manager, officer, make_page):
    from orgs.services import set_membership

    set_membership(officer, other_organization, "officer")
    page = make_page("update", other_organization, owner=officer)
    remove(organization, officer, by=manager)
    page.refresh_from_db()
    assert page.owner == officer
    assert role_of(officer, other_organization) == "officer"


@pytest.mark.parametrize("who", ["officer", "stranger", "suspended"])
def test_only_its_manager_looks_after_people(who, organization, other_organization, manager, officer, make_member):
    by = {"officer": officer, "stranger": make_member(other_organization, "manager"), "suspended": manager}[who]
    if who == "suspended":
        Organization.objects.filter(pk=organization.pk).update(status=Organization.Status.SUSPENDED)
    with pytest.raises(Refusal, match="Only a manager"):
        change_role(organization, officer, "manager", by=by)
    assert role_of(officer, organization) == "officer"


def test_it_is_written_into_the_log(organization, manager, officer):
    remove(organization, officer, by=manager)
    entry = ModelLogEntry.objects.filter(action="orgs.membership").first()
    assert (entry.user, entry.data["person"], entry.data["to"]) == (manager, officer.email, None)


def test_who_leaves_by_whatever_way_takes_her_hands_off(client, organization, officer, make_page):
    from orgs.services import set_membership

    client.force_login(officer)
    page = make_page("update", organization, owner=officer)
    set_membership(officer, organization, None)
    page.refresh_from_db()
    assert page.owner is None
    assert client.get("/workspace/").status_code == 302, "she is still signed in"


@pytest.fixture
def heard() -> Iterator[list[tuple[Any, ...]]]:
    """Yield the list of signals about people who left: user, organization, and whether a transaction was open."""
    told: list[tuple[Any, ...]] = []

    def member(user: Any, organization: Any, **kwargs: Any) -> None:
        told.append((user, organization, connection.in_atomic_block))

    def editor(user: Any, **kwargs: Any) -> None:
        told.append((user, None, connection.in_atomic_block))

    membership_ended.connect(member)
    editor_ended.connect(editor)
    yield told
    membership_ended.disconnect(member)
    editor_ended.disconnect(editor)


def test_the_floors_above_hear_that_a_membership_has_ended(organization, manager, officer, heard):
    change_role(organization, officer, "manager", by=manager)
    assert heard == []
    remove(organization, officer, by=manager)
    assert heard == [(officer, organization, True)]


def test_the_floors_above_hear_that_somebody_is_no_editor_any_more(editor, heard):
    from orgs.services import set_editor

    set_editor(editor, True)
    assert heard == []
    set_editor(editor, False)
    assert heard == [(editor, None, True)]


def test_letters_that_still_wait_are_recalled_from_who_leaves(
    organization, other_organization, manager, officer, make_page, editor
):
    set_membership(officer, other_organization, "officer")
    page = make_page("update", organization, owner=officer, title="Ours")
    elsewhere = make_page("update", other_organization, owner=officer, title="Theirs")
    for each in (page, elsewhere):
        context = {"page": each, "editor": editor, "new_comments": [], "replied_comments": []}
        send_notification([officer], "updated_comments", context)
    sending.send(officer.email, "Your code", "123456")
    remove(organization, officer, by=manager)
    waiting = Event.objects.pending().filter(kind="mail.send").values_list("payload__subject", flat=True)
    told = [word for subject in waiting for word in ("Ours", "Theirs", "Your code") if word in subject]
    assert sorted(told) == ["Theirs", "Your code"]
