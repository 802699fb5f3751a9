"""Doctor's findings at real servers: PostgreSQL's roles with and without rights, Redis with and without password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import environ
import pytest
from django.db.utils import ConnectionHandler

from operations.doctor.installation import backups
from operations.doctor.registry import SetupCheck
from operations.doctor.runner import run_in_this_thread
from operations.doctor.servers import clock, database, redis_server, roles, versions
from tests.services.conftest import running
from tests.services.servers import PORTAL_PASSWORD, PORTAL_ROLE, PostgreSQL, Redis
from tests.services.servers import redis_server as start_server

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("entrypoint")]

OF_DATABASE = (
    database.answers, database.khmer, roles.rights, roles.ownership, roles.other_databases, roles.password,
    roles.encryption, versions.postgresql, versions.pg_dump, clock.database, backups.archive,
)  # fmt: skip
OF_REDIS = (
    redis_server.answers, redis_server.password, redis_server.encryption, redis_server.eviction,
    redis_server.persistence, versions.redis, clock.redis,
)  # fmt: skip


def found(checks: Any) -> dict[str, str]:
    """Return the problems that checks find, by their names; none may fail."""
    problems = {}
    for check in checks:
        outcome = run_in_this_thread(SetupCheck(check.__name__, check))
        assert isinstance(outcome, list), outcome
        if outcome:
            problems[check.__name__] = outcome[0].problem
    return problems


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch, settings: Any, django_db_blocker: Any) -> Iterator[Callable[[str], None]]:
    """Let doctor look at the database of an address."""
    opened = []

    def connect_to(url: str) -> None:
        connection = ConnectionHandler({"default": environ.Env.db_url_config(url)})["default"]
        opened.append(connection)
        for module in (database, roles, versions, clock, backups):
            monkeypatch.setattr(module, "connection", connection)

    settings.BACKUP_TRIAL_DATABASE_URL = ""
    with django_db_blocker.unblock():
        yield connect_to
    for connection in opened:
        connection.close()


@pytest.fixture(scope="module")
def portal_database(postgresql: PostgreSQL) -> str:
    """A database as the containers' script makes it, on a server where no other is open to everybody."""
    name = postgresql.portal_database()
    close_all(postgresql, name)
    return name


def close_all(postgresql: PostgreSQL, name: str) -> None:
    """Other tests of this server have made further ones, for everybody or for the one role of all of them."""
    with postgresql.connect() as connection:
        databases = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'neary%'").fetchall()
        for (other,) in databases:
            if other not in (name, f"{name}_trial"):
                connection.execute(f"REVOKE CONNECT ON DATABASE {other} FROM PUBLIC, {PORTAL_ROLE}")


def test_the_portals_role_is_nothing_to_speak_of(
    postgresql: PostgreSQL, portal_database: str, connect: Callable[[str], None], settings: Any
) -> None:
    connect(postgresql.portal_url(portal_database))
    settings.BACKUP_TRIAL_DATABASE_URL = postgresql.portal_url(f"{portal_database}_trial")

    assert found(OF_DATABASE) == {}


def test_each_right_too_many_is_told(
    postgresql: PostgreSQL, portal_database: str, connect: Callable[[str], None], settings: Any
) -> None:
    settings.BACKUP_TRIAL_DATABASE_URL = postgresql.portal_url(f"{portal_database}_trial")
    told = {}
    with postgresql.connect() as administrator:
        for right in ("SUPERUSER", "CREATEDB", "CREATEROLE", "REPLICATION", "BYPASSRLS"):
            administrator.execute(f"ALTER ROLE {PORTAL_ROLE} {right}")
            connect(postgresql.portal_url(portal_database))
            told[right] = found([roles.rights])["rights"]
            administrator.execute(f"ALTER ROLE {PORTAL_ROLE} NO{right}")
        administrator.execute(f"GRANT pg_read_server_files TO {PORTAL_ROLE}")
        assert "has the rights of pg_read_server_files" in found([roles.rights])["rights"]
        administrator.execute(f"REVOKE pg_read_server_files FROM {PORTAL_ROLE}")
    assert found([roles.rights]) == {}

    assert {right: list(roles.RIGHTS.values())[number] in told[right] for number, right in enumerate(told)} == (
        dict.fromkeys(told, True)
    )
    assert len(told) == len(roles.RIGHTS)


def test_what_the_role_does_not_own_is_told(
    postgresql: PostgreSQL, portal_database: str, connect: Callable[[str], None]
) -> None:
    connect(postgresql.portal_url(portal_database))
    with postgresql.connect(portal_database) as administrator:
        administrator.execute("CREATE TABLE of_another (id int)")
        assert found([roles.ownership])["ownership"].startswith("The portal's role neary does not own 1 of the tables")
        administrator.execute("DROP TABLE of_another")
        administrator.execute("ALTER SCHEMA public OWNER TO postgres")
        assert found([roles.ownership])["ownership"].startswith("The schema of the portal's tables does not belong")
        administrator.execute(f"ALTER SCHEMA public OWNER TO {PORTAL_ROLE}")
    assert found([roles.ownership]) == {}


def test_a_database_of_others_that_it_may_enter_is_told(
    postgresql: PostgreSQL, portal_database: str, connect: Callable[[str], None], settings: Any
) -> None:
    settings.BACKUP_TRIAL_DATABASE_URL = postgresql.portal_url(f"{portal_database}_trial")
    connect(postgresql.portal_url(portal_database))
    with postgresql.connect() as administrator:
        administrator.execute("CREATE DATABASE of_others")
        try:
            assert "may also connect to of_others" in found([roles.other_databases])["other_databases"]
            administrator.execute("REVOKE CONNECT ON DATABASE of_others FROM PUBLIC")
            assert found([roles.other_databases]) == {}
        finally:
            administrator.execute("DROP DATABASE of_others")


def test_a_wrong_password_and_a_plain_ctype_are_told(
    postgresql: PostgreSQL, portal_database: str, connect: Callable[[str], None]
) -> None:
    connect(postgresql.portal_url(portal_database).replace(PORTAL_PASSWORD, "guessed"))
    problem = found([database.answers])["answers"]
    assert "password authentication failed" in problem and "guessed" not in problem

    connect(postgresql.url(portal_database))
    assert found([roles.password])["password"].startswith(
        "PostgreSQL lets everybody in as the portal's role, without a password"
    )

    with postgresql.connect() as administrator:
        administrator.execute("CREATE DATABASE plain TEMPLATE template0 LC_CTYPE 'C' LC_COLLATE 'C'")
        try:
            connect(postgresql.url("plain"))
            assert "its ctype C" in found([database.khmer])["khmer"]
            database.connection.close()
        finally:
            administrator.execute("DROP DATABASE plain")


@pytest.fixture(scope="module")
def guarded_redis() -> Iterator[Redis]:
    yield from running(start_server("a-password-of-redis"))


def test_a_guarded_redis_is_nothing_to_speak_of(guarded_redis: Redis, settings: Any) -> None:
    settings.REDIS_URL = guarded_redis.url
    with redis_server.client(guarded_redis.url) as connected:
        connected.config_set("maxmemory", "64mb")
        connected.config_set("maxmemory-policy", "volatile-lru")
        assert found(OF_REDIS) == {}

        connected.config_set("maxmemory-policy", "allkeys-lru")
        assert set(found(OF_REDIS)) == {"eviction"}
        connected.config_set("maxmemory-policy", "volatile-lru")
        connected.config_set("save", "60 1")
        assert set(found(OF_REDIS)) == {"persistence"}
        connected.config_set("save", "")


def test_a_redis_that_is_open_or_refuses_is_told(guarded_redis: Redis, redis: Redis, settings: Any) -> None:
    settings.REDIS_URL = guarded_redis.url.replace("a-password", "another-password")
    assert found([redis_server.answers])["answers"] == "Redis refuses the password in REDIS_URL."

    settings.REDIS_URL = redis.url
    assert found([redis_server.password])["password"].startswith("Redis has no password")

    with redis_server.client(guarded_redis.url) as connected:
        connected.config_set("requirepass", "")
        settings.REDIS_URL = guarded_redis.url
        connected.execute_command("ACL", "SETUSER", "portal", "on", ">a-password-of-redis", "+@all", "~*")
        settings.REDIS_URL = guarded_redis.url.replace("redis://:", "redis://portal:")
        assert found([redis_server.password])["password"].startswith("Redis lets anybody in")
        connected.config_set("requirepass", "a-password-of-redis")

    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    assert found([redis_server.answers])["answers"].startswith("Redis does not answer: ConnectionError")
