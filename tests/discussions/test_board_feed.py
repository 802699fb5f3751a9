"""The Atom feed of a board: its newest public posts, without anybody's address."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from discussions.models import Board, Post
from discussions.services.publishing import close_post
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "/en/discussions/gender/feed.atom"


def entries_in(answer: Any) -> list[tuple[str, ...]]:
    entries = ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    return [
        tuple(
            "".join(entry.find(f"{ATOM}{name}").itertext()) for name in ("title", "summary", "author/" + f"{ATOM}name")
        )
        for entry in entries
    ]


def test_a_feed_has_the_newest_posts(portal: Any, client: Any) -> None:
    board = make_board()
    sokha = make_participant("Sokha")
    thread = make_thread(board, sokha, text="Who drives us <home>?")
    answer = make_post(thread, make_participant("Dara", language="km"), "A minibus.\x0b")
    make_post(thread, sokha, "Waits.", public=False)
    got = client.get(ADDRESS)
    assert got["Content-Type"].startswith("application/atom+xml")
    assert entries_in(got) == [
        ("Night shifts", "A minibus.", "Dara"),
        ("Night shifts", "Who drives us <home>?", "Sokha"),
    ]
    text = got.content.decode()
    assert f"http://testserver/en/discussions/gender/{thread.number}/#post-2" in text
    assert "readers.example.org" not in text and f":post:{answer.pk}<" in text
    assert client.get(ADDRESS, headers={"If-None-Match": got["ETag"]}).status_code == 304
    assert ADDRESS in client.get("/en/discussions/gender/").content.decode()

    close_post(answer, Post.State.HIDDEN)
    got = client.get(ADDRESS, headers={"If-None-Match": got["ETag"]})
    assert entries_in(got) == [("Night shifts", "Who drives us <home>?", "Sokha")]


def test_a_feed_asks_the_same_however_much_there_is(portal: Any, client: Any) -> None:
    board, sokha = make_board(), make_participant()
    thread = make_thread(board, sokha)
    client.get(ADDRESS)
    few = queries_of(client, ADDRESS)
    for _ in range(5):
        make_post(thread, sokha)
        make_thread(board, sokha)
    assert queries_of(client, ADDRESS) == few
    assert len(few) <= 6


@pytest.mark.parametrize("change", [{"is_hidden": True}, {"who_reads": "members", "who_writes": "members"}])
def test_a_board_that_is_not_public_has_no_feed(portal: Any, client: Any, change: dict[str, Any]) -> None:
    board = make_board()
    make_thread(board, make_participant())
    assert client.get(ADDRESS).status_code == 200
    Board.objects.filter(pk=board.pk).update(**change)
    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in client.get("/en/discussions/").content.decode()
