"""`manage.py run`: the whole portal on one machine, with no other server.

Prepares the database and the demo content, then keeps web, worker and beat running until Ctrl-C. It shows each step,
and refuses before any work when the port is in use.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from common.long_command import WorkNotice
from operations.doctor import own_machine
from portal.embedded import ports
from portal.embedded.supervisor import Supervisor

# Workers learn from the database what to do, not from each other.
QUIET_WORKER = ("--without-gossip", "--without-mingle", "--without-heartbeat")
SHOWN_ROLES = ("officer", "manager", "editor", "administrator")
FIRST_ADMINISTRATOR = """
  There is no administrator yet. To make the first, in another terminal:

      .venv/bin/python manage.py createsuperuser

  Then sign in with that address and password at {url}
  and set up your second factor with an authenticator app, as the page asks.

"""


class Command(BaseCommand):
    """A command that prepares and serves the portal."""

    help = "Prepare everything and serve the portal with its worker until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options of `run`: the port, and --no-demo for a portal without demo content."""
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--no-demo", action="store_true", help="start with an empty portal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the portal, run web server, worker and beat until Ctrl-C. CommandError if the port is unusable."""
        port = options["port"]
        if refusal := ports.refusal(port):
            raise CommandError(refusal)
        if found := own_machine.complaints():
            self.stdout.write(self.style.WARNING(found))
        self.prepare(demo=not options["no_demo"])
        supervisor = Supervisor(commands(port), environment(port))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: supervisor.stop())
        # The web server first and alone, so that the first page does not wait for worker and beat.
        self.tell("Web server, worker and clock: starting")
        supervisor.start("web")
        with WorkNotice(lambda: self.stderr, "Web server"):
            ports.await_server(port)
        supervisor.start("worker", "beat")
        self.greet(port)
        supervisor.watch()

    def prepare(self, *, demo: bool) -> None:
        """Create or update database, front pages and (with `demo`) demo content; quick when nothing is to do."""
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        self.tell("Database: bringing its tables up to date")
        call_command("migrate")
        call_command("createcachetable")
        self.tell("Portal: laying its front pages, directories and review workflow where they are missing")
        call_command("set_up_portal")
        if demo:
            self.tell("Demo content: adding what is missing")
            call_command("demo")

    def tell(self, line: str) -> None:
        """Print a line about the step of the start that begins now, and flush it."""
        self.stdout.write(self.style.MIGRATE_HEADING(line))
        self.stdout.flush()

    def greet(self, port: int) -> None:
        """Print the portal's address, the demo accounts and how to make the first administrator."""
        self.stdout.write(f"\n  Neary is at http://localhost:{port}/\n")
        for account in demo_accounts():
            self.stdout.write(
                f"  {account['role']:<14} {account['email']:<36} password: {account['password']}"
                + (f"  second factor (TOTP): {account['totp']}" if account.get("totp") else "")
            )
        if demo_accounts():
            self.stdout.write("\n  For the six digits without a telephone: .venv/bin/python manage.py demo_code EMAIL")
        if not User.objects.filter(is_superuser=True, is_active=True).exists():
            self.stdout.write(FIRST_ADMINISTRATOR.format(url=f"http://localhost:{port}/accounts/login/"))
        self.stdout.write(f"  Mail that the portal sends lies in {settings.DATA / 'mail'}\n  Ctrl-C ends it.\n\n")
        self.stdout.flush()


def commands(port: int) -> dict[str, list[str]]:
    """Return the command lines of web server (on `port`), worker and beat, by name."""
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


def environment(port: int) -> dict[str, str]:
    """Return the environment variables for web server, worker and beat; DEBUG is off unless set.

    DEBUG is off unless it is set: visitors get the portal's pages for errors, not Django's.
    """
    repository = settings.REPOSITORY
    return os.environ | {
        "PYTHONPATH": f"{repository}{os.pathsep}{settings.SITE_ROOT}",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "portal.settings.dev"),
        "DEBUG": os.environ.get("DEBUG", "false"),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        # As in docker/Dockerfile.
        "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "1"),
    }


def demo_accounts() -> list[dict[str, str]]:
    """Return one demo account of each role from the file that `manage.py demo` wrote; none without it."""
    file = settings.DATA / "demo.json"
    if not file.exists():
        return []
    accounts = json.loads(file.read_text())["accounts"]
    by_role = {account["role"]: account for account in reversed(accounts)}
    return [by_role[role] for role in SHOWN_ROLES if role in by_role]
