"""Editors beyond the shared one, and pieces on their way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.kept_drafts import DRAFT, make_draft
from tests.kept_rows import KeptRows, keeps, kept_rows_for
from tests.moderation.matter_kinds import notes

__all__ = ["notes"]


@pytest.fixture
def make_editor(make_user: Callable[..., Any]) -> Callable[..., Any]:
    from orgs.services import set_editor

    def make(email: str, **fields: Any) -> Any:
        user = make_user(email, **fields)
        set_editor(user, True)
        return user

    return make


def make_waiting() -> dict[str, Any]:
    from moderation.services import submit

    draft = make_draft()
    submission = submit(draft, draft.owner)
    return {"draft": draft, "waiting": submission}


WAITING = KeptRows(make_waiting, includes=(DRAFT,))


@pytest.fixture
@keeps(DRAFT)
def draft(db: None, request: pytest.FixtureRequest) -> Any:
    is_sent = kept_rows_for(request.node) is WAITING
    return WAITING.of(request)["draft"] if is_sent else DRAFT.of(request)


@pytest.fixture
@keeps(WAITING)
def waiting(db: None, request: pytest.FixtureRequest) -> Any:
    """A submission by the officer that waits for an editor."""
    return WAITING.of(request)["waiting"]


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A clock that a test shifts; it starts now."""
    time_machine.move_to(timezone.now())
    return time_machine
