"""PostgreSQL's programs: what they are told, and what is said when one is missing or too old."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from operations.backup.database import postgresql, programs
from operations.backup.database.programs import PostgreSQLDatabase
from operations.backup.errors import BackupError

CONFIG = {
    "NAME": "neary", "USER": "neary", "PASSWORD": "a secret", "HOST": "db.example.org", "PORT": 5433,
    "OPTIONS": {"sslmode": "verify-full", "options": "-c statement_timeout=60000"},
}  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> None:
    session = SimpleNamespace(info=SimpleNamespace(server_version=150004), close=lambda: None)
    monkeypatch.setattr(PostgreSQLDatabase, "connect", lambda self: session)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "The program pg_dump is missing: install PostgreSQL's client programs of version 15"),
        (14, "pg_dump has version 14, but the server has version 15: install"),
        (15, ""),
        (17, ""),
    ],
)
def test_a_program_that_does_not_fit_is_told(
    server: None, monkeypatch: pytest.MonkeyPatch, found: int | None, said: str
) -> None:
    monkeypatch.setattr(programs, "version_of", lambda name: found)
    if not said:
        PostgreSQLDatabase(CONFIG).refuse_programs("pg_dump")
        return
    with pytest.raises(BackupError, match=said) as refused:
        PostgreSQLDatabase(CONFIG).refuse_programs("pg_dump")
    assert str(refused.value).count(".") == 1


def test_the_password_is_on_no_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "another portal's")
    monkeypatch.setenv("PGOPTIONS", "-c search_path=other")
    started: list[Any] = []

    class Started(subprocess.Popen):
        def __init__(self, command: list[str], **told: Any) -> None:
            started.append((command, told["env"]))
            super().__init__(["true"], **told)

    monkeypatch.setattr(subprocess, "Popen", Started)
    dump = postgresql.PostgreSQLDump(PostgreSQLDatabase(CONFIG), "00000003-1", None)
    with dump.open():
        pass

    ((command, env),) = started
    assert "a secret" not in " ".join(command)
    told = {name: value for name, value in env.items() if name.startswith("PG")}
    assert told["PGPASSWORD"] == "a secret"
    assert (told["PGHOST"], told["PGPORT"], told["PGDATABASE"]) == ("db.example.org", "5433", "neary")
    assert told["PGSSLMODE"] == "verify-full"
    assert "search_path" not in told["PGOPTIONS"] and "statement_timeout=0" in told["PGOPTIONS"]


def test_what_a_program_says_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    script = ["sh", "-c", "echo 'pg_dump: error: disk full' >&2; exit 1"]
    with (
        pytest.raises(BackupError, match="sh failed: pg_dump: error: disk full"),
        postgresql.running(script, PostgreSQLDatabase(CONFIG), stdout=subprocess.PIPE) as process,
    ):
        assert process.stdout.read() == b""
