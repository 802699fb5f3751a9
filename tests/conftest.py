"""Fixtures that all tests share: a migrated and founded database, organizations, people and pages."""

from __future__ import annotations

import gc
import math
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests import thorough
from tests.database_copies import PostgreSQLCopies, SQLiteCopies
from tests.group_servers import GroupServers
from tests.kept_rows import kept_rows_for
from tests.template_database import EMPTY, POPULATED, PROGRAMME, one_at_a_time
from tools.catalogues import compile_all
from tools.packages import REPOSITORY

# Playwright keeps an event loop running in the main thread, and Django refuses its database wherever one runs.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

COPIES = pytest.StashKey[SQLiteCopies | PostgreSQLCopies]()
VARIANT = pytest.StashKey[str]()
IS_SPENT = pytest.StashKey[bool]()

# How long an example takes depends on what else the machine does: speed is measured by the bench.
hypothesis.settings.register_profile("neary", deadline=None)
hypothesis.settings.load_profile("neary")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the message files, so that pytest needs nothing that make would have done before it."""
    if not hasattr(config, "workerinput"):
        with one_at_a_time("messages"):
            compile_all(REPOSITORY)
    else:
        config.pluginmanager.register(GroupServers())


@pytest.fixture(scope="session")
def django_db_setup(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[None]:
    """Give each test process a database of its own, in which a test finds the variant that it asks for."""
    is_sqlite = connection.vendor == "sqlite"
    copies = SQLiteCopies(tmp_path_factory.mktemp("database")) if is_sqlite else PostgreSQLCopies()
    stash = request.config.stash
    copies.use(stash[VARIANT])
    stash[COPIES] = copies
    with pytest.MonkeyPatch.context() as patch:
        # After a test with real transactions Django would empty every table; its copy is thrown away as a whole.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: None)
        yield
    del stash[COPIES]
    copies.close()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let processes collect one after another: the first compiles all tests, and the others read what it wrote."""
    with one_at_a_time("collection"):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark second looks, and let the tests of one xdist_group share a process.

    pytest-xdist 3.8 writes the group where pytest 9.2 never looks. Without it every process starts the servers of every
    group.
    """
    # Before pytest chooses by markers, and before pytest-xdist changes ids.
    thorough.mark(items)
    yield
    for item in items:
        grouped = vars(item).get("_nodeid")
        if grouped and grouped != item.nodeid:
            item._id = type(item.id).parse(grouped)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let the tests of one file share a process too, unless they belong to a group."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from tests.file_scheduling import FileScheduling

    return FileScheduling(config, log)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over all that is imported by now, and come seldom."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def commits(item: pytest.Item) -> bool:
    """Return whether the test has real transactions: nothing undoes what it writes."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return (
        bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in fixtures or "live_server" in fixtures
    )


def variant_for(item: pytest.Item) -> str:
    """Return the name of the template database that a test asks for, by its marker or its fixtures."""
    if item.get_closest_marker("empty_portal"):
        return EMPTY
    return PROGRAMME if "programme_pages" in getattr(item, "fixturenames", ()) else POPULATED


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the test find the portal that it asks for: with the shared population, with more, or empty."""
    stash = item.config.stash
    stash[VARIANT] = variant_for(item)
    if copies := stash.get(COPIES, None):
        if stash.get(IS_SPENT, False):
            copies.discard()
        rows = kept_rows_for(item) if stash[VARIANT] == POPULATED and not commits(item) else None
        with stash[blocking_manager_key].unblock():
            copies.use(stash[VARIANT], rows)
    stash[IS_SPENT] = False


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """A test with real transactions leaves what it wrote: the next one gets another copy."""
    if commits(item):
        item.config.stash[IS_SPENT] = True


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.DATA = tmp_path


@pytest.fixture
def page_store(settings: Any) -> None:
    """A page cache that keeps pages, for one test alone; in the other tests it keeps none."""
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(uuid4())}
    }


@pytest.fixture(autouse=True, scope="session")
def page_sets_are_not_compared() -> None:
    """Once a minute a search asks one query more; a test that counts queries must not meet it by chance."""
    from catalog.page_sets import current

    current.COMPARED_EVERY = math.inf


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A view in Khmer leaves the language active in its thread; the next test begins in English."""
    yield
    translation.activate("en")


@pytest.fixture
def forget_terms() -> Iterator[None]:
    """For tests that rename topics, places or organizations: afterwards no process may remember the other name."""
    from catalog import terms
    from orgs import organization_cache

    yield
    terms.topics.forget()
    terms.places.forget()
    organization_cache.organizations.forget()


@pytest.fixture
def portal(db: None) -> Any:
    """The founded portal: its two front pages by language."""
    from home.models import HomePage

    return {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}


@pytest.fixture
def programme_pages(db: None) -> list[Any]:
    """Return the programme's pages (privacy, terms, ...) in both languages, which stand in this test's database."""
    from home.models import StandardPage
    from home.programme_pages.texts import SLUGS

    return list(StandardPage.objects.filter(slug__in=SLUGS).order_by("pk"))


@pytest.fixture
def make_organization(portal: Any) -> Callable[..., Any]:
    """Provision an organization: make_organization("weavers", name_en=..., **fields)."""
    from home.organizations.page_tree import provision

    def make(slug: str, **fields: Any) -> Any:
        names = {"name_en": slug.replace("-", " ").title(), "name_km": f"អង្គការ {slug}"}
        return provision(slug=slug, **(names | fields))

    return make


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    """A person with a verified address: make_user("sokha@example.org", **fields)."""
    from tests.factories import make_user

    return make_user


@pytest.fixture
def make_member(db: None) -> Callable[..., Any]:
    """A person with a role in an organization: make_member(organization, "officer", "sokha@example.org").

    Without an address it is the person who stands in one of the shared organizations in this role, if there is one.
    """
    from tests.population import find_or_make_member

    return find_or_make_member


@pytest.fixture
def organization(db: None) -> Any:
    from tests.population import standing_organization

    return standing_organization("silk-weavers")


@pytest.fixture
def other_organization(db: None) -> Any:
    from tests.population import standing_organization

    return standing_organization("law-circle")


@pytest.fixture
def officer(organization: Any) -> Any:
    from tests.population import standing_member

    return standing_member(organization, "officer")


@pytest.fixture
def manager(organization: Any) -> Any:
    from tests.population import standing_member

    return standing_member(organization, "manager")


@pytest.fixture
def other_officer(other_organization: Any) -> Any:
    from tests.population import standing_member

    return standing_member(other_organization, "officer")


@pytest.fixture
def other_manager(other_organization: Any) -> Any:
    from tests.population import standing_member

    return standing_member(other_organization, "manager")


@pytest.fixture
def editor(db: None) -> Any:
    from tests.population import EDITOR, standing_person

    return standing_person(EDITOR)


@pytest.fixture
def administrator(db: None) -> Any:
    from tests.population import ADMINISTRATOR, standing_person

    return standing_person(ADMINISTRATOR)


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
