"""Between an editor's look and her yes: nothing changes, and she says yes to what she saw."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.attack.attacked import Attacked
from tests.services.attack.attacker import photo
from tests.services.flow.public import Piece
from tests.services.flow.visitor import Answer

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("attack")]

TRIES = 10


def replace(attacked: Attacked, picture: int) -> Answer:
    form = attacked.officer.get(f"/admin/images/{picture}/")
    return attacked.officer.send(form, "title", {"file": photo("red")}, description="Something else")


def test_she_sees_the_photo_and_what_was_said_of_it(attacked: Attacked) -> None:
    piece = attacked.waiting(alt_text="A loom of teal")
    attacked.settle()
    page = attacked.review_of(piece).soup
    (shown,) = page.select("figure.shown")
    assert shown.img["alt"] == "A loom of teal"
    assert attacked.editor.get(str(shown.img["src"])).status == 200
    assert "People in it" in shown.get_text()


def test_nobody_decides_before_the_checks_without_saying_so(attacked: Attacked) -> None:
    attacked.settle()
    attacked.worker.kill()
    try:
        piece = attacked.waiting()
        attacked.editor.submit(attacked.review_of(piece), "decision", decision="approve")
        assert attacked.waits(piece)
        chosen = {"chosen": attacked.submission_of(piece), "decision": "approve"}
        attacked.editor.press_unoffered("/workspace/queue/", **chosen)
        assert attacked.waits(piece)
    finally:
        attacked.restart_worker()
    assert not attacked.is_public(piece)


def test_a_file_is_not_replaced_between_her_look_and_her_yes(attacked: Attacked) -> None:
    piece = attacked.waiting()
    picture = attacked.picture_of(piece)
    seen, look = attacked.bytes_of(picture), attacked.review_of(piece)
    before = attacked.one("SELECT count(*) FROM assets_image")
    replace(attacked, picture)
    assert attacked.one("SELECT count(*) FROM assets_image") == before + 1
    attacked.editor.submit(look, "decision", decision="approve", unchecked="on")
    assert attacked.bytes_of(picture) == seen
    assert shown_words(attacked, piece) in (None, "A loom")


def test_nor_at_the_same_instant(attacked: Attacked) -> None:
    for _ in range(TRIES):
        piece = attacked.waiting()
        picture = attacked.picture_of(piece)
        seen, look = attacked.bytes_of(picture), attacked.review_of(piece)
        with ThreadPoolExecutor(2) as both:
            both.submit(replace, attacked, picture)
            both.submit(attacked.editor.submit, look, "decision", decision="approve", unchecked="on")
        assert attacked.bytes_of(picture) == seen
        assert shown_words(attacked, piece) in (None, "A loom")


def test_a_public_photo_keeps_its_words_and_bytes(attacked: Attacked) -> None:
    piece = attacked.waiting()
    attacked.approve(piece)
    picture = attacked.picture_of(piece)
    seen = attacked.bytes_of(picture)
    form = attacked.officer.get(f"/admin/images/{picture}/")
    attacked.officer.send(form, "title", {}, description="Something else")
    replace(attacked, picture)
    assert attacked.bytes_of(picture) == seen
    assert shown_words(attacked, piece) == "A loom"


def shown_words(attacked: Attacked, piece: Piece) -> str | None:
    """The alternative text of what the public sees; None where it sees nothing."""
    if not attacked.is_public(piece):
        return None
    return attacked.one(
        "SELECT description FROM assets_image image JOIN blog_updatepage page ON page.image_id = image.id"
        f" WHERE page.orgcontentpage_ptr_id = {piece.id}"
    )


CALL = "Call the women of Bati by 012 345 678 or write to looms@example.org."


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("678", "679"), ("678", "៦៧៩"), ("looms@", "loom@"), (" or ", " and ring 099 111 222 or ")],
)
def test_another_number_is_no_small_correction(was: str, becomes: str, attacked: Attacked) -> None:
    attacked.distrust()
    attacked.post("send", text=CALL)
    piece = attacked.newest("en")
    attacked.settle()
    form = attacked.editor.get(f"/workspace/review/{attacked.submission_of(piece)}/correct/")
    (box,) = [str(area["name"]) for area in form.soup.find_all("textarea") if CALL in area.get_text()]
    attacked.editor.submit(form, box, **{box: CALL.replace(was, becomes)})
    offered = f"FROM moderation_correction WHERE submission_id = {attacked.submission_of(piece)}"
    assert attacked.one(f"SELECT count(*) {offered}") == 1
    assert attacked.one(f"SELECT publish_at {offered}") is None
    attacked.portal.python(
        "from moderation.services import publish_unanswered_corrections; publish_unanswered_corrections()"
    )
    assert not attacked.is_public(piece)
