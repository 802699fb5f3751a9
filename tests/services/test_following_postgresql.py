"""Following by mail on PostgreSQL, where two workers really work at one time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.servers import REPOSITORY, PostgreSQL

pytestmark = pytest.mark.services
PATIENCE = 300
TESTS = ["tests/feed/test_digests.py", "tests/feed/test_following.py", "tests/feed/two_workers.py"]


@pytest.mark.timeout(PATIENCE + 20)
def test_following_does_the_same_on_postgresql(postgresql: PostgreSQL, data: Path) -> None:
    environment = os.environ | {"DATABASE_URL": postgresql.url("neary"), "NEARY_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
