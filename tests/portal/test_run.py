"""`make run` and `manage.py run`: refusals before any work, and how a portal without content gets an administrator."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from accounts.models import User
from operations import migration_history
from orgs.permissions import is_administrator
from portal.embedded import ports
from portal.management.commands import run
from tests.accounts.sign_in_helpers import commit_at_once, password_login, totp_code
from tools.packages import REPOSITORY

ACTIVATE = "/accounts/2fa/totp/activate/"


@pytest.fixture
def used_port() -> Iterator[int]:
    """A port on which something else listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_in_use_ends_it_before_any_work(used_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(run, "call_command", lambda name, *_, **__: done.append(name))
    with pytest.raises(CommandError) as refused:
        call_command("run", port=used_port)
    assert str(refused.value).startswith(f"Port {used_port} is in use: ")
    assert not done


def test_make_run_asks_for_the_port_before_it_makes_an_environment(used_port: int, tmp_path: Path) -> None:
    """In one sentence; make itself adds a line of its own."""
    done = subprocess.run(
        ["make", "--silent", "run", f"PORT={used_port}", f"VENV={tmp_path / 'venv'}"],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert not done.stdout
    assert [line for line in done.stderr.splitlines() if not line.startswith("make")] == [ports.refusal(used_port)]
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_is_refused(port: int) -> None:
    assert ports.refusal(port).startswith(f"{port} is no port")


def test_a_free_port_is_taken(used_port: int) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        free = server.getsockname()[1]
    assert not ports.refusal(free)


def swap_migration(label: str = "orgs") -> None:
    """Make the database one of another history: a migration was applied that is not here, and one here was not."""
    recorder = MigrationRecorder(connection)
    newest = recorder.migration_qs.filter(app=label).order_by("-pk").values_list("name", flat=True)[0]
    recorder.record_unapplied(label, newest)
    recorder.record_applied(label, "0099_of_an_earlier_version")


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["migrate", "run"])
def test_a_database_of_an_earlier_version_is_met_with_one_sentence(
    command: str, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap_migration()
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(ports, "refusal", lambda port: "")
    with pytest.raises(CommandError) as refused:
        call_command(command, stdout=StringIO())
    told = str(refused.value)
    assert told == migration_history.advice()
    assert "whose migrations no longer exist: " in told
    assert told.count(". ") == 0 and told.endswith("start again.")


@pytest.mark.django_db
def test_the_advice_names_the_folder_or_the_variable(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "var"
    settings.DATABASES["default"]["NAME"], kept = str(settings.DATA / "neary.sqlite3"), connection.settings_dict["NAME"]
    try:
        assert f"move {settings.DATA} away (mv {settings.DATA} {settings.DATA}.old)" in migration_history.advice()
        settings.DATABASES["default"]["NAME"] = "neary"
        assert "DATABASE_URL" in migration_history.advice()
    finally:
        settings.DATABASES["default"]["NAME"] = kept


@pytest.mark.parametrize("demo", [True, False])
def test_each_step_is_announced_before_it_is_done(
    demo: bool, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    out = StringIO()
    monkeypatch.setattr(run, "call_command", lambda name: out.write(f"{name}\n"))
    run.Command(stdout=out, no_color=True).prepare(demo=demo)
    lines = [line.partition(":")[0] for line in out.getvalue().splitlines()]
    steps = ["Database", "migrate", "createcachetable", "Portal", "set_up_portal"]
    assert lines == steps + ["Demo content", "demo"] * demo


def greeting() -> str:
    told = StringIO()
    command = run.Command(stdout=told)
    command.stdout = OutputWrapper(told)
    command.greet(8000)
    return told.getvalue()


@pytest.mark.django_db
def test_without_an_administrator_it_tells_how_to_make_one(settings: Any, tmp_path: Path) -> None:
    User.objects.filter(is_superuser=True).update(is_active=False)
    settings.DATA = tmp_path
    told = greeting()
    assert "manage.py createsuperuser" in told
    assert "http://localhost:8000/accounts/login/" in told
    assert "demo_code" not in told


@pytest.mark.django_db
def test_with_an_administrator_it_does_not(administrator: User, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    assert "createsuperuser" not in greeting()


@pytest.mark.django_db
@pytest.mark.usefixtures("portal")
def test_the_first_administrator_signs_in_and_sets_up_her_second_factor(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that the greeting tells: the command, the login, the second factor; no mail is needed for any of it."""
    commit_at_once(monkeypatch)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long password")
    call_command("createsuperuser", interactive=False, email="First@Example.org", stdout=StringIO())
    first = User.objects.get(email="first@example.org")
    assert is_administrator(first)
    assert first.emailaddress_set.filter(email=first.email, verified=True, primary=True).count() == 1

    assert password_login(client, first).status_code == 302
    page = client.get("/admin/", follow=True)
    assert page.request["PATH_INFO"] == ACTIVATE
    secret = page.context["form"].secret
    assert client.post(ACTIVATE, {"code": totp_code(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert client.get("/workspace/", follow=True).status_code == 200
