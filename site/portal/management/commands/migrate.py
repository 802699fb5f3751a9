"""`manage.py migrate` without a time limit, which refuses a database that is ahead or of another history."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from common.long_command import LongCommand
from operations import migration_history
from operations.checks import being_migrated
from operations.swappable_names import swappable_names_kept


class Command(LongCommand, migrate.Command):
    """A command that migrates the database."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate the database without time limit. Raises CommandError if it is ahead or of another history."""
        if refusal := migration_history.refusal(options["database"]):
            raise CommandError(refusal)
        # A request must not take a minute, but a new index on a large table may. The limit of waiting for locks stays:
        # the portal would stand still behind such a wait.
        set_limit(options["database"], "SET statement_timeout = 0")
        with being_migrated(), swappable_names_kept():
            super().handle(*args, **options)
        # The same process may serve requests afterwards (manage.py run).
        set_limit(options["database"], "RESET statement_timeout")


def set_limit(alias: str, statement: str) -> None:
    """Run a SET or RESET statement on a PostgreSQL database; do nothing on others."""
    if connections[alias].vendor == "postgresql":
        with connections[alias].cursor() as cursor:
            cursor.execute(statement)
