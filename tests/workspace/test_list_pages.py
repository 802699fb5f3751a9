"""Every list of the workspace leads to its next page, and what asks for somebody comes first."""

from __future__ import annotations

import ast
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from moderation.checks.execution import runner
from moderation.checks.registry import Finding, all_checks
from moderation.models import Withdrawal
from moderation.services import offer_correction, propose_profile, reject, request_changes, submit, withdraw
from orgs.guard import audit_log
from orgs.membership.invitations import invite
from orgs.models import OrgContentPage
from orgs.profile import profile_of
from tests.factories import make_page
from tools.packages import REPOSITORY
from workspace.desk.views import help_services, profile_changes, reports
from workspace.officer.views import content
from workspace.organization.views import members

pytestmark = pytest.mark.django_db
HOME = reverse("workspace:home")


def text(response: Any) -> str:
    """Return the text of a page, with ordinary spaces."""
    assert response.status_code == 200
    return str(response.content.decode()).replace("\xa0", " ")


def test_no_list_is_cut_short_in_silence():
    """A slice takes rows away and says nothing: lists are cut by workspace.parameters.listed, which leads on."""
    cut = []
    for path in sorted((REPOSITORY / "site" / "workspace").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.upper is not None:
                is_one_row = isinstance(node.slice.upper, ast.Constant) and node.slice.upper.value == 1
                cut += [] if is_one_row else [f"{path.name}:{node.lineno}"]
    assert cut == []


def test_every_list_of_pages_shows_them():
    """A template that shows a page of a list has the component that leads to the next one."""
    for path in sorted((REPOSITORY / "site" / "workspace" / "templates").rglob("*.html")):
        source = path.read_text()
        described = re.search(r"\{% comment %\}(.*?)\{% endcomment %\}", source, re.DOTALL)
        if described and re.search(r"\(the page of|\(a page of|a paginator", described.group(1)):
            assert "components/pagination.html" in source, path.name


def test_what_asks_for_her_comes_first_however_old(officers, officer, editor, organization, monkeypatch):
    """The piece that was returned long ago, behind more newer drafts than a page holds."""
    monkeypatch.setattr(content, "UNFINISHED_ON_A_PAGE", 4)
    names = ("Back", "No", "Hers", "In")
    pages = {name: make_page("update", organization, owner=officer, title=name) for name in names}
    request_changes(submit(pages["Back"], officer), editor, "Name the village.")
    reject(submit(pages["No"], officer), editor, "It is no news.")
    offer_correction(submit(pages["Hers"], officer), editor, {"title": "Hers, corrected"})
    submit(pages["In"], officer)
    for number in range(6):
        make_page("update", organization, owner=officer, title=f"Draft {number}")
    OrgContentPage.objects.filter(title__in=pages).update(
        latest_revision_created_at=timezone.now() - timedelta(days=90)
    )
    first = text(officers.get(HOME))
    assert all(f">{name}" in first for name in names)
    assert "Draft" not in re.sub(r"<h2.*?</h2>", "", first.partition("In review")[0])
    assert "Unfinished pages 1 to 4 of 10" in first
    found = set()
    for number in (1, 2, 3):
        found |= set(re.findall(r"Draft \d", text(officers.get(HOME, {"unfinished": number}))))
    assert found == {f"Draft {number}" for number in range(6)}


def test_the_two_lists_of_a_page_are_turned_apart(officers, officer, organization, monkeypatch):
    monkeypatch.setattr(content, "UNFINISHED_ON_A_PAGE", 1)
    monkeypatch.setattr(content, "PUBLISHED_ON_A_PAGE", 1)
    for number in range(3):
        make_page("update", organization, owner=officer, title=f"Draft {number}")
        make_page("update", organization, owner=officer, title=f"Public {number}", live=True)
    page = text(officers.get(HOME, {"unfinished": "2", "page": "3"}))
    assert "Draft 1" in page and "Public 0" in page
    assert "unfinished=3&amp;page=3" in page and "unfinished=2&amp;page=1" in page


def test_more_pieces_cost_no_more_queries(officers, officer, organization):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            officers.get(HOME)
        return len(captured)

    make_page("update", organization, owner=officer)
    officers.get(HOME)
    few = count()
    for _number in range(8):
        make_page("update", organization, owner=officer)
    assert count() <= few


# The other lists, each with two rows more than a page holds


def leads_on(client: Any, address: str, parameter: str, wanted: set[str]) -> None:
    """Every row is found by turning the pages, and the first one says that there are more."""
    first = text(client.get(address))
    assert f"{parameter}=2" in first
    found: set[str] = set()
    for number in range(1, len(wanted) + 1):
        found |= {name for name in wanted if name in text(client.get(address, {parameter: number}))}
    assert found == wanted


def test_services_that_nobody_verified_lead_on(editors, organization, monkeypatch, drain):
    monkeypatch.setattr(help_services, "MOST_SHOWN", 1)
    names = {f"Service {number}" for number in range(3)}
    for name in names:
        make_page("help", organization, live=True, title=name, verified_on=date(2020, 1, 1))
    drain()
    leads_on(editors, reverse("workspace:unverified-help-services"), "page", names)


def test_changes_of_profiles_lead_on(editors, organization, other_organization, manager, other_manager, monkeypatch):
    monkeypatch.setattr(profile_changes, "MOST_SHOWN", 1)
    for own, by in ((organization, manager), (other_organization, other_manager)):
        profile = profile_of(own) | {"phone": "012 345 678"}
        profile.pop("logo")
        propose_profile(own, profile, by=by)
    leads_on(editors, reverse("workspace:profile-changes"), "page", {organization.name, other_organization.name})


def test_answers_of_organizations_lead_on(editors, editor, organization, monkeypatch):
    monkeypatch.setattr(reports, "ANSWERS_PER_PAGE", 1)
    for number in range(3):
        withdrawal = withdraw(make_page("update", organization, live=True), editor, "It is wrong.")
        Withdrawal.objects.filter(pk=withdrawal.pk).update(answer=f"Answer {number}", answered_at=timezone.now())
    leads_on(editors, reverse("workspace:reports"), "answers", {f"Answer {number}" for number in range(3)})


def test_invitations_lead_on(sign_in, manager, organization, monkeypatch):
    monkeypatch.setattr(members, "MOST_INVITATIONS", 1)
    addresses = {f"{name}@example.org" for name in ("first", "second", "third")}
    for address in addresses:
        invite(organization, address, "officer", manager)
    leads_on(sign_in(manager), reverse("workspace:members"), "invitations", addresses)


def test_a_log_that_is_not_turned_further_says_so(sign_in, manager, editors, organization, monkeypatch):
    monkeypatch.setattr(audit_log, "ENTRIES_PER_PAGE", 1)
    monkeypatch.setattr(audit_log, "MAX_PAGES", 2)
    for _number in range(4):
        log(instance=organization, action="orgs.status", user=manager, data={"reason": "So."})
    client = sign_in(manager)
    assert "Older entries are kept" not in client.get(reverse("workspace:log")).content.decode()
    assert "Older entries are kept" in client.get(reverse("workspace:log"), {"page": "2"}).content.decode()
    page = editors.get(reverse("workspace:manage-organization", args=[organization.slug])).content.decode()
    assert "These are the newest entries" in page


@pytest.mark.parametrize(("many", "is_said"), [(1, False), (runner.MOST_FINDINGS, True)])
def test_findings_that_were_left_out_are_told(many, is_said, officers, draft, monkeypatch):
    check = all_checks()[0]
    found = [Finding(next(iter(check.says)), "012", {})] * many
    monkeypatch.setattr(type(check), "findings", lambda self, checked: iter(found))
    told = text(officers.get(reverse("workspace:check", args=[draft.pk])))
    assert ("There may be more of these" in told) is is_said
    run = runner.CheckRun(check, "found", found)
    assert ("There may be more" in render_to_string("workspace/checks_found.html", {"checks": [run]})) is is_said
