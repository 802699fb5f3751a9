"""The desk as a stream in real Chromium: keys decide on what is shown, and on nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from moderation.models import HeldDecision, Submission
from moderation.services import carry_out_due, submit
from moderation.services.matters import open_matter
from orgs.services import set_editor
from tests.accounts.sign_in_helpers import sign_in
from tests.browser.axe import looks, put, violations
from tests.browser.conftest import DESK, PHONE
from tests.moderation.matter_kinds import notes
from tests.moderation.row_helpers import mark_checked

__all__ = ["notes"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
QUEUE = reverse("workspace:queue")
# Milliseconds after which a page takes keys that decide (desk-keys.js), and a little more.
SETTLED = 450


@pytest.fixture
def windows(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """A function that opens a window in which an editor is signed in."""
    contexts = []

    def open_window(editor: Any, language: str = "en") -> Page:
        editor.language = language
        editor.save(update_fields=["language"])
        client = Client()
        sign_in(client, editor)
        context = chromium.new_context(viewport=DESK, base_url=live_server.url)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def pieces(make_page: Any, make_member: Any, organization: Any, portal: Any) -> Callable[[int], list[Submission]]:
    """A function that lets so many pieces wait, one due after the other, all with clean checks."""
    officer = make_member(organization, "officer")

    def make(many: int) -> list[Submission]:
        pages = [make_page("update", organization, owner=officer, title=f"Piece {n}") for n in range(many)]
        rows = [submit(page, officer) for page in pages]
        mark_checked(*rows)
        for number, row in enumerate(rows):
            Submission.objects.filter(pk=row.pk).update(due_at=timezone.now() + timedelta(minutes=10 + number))
        return rows

    return make


def begin(page: Page) -> None:
    page.goto(QUEUE)
    page.locator("a.button", has_text="Begin with the first").click()
    expect(page.locator("#opened")).to_be_visible()


def decide(page: Page, decision: str) -> str:
    """Decide by keys on what the page shows, more often than is meant; return its title."""
    page.wait_for_timeout(SETTLED)
    title = page.locator("#opened").inner_text()
    if decision == "approved":
        # A finger that trembles: the second press is meant for the piece that is shown, too.
        page.keyboard.press("a")
        page.keyboard.press("a")
    else:
        page.keyboard.press("r")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    page.wait_for_function("title => document.querySelector('#opened')?.innerText !== title", arg=title)
    return title


@pytest.mark.timeout(840)
@pytest.mark.parametrize("many", [6, pytest.param(100, marks=pytest.mark.drill)])
def test_two_editors_decide_by_keys_and_no_other_piece_is_decided(
    many: int, windows: Any, pieces: Any, editor: Any, make_user: Any
) -> None:
    second = make_user("second@example.org", first_name="Second")
    set_editor(second, True)
    pieces(many)
    chance = random.Random(many)
    editors = {person: windows(person) for person in (editor, second)}
    for page in editors.values():
        begin(page)
    meant: dict[str, tuple[str, int]] = {}
    while any(page.locator("#opened").count() for page in editors.values()):
        person, page = chance.choice([each for each in editors.items() if each[1].locator("#opened").count()])
        decision = chance.choice(["approved", "approved", "returned"])
        title = decide(page, decision)
        # What the other one decided on before stays as it is, and the page says so.
        if title in meant:
            expect(page.get_by_role("alert").first).to_contain_text(title)
        else:
            meant[title] = (decision, person.pk)
    # The stream holds decisions for a minute.
    assert not Submission.objects.exclude(state="waiting").exists()
    HeldDecision.objects.update(effective_at=timezone.now())
    assert carry_out_due() == many
    decided = {row.title: (row.state, row.decided_by_id) for row in Submission.objects.exclude(state="waiting")}
    assert decided == meant
    assert len(decided) == many


def test_a_key_that_comes_too_soon_or_is_held_decides_nothing(windows: Any, pieces: Any, editor: Any) -> None:
    pieces(2)
    page = windows(editor)
    begin(page)
    page.wait_for_timeout(SETTLED)
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    page.keyboard.press("a")
    page.wait_for_timeout(SETTLED)
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', repeat: true, bubbles: true}))")
    page.locator("input[name=q]").press("a")
    page.wait_for_timeout(200)
    assert Submission.objects.waiting().count() == 2
    # The form of a decision opens in the place of the bar, and Escape closes it.
    page.locator("#opened").click()
    page.keyboard.press("r")
    expect(page.locator("#decide input[name=reasons]").first).to_be_focused()
    expect(page.locator("#decide input[value=return]")).to_be_checked()
    expect(page.locator(".bar button")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#decide")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator(".later details p").first).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("#opened")).to_have_text("Piece 1")


def test_on_a_phone_without_scripts_one_piece_follows_the_other(
    chromium: Browser, live_server: Any, windows: Any, pieces: Any, editor: Any
) -> None:
    pieces(2)
    cookies = windows(editor).context.cookies()
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE, base_url=live_server.url)
    context.add_cookies(cookies)
    try:
        page = context.new_page()
        begin(page)
        expect(page.locator(".list")).to_be_hidden()
        expect(page.locator("#decide")).to_be_hidden()
        page.locator("[data-choose]").click()
        page.locator("#decide textarea").fill("Name the village.")
        page.locator("#decide button").first.click()
        expect(page.locator("#opened")).to_have_text("Piece 1")
        page.locator(".bar button").click()
        expect(page.locator("main")).to_contain_text("Nothing is waiting")
    finally:
        context.close()


def test_no_rule_of_accessibility_is_broken(
    windows: Any, pieces: Any, editor: Any, organization: Any, notes: Any
) -> None:
    (piece,) = pieces(1)
    note = open_matter("note", 1, organization, "A note", language="en")
    found = []
    for language in ("en", "km"):
        page = windows(editor, language)
        for look in looks():
            put(page, *look)
            for address in (f"open={piece.pk}#open", f"open={piece.pk}#decide", f"open=m{note.pk}#open"):
                page.goto("about:blank")
                page.goto(f"{QUEUE}?{address}")
                assert page.locator("html").get_attribute("lang") == language
                found += violations(page)
                assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (look, address)
    assert not found, "\n".join(found)
