"""Each role finds her usual tasks by the workspace's own links, and none of them leads to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import resolve

from moderation.services import approve, propose_profile, request_changes, submit
from orgs.pages.registry import page_kinds
from orgs.profile import profile_of
from tests.accounts.sign_in_helpers import sign_in
from tests.moderation.row_helpers import mark_checked

pytestmark = pytest.mark.django_db

# The expert's way, marked as such: in the main links and beside each piece. No task needs it.
EXPERTS_WAY = "Full editor"
# What is no usual task and has no screen in the workspace, by the words of its link.
STILL_IN_THE_ADMIN = {"Add a source": "A source of the press review is added rarely, by editors."}
# Of one kind of address, so many are opened: they differ in numbers alone.
OPENED_OF_EACH = 5
SHORT_FORMS = [kind.name for kind in page_kinds().short_forms if kind.name != "recipe"]
WRITING = {
    *(f"workspace:new-{name}" for name in SHORT_FORMS),
    *(f"workspace:edit-{name}" for name in SHORT_FORMS),
    *(f"workspace:{name}" for name in ("submit", "take-back", "withdraw", "duplicate", "delete", "preview", "notes")),
}
TASKS = {
    "officer": WRITING,
    "manager": WRITING | {"workspace:members", "workspace:profile"},
    "editor": {f"workspace:{name}" for name in ("queue", "review", "profile-change", "notes")},
}


@pytest.fixture
def pieces(make_page: Any, organization: Any, officer: Any, manager: Any, editor: Any) -> None:
    """Drafts of each kind that has a short form, and updates that wait, went back and are public."""
    for name in SHORT_FORMS:
        make_page(name, organization, owner=officer)
    for answer in (None, "return", "approve"):
        submission = submit(make_page("update", organization, owner=officer), officer)
        mark_checked(submission)
        if answer == "return":
            request_changes(submission, editor, "Name the village.")
        elif answer == "approve":
            approve(submission, editor)
    propose_profile(organization, profile_of(organization) | {"description_en": "We weave."}, by=manager)


def targets(page: BeautifulSoup, path: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (address, words, whether it may be opened) of each link, form and button that leads somewhere."""
    for each in page.select("a[href], form, [formaction]"):
        assert isinstance(each, Tag)
        address = each.get("href") or each.get("formaction") or each.get("action") or path
        is_link = each.name == "a" or (each.name == "form" and str(each.get("method", "get")).lower() == "get")
        yield urlsplit(urljoin(path, str(address))).path, each.get_text(" ", strip=True), is_link


def walk(client: Client) -> tuple[set[str], set[tuple[str, str]]]:
    """Walk from the workspace over its links; return the names of all views that it leads to, and links to the admin.

    What a form sends is not sent: only where it leads counts.
    """
    waiting, seen, opened = ["/workspace/"], {"/workspace/"}, {}
    views: set[str] = set()
    admin: set[tuple[str, str]] = set()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, follow=True)
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        assert answer.status_code == 200, path
        assert not answer.wsgi_request.path.startswith("/admin/"), path
        for address, words, is_link in targets(BeautifulSoup(answer.content, "html.parser"), path):
            if address.startswith("/admin/"):
                admin.add((address, words))
            if not address.startswith("/workspace/"):
                continue
            name = resolve(address).view_name
            views.add(name)
            if is_link and address not in seen and opened.get(name, 0) < OPENED_OF_EACH:
                seen.add(address)
                opened[name] = opened.get(name, 0) + 1
                waiting.append(address)
    return views, admin


@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize("role", TASKS)
def test_the_usual_tasks_need_no_admin(role: str, request: pytest.FixtureRequest, client: Client) -> None:
    sign_in(client, request.getfixturevalue(role))
    views, admin = walk(client)
    assert TASKS[role] - views == set()
    excused = {EXPERTS_WAY, *STILL_IN_THE_ADMIN}
    assert {(address, words) for address, words in admin if words not in excused} == set()
    # They are seen at all: a walk that finds no link would be content too.
    assert admin
