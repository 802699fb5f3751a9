"""The public gets what an editor approved, whatever the full editor sends later."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.flow.flow import Flow
from tests.services.flow.full_editor import FullEditor, body
from tests.services.flow.public import Piece
from tests.services.flow.visitor import Answer, Visitor

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("flow")]

APPROVED, AUTOSAVED, SAVED, TRANSLATED = "elephant", "buffalo", "crocodile", "peacock"


def article(words: str) -> dict[str, Any]:
    return {"title": f"A tale of one {words}", "summary": f"Of a {words}.", **body(f"Said the {words}.")}


@pytest.fixture
def editor(flow: Flow) -> FullEditor:
    """The full editor as the officer has it open."""
    return FullEditor(flow.officer)


def sent(flow: Flow, editor: FullEditor) -> tuple[Piece, Answer, str]:
    """An article that waits, the officer's window that is still open, and the revision it would save over."""
    editor.create("blog/articlepage", flow.home("en"), **article("draft"))
    piece = flow.newest("en")
    window = editor.open(piece.id)
    saved = editor.autosave(window, **article(APPROVED)).json()
    assert saved["success"], saved
    revision = str(saved["revision_id"])
    assert editor.autosave(window, revision, **article(APPROVED)).json()["revision_id"] == saved["revision_id"]
    editor.send(editor.open(piece.id), **article(APPROVED))
    assert flow.waits(piece)
    return piece, window, flow.latest_revision(piece)


def test_nothing_that_is_saved_while_it_waits_reaches_the_public(flow: Flow, editor: FullEditor) -> None:
    piece, window, revision = sent(flow, editor)

    autosaved = editor.autosave(window, revision, **article(AUTOSAVED))
    editor.save(window, **article(SAVED))
    editor.send(window, **article(SAVED))
    flow.approve(piece)
    flow.await_everywhere(piece, APPROVED)

    assert autosaved.json()["success"] is False
    assert_only_approved(flow, piece)


def test_nothing_that_is_saved_after_the_approval_reaches_the_public(flow: Flow, editor: FullEditor) -> None:
    piece, _, revision = sent(flow, editor)
    flow.approve(piece)
    flow.await_everywhere(piece, APPROVED)

    window = editor.open(piece.id)
    # Over the very revision that is public.
    assert editor.autosave(window, revision, **article(AUTOSAVED)).json()["success"]
    assert_only_approved(flow, piece)
    editor.save(editor.open(piece.id), **article(SAVED))
    assert_only_approved(flow, piece)
    editor.save(editor.open(piece.id), **{"action-publish": "on"}, **article(SAVED))
    assert_only_approved(flow, piece)


def test_a_copy_for_translation_stays_a_draft(flow: Flow, editor: FullEditor) -> None:
    piece, _, _ = sent(flow, editor)

    flow.officer.press(flow.officer.get("/workspace/"), f"/workspace/piece/{piece.id}/translate/")
    copy = flow.newest("km")
    assert copy.id != piece.id
    editor.save(editor.open(copy.id), **article(TRANSLATED))
    flow.approve(piece)
    flow.await_everywhere(piece, APPROVED)

    # At the copy's address a reader is told that the page is there in English alone.
    assert TRANSLATED not in Visitor(flow.url).get(copy.address).text
    assert_only_approved(flow, piece)


def assert_only_approved(flow: Flow, piece: Piece) -> None:
    """The page, the lists and search have the words that were approved, and no others."""
    flow.settle()
    stranger = Visitor(flow.url)
    page = stranger.get(piece.address).text
    assert APPROVED in page
    for words in (AUTOSAVED, SAVED, TRANSLATED):
        assert words not in page
        assert words not in stranger.get("/en/activity/feed.json").text
        assert stranger.get(f"/api/v1/search?q={words}").json()["total"] == 0
