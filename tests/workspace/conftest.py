"""People who are signed in, and pieces in every state."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow

from tests.kept_drafts import DRAFT, make_draft
from tests.kept_rows import KeptRows, keeps, kept_rows_for


@pytest.fixture
def sign_in(settings: Any) -> Callable[[Any], Client]:
    """A browser of its own for a person; the second factor has its own tests."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def officers(sign_in: Callable[..., Client], officer: Any) -> Client:
    """The officer's browser."""
    return sign_in(officer)


@pytest.fixture
def editors(sign_in: Callable[..., Client], editor: Any) -> Client:
    """The editor's browser."""
    return sign_in(editor)


@pytest.fixture
def stranger(sign_in: Callable[..., Client], other_organization: Any, make_member: Callable[..., Any]) -> Client:
    """The browser of a manager of another organization."""
    return sign_in(make_member(other_organization, "manager"))


def make_waiting() -> dict[str, Any]:
    from moderation.services import submit
    from tests.moderation.row_helpers import mark_checked

    draft = make_draft()
    submission = submit(draft, draft.owner)
    mark_checked(submission)
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
    """A submission that waits, with all checks made."""
    return WAITING.of(request)["waiting"]


def photo(name: str = "loom.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """A small real picture."""
    target = BytesIO()
    Pillow.new("RGB", size, "#5a1746").save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/jpeg")
