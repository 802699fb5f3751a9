"""The portal's role in PostgreSQL owns its schema and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection

from operations.doctor.findings import SetupFinding, fault
from operations.doctor.registry import check
from operations.doctor.servers.addresses import is_public_host
from operations.doctor.servers.database import ANSWERS, rows

# Seconds.
TIMEOUT = 3
# A file of passwords that is nowhere: of /dev/null itself libpq complains on the console.
NO_PASSWORDS = f"{os.devnull}/none"
# Rights of a role, by their columns in pg_roles.
RIGHTS = {
    "rolsuper": "is a superuser",
    "rolcreatedb": "may create databases",
    "rolcreaterole": "may create roles",
    "rolreplication": "may copy the whole server",
    "rolbypassrls": "may pass over the rules of rows",
}
MEMBERSHIPS = (
    "SELECT pg_get_userbyid(roleid) FROM pg_auth_members JOIN pg_roles role ON role.oid = member"
    " WHERE role.rolname = current_user ORDER BY 1"
)
# Databases of the server itself, in which nothing of others lies.
SERVERS_OWN = ("postgres", "template0", "template1")


@dataclass(frozen=True)
class DatabaseRole:
    """The role of the connection: rights that it has beyond need, and what it does not own or should not reach.

    others_tables: how many of the schema's tables belong to another role. databases: others that it may connect to.
    """

    name: str
    rights: tuple[str, ...] = ()
    owns_schema: bool = True
    others_tables: int = 0
    databases: tuple[str, ...] = ()
    is_encrypted: bool = True


@check(after=ANSWERS)
def rights() -> Iterator[SetupFinding]:
    """Tell when the portal's PostgreSQL role has more rights than it needs, such as superuser."""
    role = read_role()
    if role and role.rights:
        yield fault(
            f"The portal's database role {role.name} {' and '.join(role.rights)}, which it does not need.",
            f"As a superuser run ALTER ROLE {quoted(role.name)} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION "
            "NOBYPASSRLS and REVOKE what it has of others, or run make-roles.sh (docs/rights.md).",
        )


@check(after=ANSWERS)
def ownership() -> Iterator[SetupFinding]:
    """Tell when the portal's PostgreSQL role does not own its schema and all its tables: updates would fail."""
    role = read_role()
    if role is None:
        return
    if not role.owns_schema:
        yield fault(
            f"The schema of the portal's tables does not belong to its database role {role.name}.",
            f"As a superuser run ALTER SCHEMA public OWNER TO {quoted(role.name)} in the portal's database.",
        )
    elif role.others_tables:
        yield fault(
            f"The portal's role {role.name} does not own {role.others_tables} of the tables, so updates fail.",
            f"As a superuser run ALTER TABLE ... OWNER TO {quoted(role.name)} for each.",
        )


@check(after=(*ANSWERS, "roles.rights"))
def other_databases() -> Iterator[SetupFinding]:
    """Tell when the portal's PostgreSQL role may connect to other databases of the server."""
    role = read_role()
    if role and role.databases:
        one = role.databases[0]
        yield fault(
            f"The portal's database role may also connect to {', '.join(role.databases[:5])}.",
            f"As a superuser run REVOKE CONNECT ON DATABASE {quoted(one)} FROM PUBLIC, for each of them.",
        )


@check(after=ANSWERS)
def password() -> Iterator[SetupFinding]:
    """Tell when PostgreSQL lets anybody in over the network as the portal's role, without a password."""
    if lets_strangers_in():
        yield fault(
            "PostgreSQL lets everybody in as the portal's role, without a password.",
            "Write scram-sha-256 instead of trust into its pg_hba.conf, reload it, and give the role a password.",
        )


@check(after=ANSWERS)
def encryption() -> Iterator[SetupFinding]:
    """Tell when the connection to PostgreSQL crosses the internet without TLS."""
    role = read_role()
    if role and not role.is_encrypted and is_public_host(settings.DATABASES["default"].get("HOST") or "localhost"):
        yield fault(
            "The connection to the database crosses the internet without TLS.",
            "Add ?sslmode=require to DATABASE_URL, or put the database into a private network.",
        )


def read_role() -> DatabaseRole | None:
    """Return name, rights, ownership and TLS of the portal's PostgreSQL role; None for SQLite."""
    if connection.vendor != "postgresql":
        return None
    flags = rows(f"SELECT rolname, {', '.join(RIGHTS)} FROM pg_roles WHERE rolname = current_user")[0]  # noqa: S608
    rights = [told for told, has in zip(RIGHTS.values(), flags[1:], strict=True) if has]
    # Such as pg_read_server_files: what it may by another role is as good as its own right.
    rights += [f"has the rights of {name}" for (name,) in rows(MEMBERSHIPS)]
    [(owns_schema,)] = rows(
        # pg_has_role: the portal's role may also be a member of the role that owns the schema.
        "SELECT coalesce((SELECT pg_has_role(current_user, nspowner, 'USAGE') FROM pg_namespace"
        " WHERE nspname = current_schema()), false)"
    )
    [(others,)] = rows(
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tableowner <> current_user"
    )
    # Databases that it owns itself are its own concern; templates cannot be entered at all.
    databases = rows(
        "SELECT datname FROM pg_database WHERE datname <> current_database() AND NOT datistemplate AND datallowconn"
        " AND NOT pg_has_role(current_user, datdba, 'USAGE') AND has_database_privilege(datname, 'CONNECT')"
    )
    [(encrypted,)] = rows("SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)")
    return DatabaseRole(
        str(flags[0]),
        tuple(rights),
        bool(owns_schema),
        int(others),
        tuple(sorted(str(name) for (name,) in databases if name not in (*SERVERS_OWN, *trial_databases()))),
        bool(encrypted),
    )


def lets_strangers_in() -> bool:
    """Return whether PostgreSQL accepts a network connection as the portal's role without a password."""
    database = connection.settings_dict
    host = database.get("HOST") or ""
    # Over a socket PostgreSQL knows the user of the machine: no password is no fault there.
    if connection.vendor != "postgresql" or not host or host.startswith("/"):
        return False
    try:
        # Nor the password of a file in the home of this account.
        psycopg.connect(
            host=host, port=database.get("PORT") or None, user=database["USER"], dbname=database["NAME"],
            passfile=NO_PASSWORDS, connect_timeout=TIMEOUT,
        ).close()  # fmt: skip
    except psycopg.OperationalError:
        return False
    return True


def trial_databases() -> tuple[str, str]:
    """Return the two possible names of the trial database of backups: as set, and NAME_trial."""
    own = connection.settings_dict["NAME"]
    return urlsplit(settings.BACKUP_TRIAL_DATABASE_URL).path.strip("/"), f"{own}_trial"


def quoted(name: str) -> str:
    """Return a database name quoted for SQL."""
    return connection.ops.quote_name(name)
