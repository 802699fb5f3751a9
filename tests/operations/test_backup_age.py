"""The program `age` opens a backup without Neary, by the commands that stand in docs/backup.md."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import pty
import re
import select
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from operations.backup.store import passphrase
from tests.operations.conftest import PASSPHRASE, OwnPortal
from tests.operations.test_backup_round import run
from tests.services.conftest import unavailable
from tests.structure.repository import REPOSITORY

DEADLINE = 30.0
# A command of the docs, up to the remark beside it.
COMMAND = re.compile(r"^    (age --decrypt .+?)(?: {3,}.*)?$", re.MULTILINE)
THE_FILE = b"What an organization uploaded"


@pytest.fixture
def backups(own_portal: OwnPortal, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of a backup with a file, whose key file costs what it costs in production."""
    if not shutil.which("age"):
        unavailable("the program age is not installed (Debian: age)")
    monkeypatch.setattr(passphrase, "COST", 17)
    default_storage.save("documents/one.txt", ContentFile(THE_FILE))
    run("backup")
    return Path(settings.DATA) / "backups"


def run_with_terminal(command: str, folder: Path, typed: str) -> int:
    """Run a command with a terminal on which somebody types a line when she is asked. Return its exit status."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", "sh", "-c", command], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        await_prompt(ours)
        os.write(ours, f"{typed}\n".encode())
        return process.wait(DEADLINE)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def await_prompt(terminal: int) -> None:
    """Read a terminal until it asks for a passphrase. Raises AssertionError with what it said when it does not."""
    said, end = b"", time.monotonic() + DEADLINE
    while b"passphrase" not in said.lower():
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        assert ready, said
        said += os.read(terminal, 1000)


def test_the_commands_of_the_docs_open_a_backup(backups: Path) -> None:
    open_key, *others = COMMAND.findall((REPOSITORY / "docs" / "backup.md").read_text())
    assert open_key == "age --decrypt key.age > key.txt"

    assert run_with_terminal(open_key, backups, "another passphrase") != 0
    assert run_with_terminal(open_key, backups, PASSPHRASE) == 0

    told = {}
    for command in others:
        if "database.dump" not in command:
            done = subprocess.run(command, shell=True, cwd=backups, capture_output=True, timeout=DEADLINE)
            assert done.returncode == 0 and not done.stderr, (command, done.stderr)
            told[command.split("/")[-1].split(".age")[0]] = done.stdout
    assert told.keys() == {"files.jsonl.gz", "database.sqlite3.gz"}
    with closing(sqlite3.connect(backups / "neary.sqlite3")) as database:
        people = database.execute("SELECT email FROM accounts_user ORDER BY email").fetchall()
    assert [email for (email,) in people] == sorted(User.objects.values_list("email", flat=True))

    [file] = [json.loads(line) for line in told["files.jsonl.gz"].splitlines()]
    assert file["name"] == "documents/one.txt"
    found = re.search(r"^# names: (\w+)$", (backups / "key.txt").read_text(), re.MULTILINE)
    assert found
    name = hmac.digest(bytes.fromhex(found[1]), f"file {file['sha256']}".encode(), hashlib.sha256).hex()
    [content] = [path for path in (backups / "files").rglob("*.age") if name in path.name]
    opening = ["age", "--decrypt", "--identity", "key.txt", str(content)]
    done = subprocess.run(opening, cwd=backups, capture_output=True, timeout=DEADLINE)
    assert done.stdout == THE_FILE, done.stderr
