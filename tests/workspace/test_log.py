"""The log: a manager reads her organization's, an administrator everybody's."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.log_actions import log

from orgs.guard.audit_log import ENTRIES_PER_PAGE
from orgs.membership.members import change_role
from orgs.services import set_editor, set_membership
from orgs.status import set_status
from tests.queries import queries_of

LOG, WHOLE = reverse("workspace:log"), reverse("workspace:portal-log")


@pytest.fixture
def administrators(sign_in: Any, administrator: Any) -> Any:
    return sign_in(administrator)


@pytest.fixture
def done(organization, other_organization, manager, officer, editor, make_member, make_page):
    """Things that were done in two organizations."""
    change_role(organization, officer, "manager", by=manager)
    set_status(other_organization, status="suspended", is_hidden=True, by=editor, reason="Zz asked for it.")
    make_member(other_organization, "officer", "zz@example.org")
    make_page("update", organization, title="Old looms").delete()
    page = make_page("update", other_organization, title="Zz title")
    log(instance=page, action="moderation.returned", user=editor, data={"reason": "Zz reason"})


def read(client: Any, url: str = WHOLE, **query: str) -> str:
    page = BeautifulSoup(client.get(url, query).content, "html.parser")
    for token in page.select("[name=csrfmiddlewaretoken]"):
        token.extract()  # it may hold any two letters
    return str(page)


def test_an_administrator_reads_everything(administrators, done, manager, officer, editor):
    content = read(administrators)
    for words in (officer.email, "Zz asked for it.", "Zz title", "zz@example.org", "Old looms", "Law Circle"):
        assert words in content, words
    assert f"{manager.name}," in content


def test_it_is_narrowed_by_organization_person_and_action(administrators, done, editor, officer, other_organization):
    assert "Zz" not in read(administrators, organization="silk-weavers").replace("Zz title", "")
    assert "Zz title" in read(administrators, organization="law-circle")
    assert officer.email not in read(administrators, organization="law-circle")
    by_editor = read(administrators, person=editor.email)
    assert "Zz asked for it." in by_editor
    assert officer.email not in by_editor
    concerned = read(administrators, person="zz@example.org")
    assert "Change a membership" in concerned
    assert "Zz asked for it." not in concerned
    assert officer.email not in read(administrators, action="orgs.status")
    assert "Zz asked for it." in read(administrators, action="orgs.status")


@pytest.mark.parametrize("query", [{"organization": "none"}, {"action": "none"}, {"page": "x"}, {"page": "99999999"}])
def test_what_is_no_choice_narrows_nothing_and_breaks_nothing(administrators, done, query):
    assert administrators.get(WHOLE, query).status_code == 200


def test_it_is_an_administrators(officers, editors, sign_in, manager, organization):
    for client in (officers, editors, sign_in(manager)):
        assert client.get(WHOLE).status_code == 404


def test_a_manager_reads_of_her_own_alone(sign_in, done, manager, officer):
    content = read(sign_in(manager), LOG)
    assert officer.email in content
    assert "Old looms" in content
    for words in ("Zz asked for it.", "Zz title", "Zz reason", "zz@example.org"):
        assert words not in content
    assert "Law Circle" not in content


def test_nobody_tells_her_who_is_in_hiding_now(sign_in, done, manager, organization, other_organization, make_member):
    gone = make_member(organization, "manager", "gone@example.org", first_name="Chanthy")
    change_role(organization, gone, "officer", by=gone)
    set_membership(gone, organization, None)
    set_membership(gone, other_organization, "officer")
    content = read(sign_in(manager), LOG)
    assert "Chanthy" not in content
    assert "a former colleague" in content


def test_who_is_made_an_editor_is_written_down(administrators, administrator, officer):
    set_editor(officer, True, by=administrator)
    assert "Change who is an editor" in read(administrators)


def test_it_has_pages_and_costs_the_same_for_many(administrators, organization, officer, make_page, done):
    few = len(queries_of(administrators, WHOLE))
    for number in range(ENTRIES_PER_PAGE + 1):
        log(instance=organization, action="orgs.status", user=officer, data={"reason": f"Reason {number}."})
    log(instance=make_page("update", organization), action="moderation.returned", user=officer)
    assert len(queries_of(administrators, WHOLE)) == few
    first, second = read(administrators), read(administrators, page="2")
    assert "Reason 50." in first
    assert "Reason 50." not in second
    assert "Reason 0." in second
    assert "page=2" in first
