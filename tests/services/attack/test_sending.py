"""A member of a trusted organization sends what nobody may: without consent, or without a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.services.attack.attacked import Attacked
from tests.services.attack.attacker import photo
from tests.services.flow.full_editor import FullEditor
from tests.services.flow.public import Piece
from tests.services.flow.visitor import Visitor

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("attack")]

INVISIBLE = ["\u200b\u200b\u200b", "\u2060 \ufeff", "\u00ad\u200e\u061c", "\u3164\u2800", "\u17b4\u17b5"]


def by_list(attacked: Attacked, piece: Piece) -> None:
    attacked.officer.press_unoffered(f"/workspace/piece/{piece.id}/send/")


def by_form(attacked: Attacked, piece: Piece) -> None:
    form = attacked.officer.get(f"/workspace/post/{piece.id}/")
    attacked.officer.send(form, "text", {}, action="send", people="", alt_text="")


def by_questions(attacked: Attacked, piece: Piece) -> None:
    attacked.officer.press_unoffered(f"/workspace/piece/{piece.id}/pictures/", action="send")


def by_full_editor(attacked: Attacked, piece: Piece) -> None:
    editor = FullEditor(attacked.officer)
    editor.send(editor.open(piece.id))


def by_wagtails_workflow(attacked: Attacked, piece: Piece) -> None:
    editor = FullEditor(attacked.officer)
    editor.save(editor.open(piece.id), **{"action-submit": "on"})


def at_an_hour(attacked: Attacked, piece: Piece) -> None:
    editor = FullEditor(attacked.officer)
    editor.send(editor.open(piece.id), go_live_at="2030-01-01 08:00")


def by_publishing(attacked: Attacked, piece: Piece) -> None:
    editor = FullEditor(attacked.officer)
    editor.save(editor.open(piece.id), **{"action-publish": "on"})


DOORS = [by_list, by_form, by_questions, by_full_editor, by_wagtails_workflow, at_an_hour, by_publishing]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_photo_goes_nowhere_without_consent(door: Callable[[Attacked, Piece], None], attacked: Attacked) -> None:
    attacked.trust()
    piece = attacked.draft()
    picture = attacked.picture_of(piece)
    door(attacked, piece)
    attacked.settle()
    assert not attacked.was_sent(piece)
    assert not attacked.is_public(piece)
    assert Visitor(attacked.url).get(f"/files/{attacked.file_of(picture)}").status == 404


def test_the_form_with_a_photo_sends_nothing_unanswered(attacked: Attacked) -> None:
    attacked.trust()
    before = attacked.one("SELECT count(*) FROM moderation_submission")
    for said in ({}, {"people": "none"}, {"alt_text": "A loom"}, {"people": "nobody", "alt_text": "A loom"}):
        attacked.post("send", photo("teal"), **said)
    assert attacked.one("SELECT count(*) FROM moderation_submission") == before


def test_with_all_answered_it_is_public_at_once(attacked: Attacked) -> None:
    """So that the others fail for their reason, and no other."""
    attacked.trust()
    attacked.post("send", photo("teal"), people="none", alt_text="A loom")
    piece = attacked.newest("en")
    assert attacked.is_public(piece)
    assert Visitor(attacked.url).get(f"/files/{attacked.file_of(attacked.picture_of(piece))}").status == 200


@pytest.mark.parametrize("text", INVISIBLE, ids=ascii)
def test_a_text_of_nothing_is_not_sent(text: str, attacked: Attacked) -> None:
    attacked.trust()
    before = attacked.one("SELECT count(*) FROM moderation_submission")
    attacked.post("send", text=text)
    editor = FullEditor(attacked.officer)
    home = attacked.home("en")
    editor.create("blog/updatepage", home, title="Looms", text=text, **{"action-send-for-review": "on"})
    editor.create("blog/updatepage", home, title=text, text=text, **{"action-send-for-review": "on"})
    assert attacked.one("SELECT count(*) FROM moderation_submission") == before
