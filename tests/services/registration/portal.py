"""A portal with one event for which people register: embedded, or with PostgreSQL and Redis."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.postgresql_template import load, portal_dump
from tests.services.flow.portal import Installation
from tests.services.portal import WORKER_OPTIONS
from tests.services.servers import PostgreSQL
from tests.template_database import EMPTY, template_database

SEED = """
from home.organizations.page_tree import provision
from tests.events.registrations import make_gathering
from tests.factories import drain_outbox, make_page
weavers = provision(slug="silk-weavers", name_en="Silk Weavers", name_km="សមាគមអ្នកត្បាញសូត្រ")
event = make_page("event", weavers, live=True, title="Safe migration", venue="Provincial hall")
make_gathering(weavers, event.translation_key, capacity={places})
drain_outbox()
print(event.pk)
"""


@dataclass
class RegistrationPortal(Installation):
    """A portal whose web server and worker run under its own supervisor."""

    settings: str = "tests.services.registration.settings"

    def commands(self) -> dict[str, list[str]]:
        """Return the commands of the web server and the worker, by name."""
        gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi", f"--bind=127.0.0.1:{self.port}"]
        threads = ["--worker-class=gthread", "--threads=8", "--no-control-socket"]
        pool = ["-c", "2"] if self.redis_url else []
        worker = self.command("worker", *pool, "-n", "w@drill", "-l", "info", *WORKER_OPTIONS)
        return {"web": [*gunicorn, *threads], "worker": worker}

    def add_event(self, places: int) -> int:
        """Open the registration of a new event with so many places, and return the number of its page."""
        self.move_in()
        return int(self.python(SEED.format(places=places)).split()[-1])


def embedded(data: Path, mail_port: int) -> RegistrationPortal:
    """A portal on SQLite without content."""
    shutil.copyfile(template_database(EMPTY), data / "neary.sqlite3")
    return RegistrationPortal(data, mail_port=mail_port)


def served(data: Path, server: PostgreSQL, redis_url: str, mail_port: int) -> RegistrationPortal:
    """A portal on PostgreSQL and Redis without content."""
    name = server.database()
    load(portal_dump(server.url("postgres"), EMPTY), server.url(name))
    return RegistrationPortal(data, database_url=server.url(name), redis_url=redis_url, mail_port=mail_port)
