"""An organization with pages and files, and its archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.takeout.archives import archive_of, fill
from vocabulary.models import Place, Topic


@pytest.fixture
def content(organization: Any) -> dict[str, Any]:
    return fill(organization, Topic.objects.get(slug="health"), Place.objects.get(slug="takeo"))


@pytest.fixture
def archive(organization: Any, content: dict[str, Any], tmp_path: Path) -> Path:
    return archive_of(organization, tmp_path / "silk.zip")
