"""People who are signed in, and pieces in every state."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow


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


@pytest.fixture
def draft(make_page: Callable[..., Any], organization: Any, officer: Any) -> Any:
    return make_page("update", organization, owner=officer, title="Six looms", text="Six looms came. We weave.")


@pytest.fixture
def waiting(draft: Any, officer: Any) -> Any:
    """A submission that waits, with all checks made."""
    from moderation.services import submit
    from tests.moderation.row_helpers import mark_checked

    submission = submit(draft, officer)
    mark_checked(submission)
    return submission


def photo(name: str = "loom.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """A small real picture."""
    target = BytesIO()
    Pillow.new("RGB", size, "#5a1746").save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/jpeg")
