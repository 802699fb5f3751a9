"""Decisions need the same number of queries however many pages, submissions and revisions there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moderation.services import accept_correction, approve, claim, offer_correction, reject, request_changes, submit

WORDS = "Six looms came to the village and twelve women learn to weave. "


def queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def decisions(make_page: Any, organization: Any, officer: Any, editor: Any) -> dict[str, int]:
    """The number of queries of each step on a new page."""

    def sent() -> Any:
        return submit(make_page("update", organization, text=WORDS), officer)

    corrected = offer_correction(sent(), editor, {"title": "Seven looms"})
    page = make_page("update", organization, text=WORDS)
    claimed, approved, returned, refused, other = (sent() for _step in range(5))
    return {
        "submit": queries(lambda: submit(page, officer)),
        "claim": queries(lambda: claim(claimed, editor)),
        "approve": queries(lambda: approve(approved, editor)),
        "return": queries(lambda: request_changes(returned, editor, "Name the village.")),
        "refuse": queries(lambda: reject(refused, editor, "No.")),
        "correct": queries(lambda: offer_correction(other, editor, {"title": "Seven looms"})),
        "accept": queries(lambda: accept_correction(corrected, officer)),
    }


@pytest.mark.django_db
def test_decisions_cost_the_same_whatever_lies_there(make_page, organization, officer, editor):
    decisions(make_page, organization, officer, editor)
    first = decisions(make_page, organization, officer, editor)
    assert decisions(make_page, organization, officer, editor) == first
    most = {"submit": 58, "claim": 9, "approve": 91, "return": 45, "refuse": 49, "correct": 38, "accept": 111}
    assert {name: number for name, number in first.items() if number > most[name]} == {}
