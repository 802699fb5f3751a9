"""A production set-up in which nothing is wrong, on servers that are told and not there; tests make faults in it."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from discussions.lmtp import heartbeat
from operations.backup.status import BackupStatus
from operations.doctor.installation import backups, board_mail, programme_pages, search_index
from operations.doctor.machine import disk, files, process, programs
from operations.doctor.machine.disk import GIGABYTE, DiskSpace
from operations.doctor.servers import addresses, clock, database, elastic, mail, redis_server, roles, versions, web
from operations.models import Heartbeat
from tests.population import ADMINISTRATOR, EDITOR

HOST = "portal.women.org.kh"
# Each unmistakable, so that a test finds it wherever it is told.
SECRETS = {
    "SECRET_KEY": "the-key-of-signatures-0123456789-abcdefghijklmnopqrstuvwxyz",
    "EMAIL_HOST_PASSWORD": "password-of-mail",
    "REDIS_PASSWORD": "password-of-redis",
    "ELASTIC_PASSWORD": "password-of-elastic",
    "BACKUP_PASSPHRASE": "five words to open backups",
}
SETTINGS: dict[str, Any] = {
    "SETTINGS_MODULE": "portal.settings.production",
    "DEBUG": False,
    "SECRET_KEY": SECRETS["SECRET_KEY"],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 3600,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "CSRF_TRUSTED_ORIGINS": [f"https://{HOST}"],
    "ALLOWED_HOSTS": [HOST, "localhost"],
    "CANONICAL_URL": f"https://{HOST}",
    "EMAIL_BACKEND": mail.SMTP,
    "EMAIL_HOST": "mail.women.org.kh",
    "EMAIL_PORT": 587,
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "EMAIL_HOST_USER": "portal",
    "EMAIL_HOST_PASSWORD": SECRETS["EMAIL_HOST_PASSWORD"],
    "DEFAULT_FROM_EMAIL": f"Neary <no-reply@{HOST}>",
    "DISCUSSIONS_MAIL_DOMAIN": f"lists.{HOST}",
    "DISCUSSIONS_AUTHSERV_ID": f"mail.{HOST}",
    "REDIS_URL": f"redis://:{SECRETS['REDIS_PASSWORD']}@redis:6379/0",
    "ELASTICSEARCH_URL": f"http://elastic:{SECRETS['ELASTIC_PASSWORD']}@elasticsearch:9200",
    "FILES_ACCEL_PREFIX": "/_files/",
    "BACKUP_PASSPHRASE": SECRETS["BACKUP_PASSPHRASE"],
    "BACKUP_EVERY_HOURS": 1,
    "BACKUP_SCRATCH": "",
    "BACKUP_TRIAL_DATABASE_URL": "",
}
# What the servers tell, by the functions that ask them.
ANSWERS: list[tuple[Any, str, Any]] = [
    (addresses, "look_up", ["10.0.0.5"]),
    (database, "read_locale", ("UTF8", "C.UTF-8")),
    (database, "missing_migrations", 0),
    (roles, "read_role", roles.DatabaseRole("neary", is_encrypted=False)),
    (redis_server, "ping", None),
    (redis_server, "lets_strangers_in", False),
    (redis_server, "read_state", redis_server.RedisState("7.4.1", "volatile-lru", 256 * 1024**2, False, False)),
    (elastic, "failure", ""),
    (elastic, "read_state", elastic.ElasticState("9.4.3", 9, "green")),
    (mail, "sign_in", None),
    (mail, "takes_mail", True),
    (board_mail, "takes_mail", True),
    # Those of later years are on no list, so that no day comes on which the tests fail.
    (versions, "python_version", (3, 99)),
    (versions, "postgresql_version", 99),
    (versions, "pg_dump_version", 99),
    (versions, "missing_programs", []),
    (search_index, "in_sync", True),
    (programme_pages, "unfilled", []),
    (process, "user_id", 10001),
    (process, "memory_limit", 8 * GIGABYTE),
    (files, "is_shared", True),
    (programs, "FEATURES", []),
]
ROOM = DiskSpace(1, 100 * GIGABYTE, 50 * GIGABYTE, 0.9)


@dataclass
class Setup:
    """The set-up, with ways to change what is asked of it."""

    settings: Any
    monkeypatch: pytest.MonkeyPatch
    folder: Path

    def answer(self, module: Any, name: str, value: Any) -> None:
        """Let a function that asks a server, or the machine, return this; an exception is raised."""

        def asked(*_: Any, **__: Any) -> Any:
            if isinstance(value, Exception):
                raise value
            return value

        self.monkeypatch.setattr(module, name, asked if callable(getattr(module, name)) else value)

    def change(self, module: Any, name: str, **fields: Any) -> None:
        """Let a function's answer, a dataclass, differ in some fields."""
        self.answer(module, name, dataclasses.replace(getattr(module, name)(), **fields))

    def web(self, path: str, status: int = 200, body: bytes = b"live\n", ends_in: int = 60, **headers: str) -> None:
        """Let the portal's address answer a path and what is below it like this; ends_in: days of its certificate."""
        told = Message()
        for name, value in ({"Date": formatdate(usegmt=True)} | headers).items():
            told[name.replace("_", "-")] = value
        self.pages[path] = web.WebAnswer(status, told, body, timezone.now() + timedelta(days=ends_in))

    def __post_init__(self) -> None:
        self.pages: dict[str, web.WebAnswer] = {}
        self.disks = {self.folder / "backups": dataclasses.replace(ROOM, device=2)}
        for name, value in SETTINGS.items():
            setattr(self.settings, name, value)
        for module, name, value in ANSWERS:
            self.answer(module, name, value)
        self.make_folders()
        self.fill_database()
        now = timezone.now()
        known = BackupStatus(True, now - timedelta(minutes=30), tried_at=now - timedelta(days=2))
        self.answer(backups, "read_backups", known)
        self.monkeypatch.setattr(disk, "disk_space_of", self.disk_of)
        self.monkeypatch.setattr(backups, "disk_space_of", self.disk_of)
        for name in ("database_time", "redis_time"):
            self.answer(clock, name, time.time())
        for path, status in {"/health/live": 200, "/en/": 200, "/_files/": 404, "/files/": 200}.items():
            self.web(path, status)
        self.monkeypatch.setattr(web, "ask_portal", self.ask)

    def disk_of(self, folder: Path) -> DiskSpace:
        return self.disks.get(folder, ROOM)

    def ask(self, path: str) -> web.WebAnswer:
        return next(answer for start, answer in self.pages.items() if path.startswith(start))

    def make_folders(self) -> None:
        """Make the folders of a portal, closed to others."""
        for name in ("data", "data/files", "data/static", "backups"):
            (self.folder / name).mkdir(mode=0o700)
        self.settings.DATA = self.folder / "data"
        self.settings.MEDIA_ROOT = str(self.folder / "data" / "files")
        self.settings.STATIC_ROOT = self.folder / "data" / "static"
        self.settings.REPOSITORY = self.folder
        self.settings.BACKUP_LOCATION = str(self.folder / "backups")
        # A folder of pytest's is closed: what lies in it would be closed whatever its mode.
        self.folder.chmod(0o711)

    def fill_database(self) -> None:
        """Give people their second factors, the portal its name, beat and the LMTP server a sign of life."""
        for email in (EDITOR, ADMINISTRATOR):
            TOTP.activate(User.objects.get(email=email), "A" * 32)
        Site.objects.filter(is_default_site=True).update(hostname=HOST)
        Heartbeat.objects.update_or_create(name=Heartbeat.Name.BEAT, defaults={"at": timezone.now()})
        heartbeat.record_beat()
