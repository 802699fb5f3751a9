"""The desk's line with "undo": decisions that take effect a minute later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.models import HeldDecision, Submission
from moderation.services import carry_out_due, hold_decision
from moderation.statistics import workload
from tests.moderation.held.all_rows import all_rows
from workspace.desk.held.lines import held_context

pytestmark = pytest.mark.django_db

QUEUE = "/workspace/queue/"


@pytest.fixture
def review(waiting: Any) -> str:
    return f"/workspace/review/{waiting.pk}/"


def approve(browser: Any, address: str, **more: str) -> Any:
    return browser.post(address, {"decision": "approve", "stream": "1", **more}, follow=True)


def is_waiting(submission: Submission) -> bool:
    return Submission.objects.get(pk=submission.pk).is_waiting


def test_only_the_stream_holds_a_decision(waiting: Any, editors: Any, review: str) -> None:
    page = approve(editors, review, back="type=update").content.decode()
    assert is_waiting(waiting)
    assert "1 published" in page and "Undo" in page and "Nothing is waiting" in page
    HeldDecision.objects.all().delete()
    editors.post(review, {"decision": "approve"})
    assert not is_waiting(waiting)


def test_undo_gives_back_the_line_of_the_list(waiting: Any, editors: Any, review: str) -> None:
    approve(editors, review)
    held = HeldDecision.objects.get()
    page = editors.post("/workspace/queue/undo/", {"held": held.pk, "back": "type=update"}, follow=True)
    assert page.redirect_chain[0][0] == f"{QUEUE}?type=update"
    shown = page.content.decode()
    assert "Undone: 1 waits again." in shown and "Six looms" in shown and "published ·" not in shown
    assert not HeldDecision.objects.exists()


def test_one_of_several_is_undone(waiting: Any, editor: Any, editors: Any, make_waiting: Any) -> None:
    held = [
        hold_decision(each, editor, "return", reason="Name it.") for each in (waiting, make_waiting(), make_waiting())
    ]
    assert "3 returned" in editors.get(QUEUE).content.decode()
    chosen = {"held": [each.pk for each in held], "one": held[1].pk}
    editors.post("/workspace/queue/undo/", chosen)
    assert set(HeldDecision.objects.values_list("pk", flat=True)) == {held[0].pk, held[2].pk}
    editors.post("/workspace/queue/undo/", {"held": [each.pk for each in held]})
    assert not HeldDecision.objects.exists()


@pytest.fixture
def make_waiting(make_page: Any, organization: Any, officer: Any) -> Any:
    from moderation.services import submit

    return lambda: submit(make_page("update", organization, owner=officer, title="A loom", text="It came."), officer)


def test_after_the_minute_it_is_too_late(waiting: Any, editors: Any, review: str, time_machine: Any) -> None:
    approve(editors, review)
    held = HeldDecision.objects.get()
    time_machine.move_to(held.effective_at + timedelta(seconds=1))
    assert carry_out_due() == 1
    page = editors.post("/workspace/queue/undo/", {"held": held.pk}, follow=True).content.decode()
    assert "taken effect already" in page
    assert not is_waiting(waiting)


def test_another_editor_sees_it_as_decided(
    waiting: Any, editor: Any, sign_in: Any, make_user: Any, review: str
) -> None:
    from orgs.services import set_editor

    second = make_user("second@example.org")
    set_editor(second, True)
    other = sign_in(second)
    held = hold_decision(waiting, editor, "approve")
    shown = other.get(review).content.decode()
    assert f"{editor.name} has approved it already." in shown
    assert 'id="decide"' not in shown and "Correct it yourself" not in shown
    assert "Undo" not in other.get(QUEUE).content.decode()
    other.post("/workspace/queue/undo/", {"held": held.pk})
    assert HeldDecision.objects.standing().exists()


def test_members_see_that_it_waits(waiting: Any, editor: Any, officers: Any) -> None:
    before = officers.get(f"/workspace/piece/{waiting.page_id}/").content.decode()
    held = hold_decision(waiting, editor, "return", reason="Name the village.")
    after = officers.get(f"/workspace/piece/{waiting.page_id}/").content.decode()
    assert "In review" in after and "Name the village." not in after
    assert ("Take back" in before) == ("Take back" in after)
    rows = all_rows()
    for address in ("/workspace/queue/undo/", "/workspace/queue/dropped/"):
        assert officers.post(address, {"held": held.pk}).status_code == 404
    assert rows["moderation.HeldDecision"] == all_rows()["moderation.HeldDecision"]


def test_what_was_not_carried_out_is_told_until_it_is_read(
    waiting: Any, editor: Any, officer: Any, editors: Any, time_machine: Any
) -> None:
    from moderation.services import take_back

    held = hold_decision(waiting, editor, "approve")
    take_back(waiting, officer)
    assert "1 published" not in editors.get(QUEUE).content.decode()
    time_machine.move_to(held.effective_at + timedelta(seconds=1))
    carry_out_due()
    shown = editors.get(QUEUE).content.decode()
    assert "Your decision was not carried out: Six looms" in shown and "It was taken back." in shown
    assert "not carried out" in editors.post("/workspace/queue/dropped/", follow=True).content.decode()
    shown = editors.post("/workspace/queue/dropped/", {"read": [held.pk]}, follow=True).content.decode()
    assert "not carried out" not in shown


@pytest.mark.parametrize("words", ["", "x", "٣", "9" * 30, "-1"])
def test_what_is_no_number_undoes_nothing(waiting: Any, editor: Any, editors: Any, words: str) -> None:
    hold_decision(waiting, editor, "approve")
    assert editors.post("/workspace/queue/undo/", {"held": words}).status_code == 302
    assert HeldDecision.objects.exists()


def test_nothing_is_undone_by_looking(editors: Any) -> None:
    assert editors.get("/workspace/queue/undo/").status_code == 405
    assert editors.get("/workspace/queue/dropped/").status_code == 405


def test_the_line_takes_one_query(waiting: Any, editor: Any, make_waiting: Any) -> None:
    for each in (waiting, make_waiting()):
        hold_decision(each, editor, "approve")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        line = held_context(editor)["held"]
        assert [each.submission.page.locale.language_code for each in line.decisions] == ["en", "en"]
    assert len(queries) == 1
    assert line.counts == [("approve", 2)]


# The figures on top of the desk


@pytest.fixture
def fresh_workload() -> Any:
    workload.kept_workload.forget()
    cache.delete(workload.KEY)
    yield
    workload.kept_workload.forget()
    cache.delete(workload.KEY)


@pytest.mark.usefixtures("fresh_workload")
def test_the_desk_tells_what_waits_longest(waiting: Any, editor: Any, editors: Any) -> None:
    Submission.objects.filter(pk=waiting.pk).update(submitted_at=timezone.now() - timedelta(hours=5))
    shown = editors.get(QUEUE).content.decode()
    assert "What waits longest was sent 5 hours ago" in shown
    assert "cannot be told yet" in shown
    # What is decided waits no longer.
    hold_decision(waiting, editor, "approve")
    assert "What waits longest" not in editors.get(QUEUE).content.decode()


@pytest.mark.usefixtures("fresh_workload")
def test_the_desk_tells_the_minutes_a_day(editors: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(workload.kept_workload, "_load", lambda: workload.Workload(120, 280))
    assert "About 20 minutes a day are needed" in editors.get(QUEUE).content.decode()
