"""Two people at the same instant, on PostgreSQL, where rows and not the whole database are locked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.servers import REPOSITORY, PostgreSQL

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]
PATIENCE = 240


@pytest.mark.timeout(PATIENCE + 20)
def test_races_have_one_outcome_on_postgresql(postgresql: PostgreSQL, data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/moderation/test_concurrency.py"],
        cwd=REPOSITORY,
        env=os.environ | {"DATABASE_URL": postgresql.url("neary"), "NEARY_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
