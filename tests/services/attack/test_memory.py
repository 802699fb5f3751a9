"""Content that an editor took down does not come back by itself, and no record of it goes."""

from __future__ import annotations

import pytest

from tests.services.attack.attacked import Attacked
from tests.services.flow.full_editor import FullEditor
from tests.services.flow.public import Piece

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("attack")]

TEXT = "The market of Bati sells what nobody else weaves, and tells where the weaver of it lives with her children."


def taken_down(attacked: Attacked) -> Piece:
    """An update of a trusted organization that an editor took from the public; its probation is over."""
    attacked.trust()
    attacked.post("send", text=TEXT)
    piece = attacked.newest("en")
    assert attacked.is_public(piece)
    address = f"/workspace/piece/{piece.id}/withdraw/"
    attacked.editor.submit(attacked.editor.get(address), "reason", reason="It tells where she lives.")
    assert not attacked.is_public(piece)
    return piece


def end_probation(attacked: Attacked) -> None:
    """End the probation, so that only the memory of the content is left."""
    attacked.portal.execute("UPDATE moderation_withdrawal SET is_takedown = false")


@pytest.mark.parametrize("is_on_probation", [True, False])
@pytest.mark.parametrize("way", ["typed anew", "a few words more", "copied", "translated", "the page itself"])
def test_it_waits_for_an_editor(way: str, is_on_probation: bool, attacked: Attacked) -> None:
    piece = taken_down(attacked)
    if not is_on_probation:
        end_probation(attacked)
    if way == "typed anew":
        attacked.post("send", text=TEXT)
    elif way == "a few words more":
        attacked.post("send", text=f"Good morning. {TEXT} Come and see.")
    elif way == "copied":
        form = attacked.officer.get(f"/admin/pages/{piece.id}/copy/")
        attacked.officer.submit(form, "new_slug", new_slug=f"copy-of-{piece.id}")
        attacked.officer.press_unoffered(f"/workspace/piece/{attacked.newest('en').id}/send/")
    elif way == "translated":
        attacked.officer.press_unoffered(f"/workspace/piece/{piece.id}/translate/")
        attacked.officer.press_unoffered(f"/workspace/piece/{attacked.newest('km').id}/send/")
    else:
        attacked.officer.press_unoffered(f"/workspace/piece/{piece.id}/send/")
    language = "km" if way == "translated" else "en"
    sent = piece if way == "the page itself" else attacked.newest(language)
    assert way == "the page itself" or sent.id != piece.id
    assert attacked.waits(sent)
    assert not attacked.is_public(sent)


def test_after_a_takedown_all_is_reviewed_before(attacked: Attacked) -> None:
    taken_down(attacked)
    attacked.post("send", text="Rice is planted in June, and silk is woven when it rains.")
    assert attacked.waits(attacked.newest("en"))


def test_nobody_deletes_what_waits_or_was_decided(attacked: Attacked) -> None:
    for piece in (taken_down(attacked), attacked.waiting()):
        sent = attacked.submission_of(piece)
        attacked.officer.press_unoffered(f"/admin/pages/{piece.id}/delete/")
        attacked.officer.press_unoffered(f"/admin/bulk/wagtailcore/page/delete/?id={piece.id}")
        if attacked.waits(piece):
            attacked.editor.press_unoffered(f"/admin/pages/{piece.id}/delete/")
        assert attacked.one(f"SELECT page_id FROM moderation_submission WHERE id = {sent}") == piece.id


def test_a_draft_may_be_deleted(attacked: Attacked) -> None:
    """So that the others fail for their reason."""
    piece = attacked.draft()
    attacked.officer.press_unoffered(f"/admin/pages/{piece.id}/delete/")
    assert attacked.one(f"SELECT count(*) FROM wagtailcore_page WHERE id = {piece.id}") == 0


@pytest.mark.parametrize("boxes", [(), ("publish_copies",), ("alias",), ("alias", "publish_copies")])
def test_no_copy_of_what_waits_is_public(boxes: tuple[str, ...], attacked: Attacked) -> None:
    piece = attacked.waiting()
    form = attacked.officer.get(f"/admin/pages/{piece.id}/copy/")
    attacked.officer.submit(form, "new_slug", new_slug=f"again-{piece.id}", **dict.fromkeys(boxes, "on"))
    copy = attacked.newest("en")
    assert boxes or copy.id != piece.id
    editor = FullEditor(attacked.officer)
    editor.save(editor.open(copy.id), **{"action-publish": "on"})
    assert not attacked.is_public(copy)
