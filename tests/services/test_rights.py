"""The portal's role may do what the portal does and nothing else; Redis answers nobody without its password."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator

import psycopg
import pytest

from tests.services import servers
from tests.services.conftest import running
from tests.services.servers import PORTAL_ROLE, REDIS_SCRIPT, REPOSITORY, PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("entrypoint")]

RIGHTS = """
SELECT rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
       (SELECT count(*) FROM pg_auth_members WHERE member = pg_roles.oid) FROM pg_roles WHERE rolname = %s
"""
ALLOWED = [
    "CREATE TABLE kept (id bigserial PRIMARY KEY)",
    "INSERT INTO kept DEFAULT VALUES",
    "CREATE INDEX ON kept (id)",
    "CREATE TEMPORARY TABLE passing (LIKE kept)",
]
REFUSED = [
    "CREATE ROLE other",
    f"ALTER ROLE {PORTAL_ROLE} CREATEDB",
    "CREATE DATABASE other",
    "CREATE SCHEMA other",
    "CREATE EXTENSION file_fdw",
    "COPY kept FROM PROGRAM 'id'",
    "COPY kept TO '/tmp/kept'",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT rolpassword FROM pg_authid",
    "ALTER SYSTEM SET fsync = off",
    "SET ROLE postgres",
    "SELECT pg_switch_wal()",
]


@pytest.fixture(scope="module")
def database(postgresql: PostgreSQL) -> str:
    return postgresql.portal_database()


def rights(postgresql: PostgreSQL) -> tuple:
    with postgresql.connect() as connection:
        return connection.execute(RIGHTS, [PORTAL_ROLE]).fetchone() or ()


ONLY_LOGIN = (True, False, False, False, False, False, 0)


def test_the_role_does_what_the_portal_does_and_nothing_else(postgresql: PostgreSQL, database: str) -> None:
    assert rights(postgresql) == ONLY_LOGIN
    with psycopg.connect(postgresql.portal_url(database), autocommit=True) as connection:
        for statement in ALLOWED:
            connection.execute(statement)
        for statement in REFUSED:
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFile)):
                connection.execute(statement)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"ALTER DATABASE {database} SET timezone = 'UTC'")


def test_nobody_else_enters_its_databases_and_nobody_comes_without_its_password(
    postgresql: PostgreSQL, database: str
) -> None:
    with postgresql.connect() as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
    for name in (database, f"{database}_trial"):
        for url in (
            postgresql.url(name).replace("postgres@", "stranger@"),
            postgresql.portal_url(name).replace(servers.PORTAL_PASSWORD, "guessed"),
            postgresql.portal_url(name).replace(f":{servers.PORTAL_PASSWORD}", ""),
        ):
            with pytest.raises(psycopg.OperationalError, match=r"permission denied|password"):
                psycopg.connect(url)


def test_on_a_server_of_its_own_the_role_enters_no_other_database(postgresql: PostgreSQL, database: str) -> None:
    psycopg.connect(postgresql.portal_url("template1")).close()
    try:
        postgresql.make_roles(database, OWN_SERVER="yes")
        for name in ("postgres", "template1"):
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(postgresql.portal_url(name))
    finally:
        with postgresql.connect() as connection:
            connection.execute("GRANT CONNECT ON DATABASE postgres, template1 TO PUBLIC")


def test_an_older_installation_loses_its_rights_and_keeps_its_rows(postgresql: PostgreSQL) -> None:
    name = postgresql.portal_database()
    with postgresql.connect() as connection:
        connection.execute(f"ALTER ROLE {PORTAL_ROLE} SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS")
        connection.execute(f"GRANT pg_read_server_files TO {PORTAL_ROLE}")
        connection.execute(f"ALTER DATABASE {name} OWNER TO {PORTAL_ROLE}")
        connection.execute(f"DROP DATABASE {name}_trial")
    with postgresql.connect(name) as connection:
        connection.execute("CREATE TABLE older (id bigserial PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY)")
        connection.execute("INSERT INTO older DEFAULT VALUES")
        connection.execute("CREATE SEQUENCE alone")
        connection.execute("CREATE VIEW seen AS SELECT * FROM older")
        connection.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")

    for _ in range(2):
        postgresql.make_roles(name)

    assert rights(postgresql) == ONLY_LOGIN
    with psycopg.connect(postgresql.portal_url(name), autocommit=True) as connection:
        assert connection.execute("SELECT * FROM seen").fetchall() == [(1, 1)]
        connection.execute(
            "DROP VIEW seen; ALTER TABLE older ADD COLUMN more int; DROP SEQUENCE alone; DROP FUNCTION one"
        )
    psycopg.connect(postgresql.portal_url(f"{name}_trial")).close()


def test_where_the_portal_was_the_administrator_the_page_s_commands_put_it_right() -> None:
    for server in running(servers.postgresql(administrator=PORTAL_ROLE)):
        with server.connect() as connection:
            connection.execute("CREATE DATABASE portal")
        with server.connect("portal") as connection:
            connection.execute("CREATE TABLE older AS SELECT 1 AS number")
        with server.connect() as connection:
            connection.execute(command_of_the_page())

        for _ in range(2):
            server.make_roles("portal", PGUSER="postgres", OWN_SERVER="yes")

        server.administrator = "postgres"
        assert rights(server) == ONLY_LOGIN
        with psycopg.connect(server.portal_url("portal")) as connection:
            assert connection.execute("UPDATE older SET number = 2 RETURNING number").fetchone() == (2,)
        with server.connect() as connection:
            first = "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'neary_first' AND rolsuper AND oid = 10"
            assert connection.execute(first).fetchall() == [(False,)]


def command_of_the_page() -> str:
    page = (REPOSITORY / "docs" / "rights.md").read_text()
    return re.findall(r'psql --username=neary --dbname=neary --command="(.+)"', page)[0]


@pytest.mark.parametrize(
    ("variables", "fault"),
    [
        ({"POSTGRES_PASSWORD": ""}, "Set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE"),
        ({"PORTAL_ROLE": "postgres"}, "cannot be the administrator"),
    ],
)
def test_the_script_refuses_in_words(postgresql: PostgreSQL, variables: dict[str, str], fault: str) -> None:
    with pytest.raises(servers.CommandFailed, match=fault):
        postgresql.make_roles("never_made", **variables)


@pytest.fixture(scope="module")
def guarded_redis() -> Iterator[Redis]:
    yield from running(servers.redis_server("a-password-for-redis"))


def ping(redis: Redis, password: str) -> int:
    env = os.environ | {"REDIS_PASSWORD": password, "REDIS_PORT": str(redis.port)}
    return subprocess.run([REDIS_SCRIPT, "ping"], env=env, capture_output=True).returncode


def test_redis_answers_with_its_password_alone(guarded_redis: Redis) -> None:
    bare = subprocess.run(["redis-cli", "-e", "-p", str(guarded_redis.port), "ping"], capture_output=True, text=True)
    assert bare.returncode != 0 and "NOAUTH" in bare.stdout + bare.stderr
    assert ping(guarded_redis, "a-password-for-redis") == 0
    assert ping(guarded_redis, "another-password-of-it") != 0


def test_the_password_of_redis_stands_on_no_command_line(guarded_redis: Redis) -> None:
    shown = subprocess.run(["ps", "-o", "args=", "-g", str(guarded_redis.process.pid)], capture_output=True, text=True)
    assert "redis-server" in shown.stdout
    assert "a-password-for-redis" not in shown.stdout


@pytest.mark.parametrize(
    "password", ["", "short", "with space and more", 'quoted"and-longer-than', "two\nlines-of-a-password"]
)
def test_redis_does_not_start_without_a_password_that_fits_an_address(password: str) -> None:
    env = os.environ | {"REDIS_PASSWORD": password}
    done = subprocess.run([REDIS_SCRIPT, "start"], env=env, capture_output=True, text=True, timeout=10)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "REDIS_PASSWORD must be 16 to 256 letters and digits: it becomes part of an address.\n"
