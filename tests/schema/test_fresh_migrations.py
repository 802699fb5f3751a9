"""An empty migrate gives the same database as before all migrations were made anew, by the names of today.

The fingerprints before_*.json were taken of the last commit that had the old migrations, and stay as they are. Later
migrations have no part in this: the database is migrated up to those that were made anew.
"""

from __future__ import annotations

import ast
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.postgresql_template import first_dump, load
from tests.schema.differences import DIFFERENCES
from tests.schema.fingerprint import Fact
from tests.schema.first_migrations import LAST, TARGETS
from tests.schema.names import renamed
from tests.services.portal import Portal
from tests.services.processes import run
from tests.services.servers import PostgreSQL
from tests.template_database import first_database
from tools import packages
from tools.packages import REPOSITORY

FOLDER = Path(__file__).parent
FINGERPRINT = FOLDER / "fingerprint.py"


def names_of_migrations() -> dict[str, list[str]]:
    found = {name: sorted((folder / "migrations").glob("0*.py")) for name, folder in packages.folders().items()}
    return {name: [path.stem for path in paths] for name, paths in found.items() if paths}


def facts_of(portal: Portal) -> set[Fact]:
    printed = run([sys.executable, str(FINGERPRINT), json.dumps(TARGETS)], env=portal.env)
    return {tuple(fact) for fact in json.loads(printed)}


def before(database: str) -> set[Fact]:
    frozen = json.loads((FOLDER / f"before_{database}.json").read_text())
    return {renamed(tuple(fact)) for fact in frozen}


def expected(database: str) -> set[Fact]:
    facts = before(database)
    for difference in DIFFERENCES:
        if difference.database == database:
            assert difference.gone <= facts, difference.reason
            facts = facts - difference.gone | difference.new
    return facts


def differences(found: set[Fact], wanted: set[Fact]) -> dict[str, list[Fact]]:
    return {"missing": sorted(wanted - found), "new": sorted(found - wanted)}


NONE: dict[str, list[Fact]] = {"missing": [], "new": []}


@pytest.fixture
def sqlite(data: Path) -> Portal:
    """A copy of the kept database that those migrations have made."""
    (data / "schema.sqlite3").write_bytes(first_database().read_bytes())
    return Portal(data, database_url=f"sqlite:///{data / 'schema.sqlite3'}")


def test_sqlite_is_what_it_was(sqlite: Portal) -> None:
    assert differences(facts_of(sqlite), expected("sqlite")) == NONE


LOSSES: dict[str, Callable[[Fact], bool]] = {
    "drop index moderation_queue": lambda fact: fact[:2] == ("index", "moderation_submission"),
    "drop table search_text": lambda fact: fact[:2] == ("text table", "search_text"),
    "delete from vocabulary_topic where slug = 'law'": lambda fact: fact == ("rows", "vocabulary.topic", "14"),
    "drop index moderation_one_waiting_a_page": lambda fact: fact[2:3] == ("unique",),
}


def test_what_is_gone_is_noticed(sqlite: Portal) -> None:
    facts = expected("sqlite")
    with closing(sqlite3.connect(sqlite.data / "schema.sqlite3")) as connection, connection:
        for statement in LOSSES:
            connection.execute(statement)

    missing = differences(facts_of(sqlite), facts)["missing"]

    unnoticed = [statement for statement, is_loss in LOSSES.items() if not any(map(is_loss, missing))]
    assert unnoticed == []


@pytest.mark.services
def test_postgresql_is_what_it_was(data: Path, postgresql: PostgreSQL) -> None:
    portal = Portal(data, database_url=postgresql.url(postgresql.database()))
    load(first_dump(portal.database_url), portal.database_url)

    assert differences(facts_of(portal), expected("postgresql")) == NONE


def test_rows_are_the_same_in_both_databases() -> None:
    said = [{fact for fact in before(name) if fact[0] in ("row", "rows")} for name in ("sqlite", "postgresql")]

    assert said[0] == said[1] != set()


def test_every_package_was_made_anew() -> None:
    names = names_of_migrations()

    assert {package: LAST[package] for package in names if package in LAST} == LAST
    assert all(last in names[package] for package, last in LAST.items())


def test_migrations_that_write_rows_or_sql_import_nothing_of_the_project() -> None:
    """Imported code changes, and the same migration would then do something else."""
    paths = [path for folder in packages.folders().values() for path in (folder / "migrations").glob("0*.py")]
    imports = {str(path.relative_to(REPOSITORY)): own(imported(path)) for path in paths if carries_out_code(path)}

    assert imports
    assert {path: names for path, names in imports.items() if names} == {}


def carries_out_code(path: Path) -> bool:
    return any(word in path.read_text() for word in ("RunPython", "RunSQL"))


def imported(path: Path) -> Iterable[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def own(modules: Iterable[str]) -> list[str]:
    return [module for module in modules if module.partition(".")[0] in {*packages.names(), "", "tests", "tools"}]
