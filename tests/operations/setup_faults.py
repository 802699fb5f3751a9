"""Faults to make in a right set-up, each with the check that finds it."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import redis
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from catalog.models import CountingRow
from discussions.lmtp import heartbeat
from discussions.models import IncomingMail
from operations.doctor.installation import backups, board_mail, programme_pages, search_index
from operations.doctor.machine import files, process, programs
from operations.doctor.machine.disk import GIGABYTE, DiskSpace
from operations.doctor.servers import (
    addresses,
    clock,
    database,
    elastic,
    mail,
    redis_server,
    roles,
    store,
    versions,
    web,
)
from operations.models import Heartbeat
from orgs.models import Membership, Organization
from outbox.models import Event
from portal.settings.store import s3_storage
from search.models import PendingReindex
from takeout.models import TakeoutRequest
from tests.factories import make_user
from tests.operations.right_setup import HOST, Setup
from tests.population import EDITOR

MakeFault = Callable[[Setup], Any]


def setting(**values: Any) -> MakeFault:
    def make_fault(setup: Setup) -> None:
        for name, value in values.items():
            setattr(setup.settings, name, value)

    return make_fault


def answer(module: Any, name: str, value: Any) -> MakeFault:
    return lambda setup: setup.answer(module, name, value)


def change(module: Any, name: str, **fields: Any) -> MakeFault:
    return lambda setup: setup.change(module, name, **fields)


def page(path: str, status: int = 200, **answered: Any) -> MakeFault:
    return lambda setup: setup.web(path, status, **answered)


def both(*faults: MakeFault) -> MakeFault:
    return lambda setup: [make_fault(setup) for make_fault in faults]


def mode(name: str, bits: int) -> MakeFault:
    return lambda setup: (setup.folder / name).chmod(bits)


def disk_space(name: str, total: float, free: float, inodes: float = 0.9) -> MakeFault:
    def make_fault(setup: Setup) -> None:
        setup.disks[setup.folder / name] = DiskSpace(3, int(total * GIGABYTE), int(free * GIGABYTE), inodes)

    return make_fault


def sqlite_file(setup: Setup) -> None:
    path = setup.folder / "neary.sqlite3"
    path.touch(0o644)
    setup.monkeypatch.setitem(setup.settings.DATABASES["default"], "NAME", str(path))


def secret_file(name: str) -> MakeFault:
    def make_fault(setup: Setup) -> None:
        path = setup.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("SECRET_KEY=whatever")
        path.chmod(0o644)
        if name.startswith("run"):
            setup.monkeypatch.setenv("DATABASE_URL_FILE", str(path))

    return make_fault


def invalid_certificate(number: int) -> MakeFault:
    def make_fault(setup: Setup) -> None:
        error = ssl.SSLCertVerificationError(1, "certificate verify failed")
        error.verify_code, error.verify_message = number, "self-signed certificate"
        setup.answer(web, "ask_portal", error)

    return make_fault


def picture(setup: Setup) -> None:
    """A stored picture that a public page shows."""
    setup.answer(web, "stored_picture", "original_images/photo.jpg")


def later_migration(setup: Setup) -> None:
    MigrationRecorder(connection).record_applied("accounts", "9999_later")


def event(state: Event.State = Event.State.PENDING, minutes: int = 10) -> MakeFault:
    made = timezone.now() - timedelta(minutes=minutes)
    fields = {"stream": "x", "seq": 1, "kind": "page.published", "payload": {}, "state": state, "created_at": made}
    return lambda _: Event.objects.create(**fields)


def failed_takeout(_: Setup) -> None:
    TakeoutRequest.objects.create(organization=Organization.objects.programme(), failed_at=timezone.now())


def demo_account(setup: Setup) -> None:
    user = make_user("officer@neary.example.org")
    user.set_password("krama lotus river drum")
    user.save()


def administrators(count: int) -> MakeFault:
    def make_fault(_: Setup) -> None:
        User.objects.filter(is_superuser=True).update(is_superuser=False)
        for number in range(count):
            user = make_user(f"admin{number}@{HOST}", is_superuser=True)
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})

    return make_fault


def unread_mail(setup: Setup) -> None:
    IncomingMail.objects.create(digest="a", recipient="gender@lists.test", received_at=ago(hours=1))


def messages_of_workers(setup: Setup) -> None:
    setup.settings.REDIS_URL = ""
    folder = setup.settings.DATA / "celery" / "queue"
    folder.mkdir(parents=True)
    for number in range(1001):
        (folder / f"{number}.dq.msg").touch()


def backups_were(**fields: Any) -> MakeFault:
    return lambda setup: setup.change(backups, "read_backups", **fields)


def ago(**units: float) -> Any:
    return timezone.now() - timedelta(**units)


def no_icu(setup: Setup) -> None:
    import khmer.segments

    setup.monkeypatch.setattr(khmer.segments, "segment", lambda run: iter([run]))


def old_catalogue(setup: Setup) -> None:
    folder = setup.folder / "locale" / "km" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    setup.settings.LOCALE_PATHS = [setup.folder / "locale"]


def needs(**what: tuple[str, ...]) -> MakeFault:
    return answer(programs, "FEATURES", [programs.FeatureNeeds("reading of scans", lambda: True, **what)])


def pending(count: int) -> MakeFault:
    return lambda _: PendingReindex.objects.bulk_create([PendingReindex(translation_key="a" * 32)] * count)


def public(host: str) -> MakeFault:
    """Let a host have a public address, all others a private one."""

    def look_up(name: str, *_: Any) -> list[str]:
        return ["8.8.8.8" if name == host else "10.0.0.5"]

    return lambda setup: setup.monkeypatch.setattr(addresses, "look_up", look_up)


def database_host(setup: Setup) -> None:
    setup.monkeypatch.setitem(setup.settings.DATABASES["default"], "HOST", "database")


def asks_for_password(setup: Setup) -> None:
    """Elasticsearch answers only with one."""
    setup.monkeypatch.setattr(elastic, "failure", lambda url: "" if "@" in url else "AuthenticationException")


def no_cache_table(setup: Setup) -> None:
    setup.monkeypatch.setitem(caches.settings["default"], "LOCATION", "no_such_table")


def stored_elsewhere(**answers: Any) -> MakeFault:
    """Let files lie in a store, whose client answers like this."""

    def make_fault(setup: Setup) -> None:
        setup.settings.STORAGES = settings.STORAGES | {"default": s3_storage("files", "https://store.women.org.kh")}
        setup.answer(store, "client", Mock(**answers))

    return make_fault


def limited_files(setup: Setup) -> None:
    setup.monkeypatch.setattr(process.resource, "getrlimit", lambda _: (256, 256))


def bytecode(setup: Setup) -> None:
    setup.monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    setup.answer(process, "is_compiled", False)


NOW = time.time
OPEN_TO_ALL = {"Grants": [{"Grantee": {"URI": "http://acs.amazonaws.com/groups/global/AllUsers"}}]}
NO_POLICY = {"get_bucket_policy_status.side_effect": LookupError("NoSuchBucketPolicy")}
PUBLIC_POLICY = {"get_bucket_policy_status.return_value": {"PolicyStatus": {"IsPublic": True}}}

FAULTS: list[tuple[str, MakeFault]] = [
    ("settings.module", setting(SETTINGS_MODULE="portal.settings.dev")),
    ("settings.debug", setting(DEBUG=True)),
    ("settings.secret_key", setting(SECRET_KEY="only for one's own machine")),
    ("settings.secret_key", setting(SECRET_KEY="Zk3-9f_short")),
    ("settings.secret_key", setting(SECRET_KEY="ab" * 40)),
    ("settings.cookies", setting(SESSION_COOKIE_SECURE=False)),
    ("settings.https_redirect", setting(SECURE_SSL_REDIRECT=False)),
    ("settings.hsts", setting(SECURE_HSTS_SECONDS=0)),
    ("settings.proxies", setting(ALLAUTH_TRUSTED_PROXY_COUNT=0)),
    ("hosts.allowed", setting(ALLOWED_HOSTS=[])),
    ("hosts.allowed", setting(ALLOWED_HOSTS=["*"])),
    ("hosts.allowed", setting(ALLOWED_HOSTS=["localhost", "127.0.0.1", "[::1]"])),
    ("hosts.base_url", setting(CANONICAL_URL="")),
    ("hosts.base_url", setting(CANONICAL_URL=f"http://{HOST}")),
    ("hosts.base_url", setting(CANONICAL_URL="https://localhost")),
    ("hosts.base_url", setting(CANONICAL_URL="https://192.168.0.4")),
    ("hosts.base_url", setting(CANONICAL_URL=f"https://{HOST}/neary/")),
    ("hosts.base_url_allowed", setting(ALLOWED_HOSTS=["other.women.org.kh"])),
    ("programme_pages.address", lambda _: Site.objects.update(hostname="old.women.org.kh")),
    ("disk.space", disk_space("data", 100, 1)),
    ("disk.space", disk_space("backups", 20, 0.5)),
    ("disk.space", disk_space("data/files", 100, 60, inodes=0.001)),
    ("files.writable", answer(files, "may_write", False)),
    ("files.data_folder", mode("data", 0o755)),
    ("files.database_file", sqlite_file),
    ("files.secrets", secret_file("docker/.env")),
    ("files.secrets", secret_file("run/database_url")),
    ("files.backups", mode("backups", 0o755)),
    ("files.web_folder", lambda setup: setting(MEDIA_ROOT=str(setup.folder / "data" / "static" / "files"))(setup)),
    ("files.web_folder", setting(MEDIA_ROOT="/var/www/neary/files")),
    ("programs.features", needs(programs=("no-such-program",))),
    ("programs.features", needs(libraries=("no-such-library",))),
    ("programs.icu", no_icu),
    ("programs.fonts", answer(programs, "font", Path("no.ttf"))),
    ("programs.catalogues", old_catalogue),
    ("database.answers", answer(database, "rows", DatabaseError("no connection"))),
    ("database.migrations", answer(database, "missing_migrations", 3)),
    ("database.ahead", later_migration),
    ("database.cache_table", no_cache_table),
    ("database.khmer", answer(database, "read_locale", ("UTF8", "C"))),
    ("database.khmer", answer(database, "read_locale", ("LATIN1", "en_US"))),
    ("roles.rights", change(roles, "read_role", rights=("is a superuser",), databases=("other",))),
    ("roles.rights", change(roles, "read_role", rights=("may create databases", "may create roles"))),
    ("roles.ownership", change(roles, "read_role", owns_schema=False)),
    ("roles.ownership", change(roles, "read_role", others_tables=3)),
    ("roles.encryption", both(database_host, public("database"))),
    ("roles.password", answer(roles, "lets_strangers_in", True)),
    ("roles.other_databases", change(roles, "read_role", databases=("accounts_of_ngo",))),
    ("redis_server.answers", answer(redis_server, "ping", redis.ConnectionError("refused"))),
    ("redis_server.answers", answer(redis_server, "ping", redis.AuthenticationError("invalid"))),
    ("redis_server.password", setting(REDIS_URL="redis://redis:6379/0")),
    ("redis_server.password", answer(redis_server, "lets_strangers_in", True)),
    ("redis_server.encryption", public("redis")),
    ("redis_server.persistence", change(redis_server, "read_state", last_save_failed=True)),
    ("elastic.answers", answer(elastic, "failure", "ConnectionError")),
    ("elastic.security", public("elasticsearch")),
    ("elastic.security", both(public("elasticsearch"), asks_for_password)),
    ("mail.backend", setting(EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend")),
    ("mail.backend", setting(EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend")),
    ("mail.server", answer(mail, "sign_in", ConnectionRefusedError(111, "Connection refused"))),
    ("mail.server", answer(mail, "sign_in", smtplib.SMTPAuthenticationError(535, b"no"))),
    (
        "mail.server",
        answer(mail, "sign_in", smtplib.SMTPNotSupportedError("STARTTLS not supported")),
    ),
    ("mail.encryption", setting(EMAIL_USE_TLS=False)),
    ("mail.sender", setting(DEFAULT_FROM_EMAIL="Neary <neary@localhost>")),
    ("mail.sender", setting(DEFAULT_FROM_EMAIL="Neary")),
    ("mail.sender", setting(DEFAULT_FROM_EMAIL="no-reply@portal.example.org")),
    ("web.certificate", invalid_certificate(web.EXPIRED)),
    ("web.certificate", invalid_certificate(62)),
    ("web.certificate", invalid_certificate(18)),
    ("web.certificate", answer(web, "ask_portal", ssl.SSLError("wrong version number"))),
    ("web.certificate", page("/health/live", ends_in=5)),
    ("web.answers", page("/health/live", 404, body=b"Welcome to nginx")),
    ("web.redirect_loop", page("/en/", 301, Location=f"https://{HOST}/en/")),
    ("web.private_files", both(picture, page("/_files/", 200))),
    ("web.private_files", both(picture, page("/files/", X_Accel_Redirect="/_files/photo.jpg"))),
    ("web.private_files", both(picture, page("/files/", 403))),
    ("store.answers", stored_elsewhere(**{"head_bucket.side_effect": ConnectionError("refused")})),
    ("store.public", stored_elsewhere(**{"get_bucket_acl.return_value": OPEN_TO_ALL, **NO_POLICY})),
    ("store.public", stored_elsewhere(**{"get_bucket_acl.return_value": {}, **PUBLIC_POLICY})),
    ("versions.python", answer(versions, "python_version", (3, 9))),
    ("versions.postgresql", answer(versions, "postgresql_version", 12)),
    ("versions.pg_dump", answer(versions, "missing_programs", ["pg_dump", "psql"])),
    ("versions.pg_dump", answer(versions, "pg_dump_version", 13)),
    ("versions.redis", change(redis_server, "read_state", version="5.0.7")),
    ("versions.elasticsearch", change(elastic, "read_state", version="8.15.0")),
    ("database.sqlite", answer(database, "sqlite_version", (3, 22, 0))),
    ("database.sqlite", answer(database, "has_fts5", False)),
    ("clock.database", answer(clock, "database_time", NOW() - 3600)),
    ("clock.redis", lambda setup: setup.answer(clock, "redis_time", NOW() + 45)),
    ("clock.web_server", page("/health/live", Date="Mon, 05 Jan 2026 10:00:00 GMT")),
    ("people.administrator", administrators(0)),
    ("people.second_factors", lambda _: Authenticator.objects.filter(user__email=EDITOR).delete()),
    ("people.demo_accounts", demo_account),
    ("workers.outbox", event()),
    ("workers.beat", lambda _: Heartbeat.objects.all().delete()),
    ("workers.beat", lambda _: Heartbeat.objects.update(at=ago(hours=1))),
    ("board_mail.domain", setting(DISCUSSIONS_MAIL_DOMAIN="lists.localhost")),
    (
        "board_mail.domain",
        both(setting(DISCUSSIONS_MAIL_DOMAIN=f"lists.{HOST}"), answer(board_mail, "takes_mail", False)),
    ),
    ("board_mail.lmtp", lambda _: caches["default"].delete(heartbeat.KEY)),
    ("board_mail.unread", unread_mail),
    ("search_index.rows", lambda _: CountingRow.objects.filter(pk=CountingRow.objects.first().pk).delete()),
    ("search_index.elasticsearch", answer(search_index, "in_sync", False)),
    ("backups.location", setting(BACKUP_LOCATION="ftp://backups.women.org.kh")),
    ("backups.location", answer(backups, "may_write", False)),
    ("backups.location", setting(BACKUP_SCRATCH="/no/such/folder")),
    ("backups.location", setting(BACKUP_EVERY_HOURS=0)),
    ("backups.passphrase", setting(BACKUP_PASSPHRASE="")),
    ("backups.passphrase", setting(BACKUP_PASSPHRASE="lotus")),
    ("backups.age", backups_were(made_at=None)),
    ("backups.age", backups_were(made_at=ago(days=2))),
    ("backups.trial", backups_were(tried_at=None)),
    ("backups.trial", backups_were(tried_at=ago(days=9))),
    ("backups.trial", backups_were(trial_failed="3 rows are missing.")),
    ("backups.archive", answer(backups, "archive_fails", True)),
    ("programme_pages.placeholders", answer(programme_pages, "unfilled", [("Privacy", "en", "[address]")])),
]

WARNINGS: list[tuple[str, MakeFault]] = [
    ("takeouts.failed", failed_takeout),
    ("settings.proxies", setting(ALLAUTH_TRUSTED_PROXY_COUNT=9)),
    ("settings.form_origins", setting(CSRF_TRUSTED_ORIGINS=["https://*.org.kh"])),
    ("settings.log_level", lambda setup: setting(LOGGING={"root": {"level": "DEBUG"}})(setup)),
    ("disk.space", disk_space("data", 100, 8)),
    ("process.account", answer(process, "user_id", 0)),
    ("process.open_files", limited_files),
    ("process.memory", answer(process, "memory_limit", 500 * 1024**2)),
    ("process.bytecode", bytecode),
    ("redis_server.eviction", change(redis_server, "read_state", policy="allkeys-lru")),
    ("redis_server.eviction", change(redis_server, "read_state", max_memory=0)),
    ("redis_server.persistence", change(redis_server, "read_state", keeps_on_disk=True)),
    ("elastic.health", change(elastic, "read_state", health="red")),
    ("mail.sender_can_receive", answer(mail, "takes_mail", False)),
    ("web.answers", answer(web, "ask_portal", TimeoutError("timed out"))),
    ("people.administrator", administrators(6)),
    ("people.managers", lambda _: Membership.objects.filter(organization__slug="law-circle", role="manager").delete()),
    ("workers.dead_letters", event(Event.State.DEAD)),
    ("workers.leftovers", messages_of_workers),
    ("board_mail.authentication", setting(DISCUSSIONS_AUTHSERV_ID="")),
    ("search_index.pending", pending(1001)),
    ("backups.age", backups_were(made_at=ago(hours=3))),
    ("backups.age", backups_were(backup_failed="The folder cannot be reached.")),
    ("backups.same_disk", lambda setup: setup.disks.clear()),
]
