"""`manage.py migrate` without a time limit, which refuses a database with another history of migrations."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from portal import migration_history


class Command(migrate.Command):
    """A command that migrates the database."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate without the limit of a statement's time. Raises CommandError for another history."""
        if migration_history.is_foreign(options["database"]):
            raise CommandError(migration_history.advice(options["database"]))
        # A request must not take a minute, but a new index on a large table may. The limit of waiting for locks stays:
        # the portal would stand still behind such a wait.
        set_limit(options["database"], "SET statement_timeout = 0")
        super().handle(*args, **options)
        # The same process may serve requests afterwards (manage.py run).
        set_limit(options["database"], "RESET statement_timeout")


def set_limit(alias: str, statement: str) -> None:
    """Run a SET statement on PostgreSQL; do nothing on other databases."""
    if connections[alias].vendor == "postgresql":
        with connections[alias].cursor() as cursor:
            cursor.execute(statement)
