#!/usr/bin/env bash
# Make the portal's role and its two databases on a PostgreSQL server, with the least rights that it needs.
#
#   POSTGRES_PASSWORD=... make-roles.sh      as the server's administrator, whom PGUSER or POSTGRES_USER names (postgres)
#
# The container of PostgreSQL runs it when its data folder is new. Run again it puts right what differs and loses
# nothing: it also takes rights away from the role of an older installation, where the portal was the administrator.
#
# The portal's role (PORTAL_ROLE, neary) owns the schema `public` of its database (PORTAL_DATABASE, neary) and of an
# empty one in which backups are tried (PORTAL_TRIAL_DATABASE, neary_trial). It makes no role and no database, reads no
# file of the server, and no other role but administrators may enter these two. Its password is that of
# POSTGRES_PASSWORD, or is read from the file that POSTGRES_PASSWORD_FILE names. With OWN_SERVER=yes, where the server is
# the portal's alone, the role enters no other database, and the administrator's own password goes: she then comes in by
# the socket of the server's machine only.
set -euo pipefail

export PORTAL_ROLE=${PORTAL_ROLE:-neary}
database=${PORTAL_DATABASE:-neary}
trial=${PORTAL_TRIAL_DATABASE:-neary_trial}
export PGUSER=${PGUSER:-${POSTGRES_USER:-postgres}}

if [ -z "${POSTGRES_PASSWORD:-}" ] && [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
    POSTGRES_PASSWORD=$(<"$POSTGRES_PASSWORD_FILE")
fi
: "${POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE: the password of the portal\'s role.}"
if [ "$PORTAL_ROLE" = "$PGUSER" ]; then
    echo "The portal's role $PORTAL_ROLE cannot be the administrator who makes it: connect as another (PGUSER)." >&2
    exit 1
fi
# The archive's role, where there is an archive (docs/point_in_time.md).
export ARCHIVE_ROLE=${ARCHIVE_ROLE:-}
# psql reads it by \getenv: on a command line `ps` would show it.
export POSTGRES_PASSWORD OWN_SERVER=${OWN_SERVER:-no}

ask() {
    psql --no-psqlrc --quiet --no-password --set=ON_ERROR_STOP=1 --output=/dev/null "$@"
}

make_role() {
    ask --dbname=postgres <<'SQL'
\getenv role PORTAL_ROLE
\getenv password POSTGRES_PASSWORD
\getenv own_server OWN_SERVER
-- The log would have a failed statement with the password in it.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SET log_min_duration_statement = -1;
-- The first role of a server stays its administrator for ever: where it was the portal's, it gets another name.
SELECT format('ALTER ROLE %I RENAME TO %I', rolname, rolname || '_first'),
       format('ALTER ROLE %I NOLOGIN PASSWORD NULL', rolname || '_first')
FROM pg_roles WHERE rolname = :'role' AND oid = 10 \gexec
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'password';
-- What it may by another role, such as pg_read_server_files, is as good as its own right.
SELECT format('REVOKE %I FROM %I', granted.rolname, :'role')
FROM pg_auth_members JOIN pg_roles granted ON granted.oid = roleid
WHERE member = (SELECT oid FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('ALTER ROLE %I PASSWORD NULL', current_user) WHERE :'own_server' = 'yes' \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', datname) FROM pg_database WHERE :'own_server' = 'yes' \gexec
SQL
}

make_database() {
    export DATABASE=$1
    ask --dbname=postgres <<'SQL'
\getenv database DATABASE
\getenv role PORTAL_ROLE
SELECT format('CREATE DATABASE %I', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
-- An owner may grant others what she likes, and drop it: the portal does not own its database.
SELECT format('ALTER DATABASE %I OWNER TO %I', :'database', current_user) \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC, :"role";
-- Temporary tables are where `manage.py search_run` measures.
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO :"role";
SQL
    ask --dbname="$1" <<'SQL'
\getenv role PORTAL_ROLE
CREATE SCHEMA IF NOT EXISTS public;
ALTER SCHEMA public OWNER TO :"role";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- What another role has made there, such as the administrator by a restore, becomes the portal's. A sequence or index
-- of a table goes with its table.
SELECT format('ALTER TABLE %s OWNER TO %I', oid::regclass, :'role')
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relowner <> :'role'::regrole AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid
                    AND deptype IN ('a', 'i', 'e')) \gexec
SELECT format('ALTER ROUTINE %s OWNER TO %I', oid::regprocedure, :'role')
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proowner <> :'role'::regrole
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid
                    AND deptype = 'e') \gexec
SQL
}

make_archive_role() {
    [ -n "$ARCHIVE_ROLE" ] || return 0
    # It reads everything, by copying the whole server: it has no password, and comes in by the server's socket alone.
    ask --dbname=postgres <<'SQL'
\getenv role ARCHIVE_ROLE
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" WITH LOGIN REPLICATION NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD NULL;
SQL
}

make_role
make_archive_role
make_database "$database"
make_database "$trial"
echo "The role $PORTAL_ROLE owns the schema public of $database and of $trial, and nothing else."
