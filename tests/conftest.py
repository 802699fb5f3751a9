"""Fixtures that all tests share: a migrated and founded database, organizations, people and pages."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from tools import packages
from tools.packages import REPOSITORY

# Playwright keeps an event loop running in the main thread, and Django refuses its database wherever one runs.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# What a migrated and founded database is made of: when one of these changes, the kept copy is made anew.
PACKAGE_PARTS = [
    "migrations/*.py",
    "services.py",
    "services/*.py",
    "models.py",
    "models/*.py",
    "handlers.py",
]
INGREDIENTS = [
    *(f"{folder.relative_to(REPOSITORY)}/{part}" for folder in packages.folders().values() for part in PACKAGE_PARTS),
    "catalog/**/*.py",
    "search/**/*.py",
    "site/vocabulary/reference.py",
    "site/vocabulary/search_terms.py",
    "requirements/base.txt",
]


def ingredients_hash() -> str:
    files = sorted({path for pattern in INGREDIENTS for path in REPOSITORY.glob(pattern)})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def template_database() -> Path:
    """A SQLite file with all migrations and the founded portal; an empty migrate takes half a minute."""
    folder = REPOSITORY / "var" / "test-databases"
    folder.mkdir(parents=True, exist_ok=True)
    template = folder / f"{ingredients_hash()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            build_database(template)
            for old in sorted(folder.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-3]:
                old.unlink()
    return template


def build_database(template: Path) -> None:
    building = template.with_suffix(".building")
    building.unlink(missing_ok=True)
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{building}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "BASE_URL": "http://testserver",
    }
    for command in (["migrate", "-v0"], ["createcachetable"], ["found_portal"], ["outbox", "sweep"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=REPOSITORY,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    building.rename(template)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Give each test process its own copy of the template; PostgreSQL gets a database of its own, migrated."""
    if connection.vendor != "sqlite":
        yield from postgresql_database(django_db_blocker)
        return
    copy = tmp_path_factory.mktemp("database") / "test.sqlite3"
    use_copy(copy)
    yield
    with django_db_blocker.unblock():
        connection.close()


def use_copy(copy: Path) -> None:
    connection.close()
    shutil.copyfile(template_database(), copy)
    settings.DATABASES["default"]["NAME"] = str(copy)
    connection.settings_dict["NAME"] = str(copy)


def postgresql_database(django_db_blocker: Any) -> Iterator[None]:
    from django.core.management import call_command

    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        call_command("found_portal")
        name = connection.settings_dict["NAME"]
        connection.close()
    on_server(f'DROP DATABASE IF EXISTS "{name}_kept"', f'CREATE DATABASE "{name}_kept" TEMPLATE "{name}"')
    yield
    on_server(f'DROP DATABASE "{name}_kept"')
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(before, verbosity=0)


def on_server(*statements: str) -> None:
    """Run statements about whole databases, past Django, which is not let in between two tests."""
    import psycopg

    parameters = connection.get_connection_params() | {"dbname": "postgres", "autocommit": True}
    with psycopg.connect(**parameters) as server:
        for statement in statements:
            server.execute(statement)


def refill() -> None:
    """Give the tests the founded database again."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        use_copy(Path(name))
        return
    connection.close()
    on_server(f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{name}_kept"')


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of one xdist_group share a process: pytest-xdist 3.8 writes the group where pytest 9.2 never looks.

    Without it every process starts the servers of every group.
    """
    for item in items:
        grouped = vars(item).get("_nodeid")
        if grouped and grouped != item.nodeid:
            item._id = type(item.id).parse(grouped)


def flushes_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return (
        bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in fixtures or "live_server" in fixtures
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test with real transactions ends by emptying every table: the next one gets the template again."""
    if getattr(item.session, "_database_is_empty", False):
        refill()
        item.session._database_is_empty = False  # type: ignore[attr-defined]


def pytest_runtest_teardown(item: pytest.Item) -> None:
    if flushes_database(item):
        item.session._database_is_empty = True  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.DATA = tmp_path


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A view in Khmer leaves the language active in its thread; the next test begins in English."""
    yield
    translation.activate("en")


@pytest.fixture
def portal(db: None) -> Any:
    """The founded portal: its two front pages by language."""
    from home.models import HomePage

    return {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}


@pytest.fixture
def make_organization(portal: Any) -> Callable[..., Any]:
    """Provision an organization: make_organization("weavers", name_en=..., **fields)."""
    from home.services import provision

    def make(slug: str, **fields: Any) -> Any:
        names = {"name_en": slug.replace("-", " ").title(), "name_km": f"អង្គការ {slug}"}
        return provision(slug=slug, **(names | fields))

    return make


@pytest.fixture
def organization(make_organization: Callable[..., Any]) -> Any:
    return make_organization("silk-weavers", name_en="Silk Weavers", name_km="សមាគមអ្នកត្បាញសូត្រ")


@pytest.fixture
def other_organization(make_organization: Callable[..., Any]) -> Any:
    return make_organization("law-circle", name_en="Law Circle", name_km="ក្រុមមេធាវីដើម្បីនារី")


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    """A person with a verified address: make_user("sokha@example.org", **fields)."""
    from allauth.account.models import EmailAddress

    from accounts.models import User

    def make(email: str, **fields: Any) -> Any:
        user = User.objects.create_user(email, "a long password", **({"language": "en"} | fields))
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def make_member(make_user: Callable[..., Any]) -> Callable[..., Any]:
    """A person with a role in an organization: make_member(organization, "officer")."""
    from orgs.services import set_membership

    def make(organization: Any, role: str, email: str | None = None, **fields: Any) -> Any:
        user = make_user(email or f"{role}@{organization.slug}.example.org", **fields)
        set_membership(user, organization, role)
        return user

    return make


@pytest.fixture
def officer(make_member: Callable[..., Any], organization: Any) -> Any:
    return make_member(organization, "officer")


@pytest.fixture
def manager(make_member: Callable[..., Any], organization: Any) -> Any:
    return make_member(organization, "manager")


@pytest.fixture
def editor(make_user: Callable[..., Any]) -> Any:
    from orgs.services import set_editor

    user = make_user("editor@example.org")
    set_editor(user, True)
    return user


@pytest.fixture
def administrator(make_user: Callable[..., Any]) -> Any:
    return make_user("administrator@example.org", is_superuser=True, is_staff=True)


@pytest.fixture
def make_page(portal: Any) -> Callable[..., Any]:
    """A page of an organization: make_page("article", organization, "km", live=True, title=..., **fields).

    Kinds are update, article, publication and event; a live one is published, its effects still wait in the outbox.
    """
    from tests.factories import make_page

    return make_page


@pytest.fixture
def drain(db: None) -> Callable[[], int]:
    """Carry out everything that waits in the outbox; gives the number of events."""
    from tests.factories import drain_outbox

    return drain_outbox
