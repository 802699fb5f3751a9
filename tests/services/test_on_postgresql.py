"""Tests that depend on the database, once more on PostgreSQL: search, followers, people at the same instant."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.servers import REPOSITORY, PostgreSQL

pytestmark = pytest.mark.services
PATIENCE = 540
# Rows are locked there, not the whole database, and two workers really work at one time; words are found another way.
LOCKS = [
    "tests/search/test_engine.py",
    "tests/search/postgresql_locks.py",
    "tests/discussions/postgresql_locks.py",
    "tests/translations/postgresql_locks.py",
    "tests/feed/two_workers.py",
    "tests/reach/test_two_processes.py",
    "tests/moderation/test_concurrency.py",
    "tests/moderation/held/test_at_once.py",
    "tests/operations/postgresql_trial.py",
    "tests/portal/postgresql_hung_up.py",
]
# What asks the engine; the rest of search does not know which database it stands on.
QUERIED = (
    "hostile_requests",
    "facet_counts",
    "rows",
    "evaluation",
    "names",
    "ranking",
    "synonyms",
    "retrieval",
    "spelling",
    "suggestions",
    "visibility",
)
QUERIES = [
    *(f"tests/search/test_{name}.py" for name in QUERIED),
    "tests/catalog/test_rows.py",
    "tests/catalog/test_sources.py",
    "tests/discussions/test_finding.py",
    "tests/discussions/test_deliveries.py",
    "tests/discussions/test_digests.py",
    "tests/feed/test_digests.py",
    "tests/feed/test_following.py",
    "tests/reach/test_counting.py",
    "tests/reach/test_folding.py",
    "tests/takeout/test_restore.py",
    "tests/translations/test_first_draft.py",
    "tests/translations/test_memory.py",
    "tests/translations/test_progress.py",
    "tests/translations/test_random_edits.py",
    "tests/translations/test_suggestions.py",
    "tests/workspace/test_languages.py",
    "tests/operations/test_backup_round.py",
    "tests/operations/test_erased_again.py",
    "tests/operations/test_erasure_leaves_nothing.py",
    "tests/operations/test_backup_trial.py",
    "tests/operations/postgresql_damage.py",
]


@pytest.mark.parametrize("files", [pytest.param(LOCKS, id="locks"), pytest.param(QUERIES, id="queries")])
@pytest.mark.timeout(PATIENCE + 20)
def test_the_same_holds_on_postgresql(files: list[str], postgresql: PostgreSQL, data: Path) -> None:
    """One run for all files: what a run of pytest needs to begin is a quarter of what some of them take."""
    environment = os.environ | {"DATABASE_URL": postgresql.url("neary"), "NEARY_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
