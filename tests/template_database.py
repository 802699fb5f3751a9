"""Databases to be copied by tests: migrated, with an empty portal, and with the population that tests share.

They are kept under var/test-databases/ and made anew when something that they are made of has changed. An empty
migrate takes ten seconds; the portal and its population, which change more often, take three.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.database_hashes import first_hash, portal_hash, schema_hash
from tools.packages import REPOSITORY

FOLDER = REPOSITORY / "var" / "test-databases"
EMPTY, POPULATED, PROGRAMME = "empty", "populated", "programme"
VERSIONS_KEPT = 3
# What the tester's own portal uses has no part in what is kept.
SERVERS = {"REDIS_URL", "ELASTICSEARCH_URL", "EMAIL_URL"}
# The same always: what stands in the template is never "new this week", whenever the template was made.
MADE_AT = dt.datetime(2024, 1, 8, 2, tzinfo=dt.UTC)


def template_database(variant: str = POPULATED) -> Path:
    """Return a SQLite file with all migrations and the portal: empty, with the shared population, or more.

    With PROGRAMME the programme's pages (privacy, terms, ...) stand there too.
    """
    return kept(f"{variant}-{portal_hash()}.sqlite3", lambda building: fill(building, variant))


def migrated_database() -> Path:
    """Return a SQLite file with all migrations and nothing else."""

    def build(building: Path) -> None:
        shutil.copyfile(first_database(), building)
        make(f"sqlite:///{building}", "migrate")

    return kept(f"migrated-{schema_hash()}.sqlite3", build)


def first_database() -> Path:
    """Return a SQLite file with the first migrations and nothing else: most of the time that migrations take."""
    return kept(f"first-{first_hash()}.sqlite3", lambda building: make(f"sqlite:///{building}", "first"))


def fill(building: Path, variant: str) -> None:
    shutil.copyfile(migrated_database(), building)
    make(f"sqlite:///{building}", variant)


def make(database_url: str, step: str) -> None:
    """Run one step in a process of its own, under the tests' settings, on the database of the address."""
    environment = {name: value for name, value in os.environ.items() if name not in SERVERS} | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "BASE_URL": "http://testserver",
        "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{REPOSITORY / 'site'}",
    }
    command = [sys.executable, "-m", "tests.template_database", step]
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.DEVNULL)


def kept(name: str, build: Callable[[Path], None]) -> Path:
    """Return the file or folder of this name, built by `build(path)` where there is none yet.

    Several processes may ask at once: one builds, the others wait. Of each kind (the name up to its last hyphen) the
    newest few are kept.
    """
    path = FOLDER / name
    kind = name.rpartition("-")[0]
    with one_at_a_time(kind):
        if not path.exists():
            building = path.with_name(f"{name}.building")
            remove(building)
            build(building)
            building.rename(path)
            versions = sorted(FOLDER.glob(f"{kind}-*"), key=lambda each: each.stat().st_mtime)
            for old in versions[:-VERSIONS_KEPT]:
                remove(old)
    return path


@contextmanager
def one_at_a_time(kind: str) -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main(step: str) -> None:
    import django
    import time_machine
    from django.core.cache import cache

    django.setup()
    # A seventh of the time of migrations goes into looking for garbage, and the process ends soon.
    gc.disable()
    with time_machine.travel(MADE_AT):
        if step in ("first", "migrate"):
            from tests.quick_migrations import quick_migrations

            with quick_migrations():
                migrate(step)
            return
        # Without the programme's pages, which the command lays beside it: tests count pages.
        from home.portal_setup import set_up_portal

        set_up_portal("localhost", 8000)
        from tests.factories import drain_outbox
        from tests.population import populate

        drain_outbox()
        if step in (POPULATED, PROGRAMME):
            populate()
        if step == PROGRAMME:
            from home.programme_pages import lay_programme_pages

            lay_programme_pages()
            drain_outbox()
        # What was kept is over by the time of the tests.
        cache.clear()


def migrate(step: str) -> None:
    """Carry out the first migrations, or all that follow."""
    from django.core.management import call_command

    if step == "migrate":
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        return
    from operations.swappable_names import swappable_names_kept
    from tests.schema.fingerprint import migrated
    from tests.schema.first_migrations import TARGETS

    with swappable_names_kept():
        migrated(TARGETS)


if __name__ == "__main__":
    main(sys.argv[1])
