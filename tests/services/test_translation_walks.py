"""Random walks of translators on PostgreSQL, beside a Celery worker that is killed and begins again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.services.servers import Portal, PostgreSQL, Redis
from tests.translations.walks_beside_worker import PARTS

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.timeout(880)]


@pytest.mark.parametrize("part", range(PARTS))
def test_walks(part: int, data: Path, postgresql: PostgreSQL, redis: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    portal = Portal(data, "portal.settings.test", postgresql.url("neary"), redis.url)
    said = portal.tests("-s", "--show-capture=no", f"tests/translations/walks_beside_worker.py::test_walks[{part}]")
    with capsys.disabled():
        print("\n", *re.findall(r"\d+ walks, .+", said))
    assert "1 passed" in said
