"""`manage.py run`: the whole portal on one machine, with no other server.

Prepares the database and the demo content, then keeps web, worker and beat running until Ctrl-C.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from portal.embedded.supervisor import Supervisor

# Workers learn from the database what is to do, never from each other.
QUIET_WORKER = ("--without-gossip", "--without-mingle", "--without-heartbeat")
PATIENCE = 30.0  # seconds
SHOWN_ROLES = ("officer", "manager", "editor", "administrator")


class Command(BaseCommand):
    help = "Prepare everything and serve the portal with its worker until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--no-demo", action="store_true", help="start with an empty portal")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(demo=not options["no_demo"])
        supervisor = Supervisor(commands(options["port"]), environment(options["port"]))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: supervisor.stop())
        # The web first and alone: whoever waits for the first page does not wait for worker and beat.
        supervisor.start("web")
        await_port(options["port"])
        supervisor.start("worker", "beat")
        self.greet(options["port"])
        supervisor.watch()

    def greet(self, port: int) -> None:
        self.stdout.write(f"\n  Neary is at http://localhost:{port}/\n")
        for account in demo_accounts():
            self.stdout.write(
                f"  {account['role']:<14} {account['email']:<36} password: {account['password']}"
                + (f"  second factor (TOTP): {account['totp']}" if account.get("totp") else "")
            )
        self.stdout.write("\n  For the six digits without a telephone: .venv/bin/python manage.py demo_code EMAIL")
        self.stdout.write(f"  Mail that the portal sends lies in {settings.DATA / 'mail'}\n  Ctrl-C ends it.\n\n")
        self.stdout.flush()


def prepare(*, demo: bool) -> None:
    """Bring the database up to date; every step is quick when nothing is to do."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("found_portal")
    if demo:
        call_command("demo")


def commands(port: int) -> dict[str, list[str]]:
    """The processes by name."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-q", "-A", "portal"]
    return {
        "web": [
            *python, "gunicorn", "portal.wsgi", f"--bind=127.0.0.1:{port}", "--worker-class=gthread", "--threads=8",
            "--access-logfile=/dev/null", "--log-level=warning", "--no-control-socket",
        ],
        "worker": [*celery, "worker", "--loglevel=WARNING", "--concurrency=2", *QUIET_WORKER],
        "beat": [*celery, "beat", "--loglevel=WARNING"],
    }  # fmt: skip


def await_port(port: int) -> None:
    """Wait until the web answers, or for as long as one is willing to wait for it."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def environment(port: int) -> dict[str, str]:
    """What the processes get: the pages that visitors see, not Django's pages for debugging."""
    repository = settings.REPOSITORY
    return os.environ | {
        "PYTHONPATH": f"{repository}{os.pathsep}{settings.SITE_ROOT}",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "portal.settings.dev"),
        "DEBUG": os.environ.get("DEBUG", "false"),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


def demo_accounts() -> list[dict[str, str]]:
    """One demo account of each role, as `manage.py demo` wrote them."""
    file = settings.DATA / "demo.json"
    if not file.exists():
        return []
    accounts = json.loads(file.read_text())["accounts"]
    by_role = {account["role"]: account for account in reversed(accounts)}
    return [by_role[role] for role in SHOWN_ROLES if role in by_role]
