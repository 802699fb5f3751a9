"""Waits until the database of DATABASE_URL takes connections; ends with an error when its patience is spent.

DATABASE_PATIENCE is in seconds (60). A database that is a file needs no waiting. It is the first that each role runs,
so a secret whose file cannot be read ends the role here, in one sentence.
"""

from __future__ import annotations

import os
import sys
import time

import psycopg
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import check_secrets, variable

PAUSE = 0.5


def main() -> None:
    try:
        check_secrets()
    except ImproperlyConfigured as fault:
        sys.exit(str(fault))
    url = variable("DATABASE_URL")
    if not url.startswith(("postgres://", "postgresql://")):
        return
    patience = float(os.environ.get("DATABASE_PATIENCE", "60"))
    deadline = time.monotonic() + patience
    while (refusal := refused(url)) is not None:
        if time.monotonic() > deadline:
            # The address holds a password: only the server's answer is told.
            sys.exit(f"The database did not answer within {patience:g} seconds: {refusal}")
        time.sleep(PAUSE)


def refused(url: str) -> str | None:
    """Why the database takes no connection, or None when it does."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        return str(error).strip()
    return None


if __name__ == "__main__":
    main()
