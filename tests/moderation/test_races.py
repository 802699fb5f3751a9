"""Two people at the same instant: one outcome, told plainly to the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page

from moderation.models import Submission
from moderation.services import Refused, approve, return_, submit, take_back, withdraw
from outbox.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], Any]) -> list[str]:
    """Run all actions in threads that start together; gives "done" or the refusal of each."""
    barrier = threading.Barrier(len(actions))
    results = [""] * len(actions)

    def run(place: int, action: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            action()
            results[place] = "done"
        except Refused as refusal:
            results[place] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def events(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_two_approvals_have_one_outcome(waiting, editor, make_editor):
    second = make_editor("second@example.org")
    published = events("page.published")
    results = at_once(lambda: approve(waiting, editor), lambda: approve(waiting, second))
    assert results.count("done") == 1
    assert sum("approved it already" in result for result in results) == 1
    assert events("submission.decided") == 1
    assert events("page.published") == published + 1


def test_approving_and_returning_have_one_outcome(waiting, editor, make_editor):
    second = make_editor("second@example.org")
    results = at_once(lambda: approve(waiting, editor), lambda: return_(waiting, second, "Name the village."))
    assert results.count("done") == 1
    waiting.refresh_from_db()
    assert Page.objects.get(pk=waiting.page_id).live == (waiting.state == Submission.State.APPROVED)


def test_approving_and_taking_back_have_one_outcome(waiting, editor, officer):
    results = at_once(lambda: approve(waiting, editor), lambda: take_back(waiting, officer))
    assert results.count("done") == 1
    waiting.refresh_from_db()
    assert Page.objects.get(pk=waiting.page_id).live == (waiting.state == Submission.State.APPROVED)


def test_sending_twice_makes_one_submission(draft, officer, manager):
    results = at_once(lambda: submit(draft, officer), lambda: submit(draft, manager))
    assert results.count("done") == 1
    assert Submission.objects.count() == 1


def test_withdrawing_twice_is_withdrawn_once(waiting, draft, editor, officer, manager):
    approve(waiting, editor)
    results = at_once(lambda: withdraw(draft, officer), lambda: withdraw(draft, manager))
    assert results.count("done") == 1
    assert not Page.objects.get(pk=draft.pk).live
