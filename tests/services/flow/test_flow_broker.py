"""Redis away, or there and silent: everybody goes on, quickly, and the effects follow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.flow.flow import Flow
from tests.services.flow.full_editor import FullEditor, body
from tests.services.flow.people import PEOPLE
from tests.services.flow.public import PAGES, lists
from tests.services.flow.visitor import Answer, Visitor
from tests.services.portal import WORKER_OPTIONS
from tests.services.servers import Redis

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("flow")]

AT_MOST = 2.0  # seconds for a person's one step, redirects included
TEXT = {"title": "Written without a broker", "summary": "It is kept.", **body("Nobody notices.")}


@pytest.fixture(params=["away", "silent"])
def without_broker(request: pytest.FixtureRequest, served_flow: Flow, redis: Redis) -> Iterator[Flow]:
    """A portal whose processes have known the broker, and lose it."""
    served_flow.editor.get("/workspace/queue/")
    served_flow.send("មុនពេលដាច់។")
    served_flow.settle()
    lose, find = {"away": (redis.stop, redis.start), "silent": (redis.hang, redis.resume)}[request.param]
    lose()
    try:
        yield served_flow
    finally:
        find()


def test_work_goes_on_without_a_broker(without_broker: Flow) -> None:
    flow, editor = without_broker, FullEditor(without_broker.officer)
    steps: dict[str, Answer] = {}

    steps["a draft is kept"] = flow.write("ព្រាងមួយ។", action="draft")
    steps["an update is sent"] = flow.write("ផ្ញើដោយគ្មានអ្នកនាំសារ។")
    piece = flow.newest()
    steps["the decision is opened"] = flow.review_of(piece)
    steps["it is approved"] = flow.approve(piece)
    steps["an article is written"] = editor.create("blog/articlepage", flow.home("en"), **TEXT)
    article = flow.newest("en")
    steps["the full editor is opened"] = window = editor.open(article.id)
    steps["it is saved by itself"] = first = editor.autosave(window, **TEXT)
    revision = str(first.json()["revision_id"])
    steps["it is saved by itself again"] = editor.autosave(window, revision, **TEXT)
    steps["it is sent from there"] = editor.send(editor.open(article.id), **TEXT)
    steps["somebody signs in"] = Visitor(flow.url).sign_in("officer")
    steps["somebody asks for a code"] = ask_for_code(flow)

    assert_quick(steps)
    flow.await_everywhere(piece)
    steps = {"it is withdrawn": flow.withdraw(piece)}
    assert not any(flow.showing(piece).values())
    assert_quick(steps)


def ask_for_code(flow: Flow) -> Answer:
    visitor = Visitor(flow.url)
    return visitor.submit(visitor.get("/accounts/login/code/"), "email", email=PEOPLE["officer"])


def test_every_public_page_is_there_without_a_broker(without_broker: Flow) -> None:
    stranger = Visitor(without_broker.url)
    below = {f"/{language}/{path}" for language in ("en", "km") for path in PAGES.values()}
    addresses = below | set(lists("km", "women").values()) | {"/en/events/calendar.ics", "/health/live"}

    assert_quick({address: stranger.get(address) for address in sorted(addresses) if "no-such" not in address})


def test_a_portal_that_starts_without_a_broker_works(served_flow: Flow, redis: Redis) -> None:
    piece = served_flow.send("ចាប់ផ្តើមដោយគ្មានអ្នកនាំសារ។")
    served_flow.settle()
    served_flow.worker.kill()
    redis.stop()
    try:
        # Not until it is ready: that it says when it hears the broker.
        served_flow.worker = served_flow.portal.celery("worker", "-c", "2", "-l", "info", *WORKER_OPTIONS)
        served_flow.approve(piece)
        served_flow.settle()
        assert all(served_flow.showing(piece).values())
    finally:
        redis.start()


def test_rows_and_index_equal_the_pages_after_all_this(served_flow: Flow) -> None:
    served_flow.check()


def assert_quick(steps: dict[str, Answer]) -> None:
    failed = {step: answer.status for step, answer in steps.items() if answer.status != 200}
    slow = {step: round(answer.took, 2) for step, answer in steps.items() if answer.took > AT_MOST}
    assert not failed
    assert not slow
