"""Every form that comes back says at the top of its page what is wrong, with links to the boxes, and has the focus."""

from __future__ import annotations

import gzip

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.test import Client

from tests.accounts.sign_in_helpers import sign_in
from tests.tenancy.patterns import Address, all_addresses
from tests.tenancy.scenario import Scenario, make_scenario
from tests.tenancy.test_matrix import urls_of

# At least so many pages of forms come back to each when nothing is filled in.
COME_BACK = {"anonymous": 4, "manager": 10, "editor": 8}
WAGTAILS = "admin/"
GZIP = b"\x1f\x8b"


@pytest.fixture
def scenario(portal):
    return make_scenario()


def forms_sent_empty(client: Client, scenario: Scenario) -> dict[str, BeautifulSoup]:
    """Post nothing to every address outside Wagtail's screens; return the pages in which a box is marked as wrong."""
    addresses = [each for each in all_addresses() if not each.route.startswith(WAGTAILS)]
    pages = {url: sent_empty(client, url) for each in addresses for url in addresses_of(each, scenario)}
    return {url: page for url, page in pages.items() if page.select(".field.bad, #problems")}


def addresses_of(address: Address, scenario: Scenario) -> list[str]:
    return urls_of(address, scenario.own, scenario.own)


def sent_empty(client: Client, url: str) -> BeautifulSoup:
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.post(url, {"action": "send"})
        transaction.set_rollback(True)
    client.cookies = cookies
    is_page = not response.streaming and "html" in response.headers.get("Content-Type", "")
    content = response.content if is_page else b""
    return BeautifulSoup(gzip.decompress(content) if content[:2] == GZIP else content, "html.parser")


def faults(page: BeautifulSoup) -> list[str]:
    summary = page.select_one("main #problems")
    if summary is None:
        return ["no summary"]
    found = [] if is_focused_first(page, summary) else ["has not the focus"]
    found += [f"{link['href']} leads nowhere" for link in summary.select("a") if not page.select_one(str(link["href"]))]
    named = summary.get_text(" ", strip=True)
    found += [f"leaves out: {text}" for text in map(text_of, page.select(".field .error")) if text not in named]
    return found if page.title and text_of(page.title).startswith("Error: ") else [*found, "not in the title"]


def text_of(tag: Tag) -> str:
    return tag.get_text(" ", strip=True)


def is_focused_first(page: BeautifulSoup, summary: Tag) -> bool:
    first = page.select_one("[autofocus]")
    return first is summary and summary.get("tabindex") == "-1" and summary.get("role") == "alert"


@pytest.mark.parametrize("role", sorted(COME_BACK))
def test_a_form_that_comes_back_begins_with_what_is_wrong(role, scenario, editor):
    client = Client()
    if role != "anonymous":
        sign_in(client, editor if role == "editor" else scenario.own.manager)
    pages = forms_sent_empty(client, scenario)
    assert {url: wrong for url, page in pages.items() if (wrong := faults(page))} == {}
    assert len(pages) >= COME_BACK[role], sorted(pages)


def test_a_page_whose_form_was_not_sent_has_none(client, portal):
    page = BeautifulSoup(client.get("/en/join/").content, "html.parser")
    assert page.select("form") and not page.select("#problems, [autofocus]")
    assert not page.title.get_text().startswith("Error")


def test_a_filter_with_a_nonsense_choice_is_no_form_that_was_sent(client, editor):
    sign_in(client, editor)
    page = BeautifulSoup(client.get("/workspace/queue/?state=nonsense").content, "html.parser")
    assert page.select("form") and not page.select("#problems")
