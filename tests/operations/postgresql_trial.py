"""The database for trials: only PostgreSQL has one, so the services' run of these tests asks for this module."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError

from operations.backup.database.programs import PostgreSQLDatabase
from operations.backup.database.trial_database import config_of
from tests.operations.conftest import OwnPortal
from tests.operations.test_backup_round import run
from tests.operations.test_backup_trial import trial_url  # noqa: F401 - a fixture


def test_a_trial_never_touches_a_database_that_is_in_use(
    trial_url: str,  # noqa: F811 - the fixture
    own_portal: OwnPortal,
    settings: Any,
) -> None:
    settings.BACKUP_TRIAL_DATABASE_URL = own_portal.address
    with pytest.raises(CommandError, match="is the portal's own database"):
        run("backup", "--try")
    settings.BACKUP_TRIAL_DATABASE_URL = trial_url
    with PostgreSQLDatabase(config_of(trial_url)).connect() as session:
        session.execute("CREATE TABLE somebodys (id int)")
    with pytest.raises(CommandError, match="is a database with tables"):
        run("backup", "--try")
    settings.BACKUP_TRIAL_DATABASE_URL = ""
    with pytest.raises(CommandError, match="No trial was made"):
        run("backup", "--try")
