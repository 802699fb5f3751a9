"""Workers killed, mail away: every effect happens once, and nobody at the portal notices."""

from __future__ import annotations

import json

import pytest

from tests.services.flow.flow import Flow
from tests.services.flow.people import PEOPLE
from tests.services.flow.public import SEARCHED, Piece, lists
from tests.services.flow.visitor import Visitor
from tests.services.servers import wait_for

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("flow")]


@pytest.fixture
def calm(flow: Flow) -> Piece:
    """A page that was published while nothing went wrong."""
    piece = flow.send("ថ្ងៃស្ងប់ស្ងាត់។")
    flow.approve(piece)
    flow.await_everywhere(piece)
    flow.settle()
    return piece


def assert_once(flow: Flow, piece: Piece, calm: Piece) -> None:
    """Everything that follows an approval has followed, once, as it did for the calm page."""
    assert flow.done_for(piece) == flow.done_for(calm)
    assert set(flow.done_for(piece).values()) == {1}
    assert flow.history(piece) == ["published"]
    assert flow.rows(piece) == 1
    assert flow.letters(piece) == 1
    assert all(flow.showing(piece).values())


def test_a_worker_killed_between_approval_and_effects(flow: Flow, calm: Piece) -> None:
    piece = flow.send("កម្មករត្រូវបានបញ្ឈប់។")
    flow.settle()
    flow.worker.kill()

    flow.approve(piece)

    assert Visitor(flow.url).get(piece.address).status == 200
    assert flow.unsettled()
    assert flow.history(piece) == []
    flow.restart_worker()
    flow.settle()
    assert_once(flow, piece, calm)


def test_a_worker_killed_during_an_effect(flow: Flow, calm: Piece) -> None:
    piece = flow.send("ពាក់កណ្តាលការងារ។")
    flow.settle()
    hold, held = flow.portal.data / "hold", flow.portal.data / "held"
    hold.touch()
    flow.approve(piece)
    wait_for(held.exists, "the worker to be in the middle")

    flow.worker.kill()
    hold.unlink()
    held.unlink()

    assert flow.history(piece) == []
    assert flow.rows(piece) == 0
    # Perhaps a mail or an index task was on its way at the same moment.
    flow.end_leases()
    flow.restart_worker()
    flow.settle()
    assert_once(flow, piece, calm)


def test_a_worker_killed_while_it_hands_over_a_mail(flow: Flow, calm: Piece) -> None:
    piece = flow.send("សំបុត្រមួយច្បាប់។")
    flow.settle()
    flow.mail.hold()
    flow.approve(piece)
    flow.mail.wait_until_asked()

    flow.worker.kill()
    flow.mail.let_go()

    flow.end_leases()
    flow.restart_worker()
    flow.settle()
    assert_once(flow, piece, calm)
    assert len(flow.mail.mails(PEOPLE["officer"], piece.slug)) == 1


def test_what_is_indexed_is_found_without_a_worker(flow: Flow, calm: Piece) -> None:
    flow.worker.kill()
    try:
        stranger = Visitor(flow.url)
        addresses = lists(calm.language, SEARCHED)
        assert calm.slug in stranger.get(addresses["search page"]).text
        assert calm.slug in stranger.get(addresses["search"]).text
    finally:
        flow.restart_worker()


def test_mail_that_cannot_be_sent_waits_in_sight_and_follows(flow: Flow, calm: Piece) -> None:
    piece = flow.send("អ៊ីមែលមិនដំណើរការ។")
    flow.settle()
    flow.mail.stop()
    try:
        assert flow.approve(piece).status == 200
        flow.await_everywhere(piece)
        wait_for(lambda: mail_that_failed(flow), "the mail to be tried in vain", every=0.5)
        assert flow.letters(piece) == 0
    finally:
        flow.mail.start()
    flow.settle()
    assert_once(flow, piece, calm)


def mail_that_failed(flow: Flow) -> bool:
    """Return whether `outbox status` tells of a mail that is to be tried again, and of nothing dead."""
    status = json.loads(flow.portal.manage("outbox", "status", "--json"))
    waiting = {kind["kind"]: kind["retrying"] for kind in status["kinds"]}
    assert not status["dead"]
    return waiting.get("mail.send", 0) == 1


def test_rows_and_index_equal_the_pages_after_all_this(flow: Flow) -> None:
    flow.check()
