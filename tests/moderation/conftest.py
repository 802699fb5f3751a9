"""Editors beyond the shared one, and pieces on their way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

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


@pytest.fixture
def draft(make_page: Callable[..., Any], organization: Any, officer: Any) -> Any:
    return make_page("update", organization, owner=officer, title="Six looms", text="Six looms came. We weave.")


@pytest.fixture
def waiting(draft: Any, officer: Any) -> Any:
    """A submission by the officer that waits for an editor."""
    from moderation.services import submit

    return submit(draft, officer)


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A clock that a test shifts; it starts now."""
    time_machine.move_to(timezone.now())
    return time_machine
