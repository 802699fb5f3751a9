"""A stranger on a small phone reads, writes her first post and confirms after; in one language without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.first_post import MOST_TAPS, FirstPost
from tests.browser.portal_session import PortalSession
from tests.browser.test_pages import PHONE, faults
from tools.mails import text_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
BOARD = """
from discussions.models import Board, Participant
from discussions.services.posting import Written, open_thread
from discussions.services.publishing import publish_post
from orgs.models import Organization
if not Board.objects.filter(slug="gender").exists():
    names = {"name_en": "Gender board", "name_km": "ក្តារពិភាក្សា"}
    sentences = {"description_en": "We ask each other.", "description_km": "យើងសួរគ្នា។"}
    owner = Organization.objects.programme()
    board = Board.objects.create(slug="gender", mail_name="gender", organization=owner, **names, **sentences)
    sokha = Participant.objects.create(email="sokha@readers.example.org", name="Sokha", language="en", state="active")
    publish_post(open_thread(board, "Night shifts", Written(sokha, "Sokha", "Who knows of a bus?")))
"""


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("km", True)])
def test_a_stranger_reads_writes_and_confirms(
    browse: Callable[..., Page], session: PortalSession, language: str, scripts: bool
) -> None:
    page = browse(java_script_enabled=scripts, viewport=PHONE, has_touch=True)
    found: list[str] = []

    def look(kind: str) -> None:
        found.extend(faults(page, language, kind) + (violations(page) if scripts else []))

    session.portal.python(BOARD)
    stranger = FirstPost(page, language, f"writer-{language}@example.org", look)
    stranger.write("gender")
    stranger.confirm(text_of(session.mail_to(stranger.address, "/discussions/join/confirm/")))
    assert stranger.taps <= MOST_TAPS
    assert not found
