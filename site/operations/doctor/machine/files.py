"""Checks of the rights to read and write the portal's folders and files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from operations.doctor.findings import SetupFinding, fault
from operations.doctor.machine.disk import backup_folder
from operations.doctor.registry import check

READABLE, WRITABLE = stat.S_IROTH, stat.S_IWOTH
# Parts of the names of settings and variables that hold secrets.
SECRET_NAMES = ("SECRET", "PASSWORD", "PASSPHRASE", "TOKEN", "API_KEY", "ACCESS_KEY")
# Folders from which web servers send whatever lies in them, by their usual names.
WEB_FOLDERS = {"www", "htdocs", "public_html", "wwwroot", "html", "httpdocs"}
# Files by which a container knows that it is one: inside, nobody else has an account.
CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))


@check(at_run=True)
def writable() -> Iterator[SetupFinding]:
    """Tell when the portal may not write into its folders."""
    # Without SQLite and with Redis nothing is written beside the files: in a container that folder is read-only.
    needs_data = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") or not settings.REDIS_URL
    wanted = [Path(settings.DATA)] if needs_data else []
    for folder in wanted + ([Path(settings.MEDIA_ROOT)] if keeps_files_here() else []):
        if folder.exists() and not may_write(folder):
            yield fault(
                f"The portal may not write into {folder}.",
                f"Make the portal's account its owner: chown -R ACCOUNT {folder}",
            )


@check()
def data_folder() -> Iterator[SetupFinding]:
    """Tell when others on the machine may read or change the folder of data."""
    folder = Path(settings.DATA)
    if is_shared() and mode(folder) & (READABLE | WRITABLE):
        yield fault(
            f"Everybody on this machine may read {folder}.",
            f"Close it: chmod o-rwx {folder}. An nginx that sends files needs the folder's group.",
        )


@check()
def database_file() -> Iterator[SetupFinding]:
    """Tell when others on the machine may read the SQLite database."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3" or not is_shared():
        return
    for path in (Path(f"{database['NAME']}{suffix}") for suffix in ("", "-wal")):
        if path.exists() and mode(path) & (READABLE | WRITABLE) and is_reachable(path):
            yield fault(f"Everybody on this machine may read the database {path}.", f"Close it: chmod o-rwx {path}")


@check()
def secrets() -> Iterator[SetupFinding]:
    """Tell when others on the machine may read a file with secrets."""
    for path in secret_files():
        if is_shared() and path.is_file() and mode(path) & (READABLE | WRITABLE):
            yield fault(f"Everybody on this machine may read the secrets in {path}.", f"Close it: chmod 600 {path}")


@check()
def backups() -> Iterator[SetupFinding]:
    """Tell when everybody on the machine, not only the group, may read or change the folder of backups."""
    folder = backup_folder()
    if folder and folder.exists() and is_shared() and mode(folder) & (READABLE | WRITABLE) and is_reachable(folder):
        yield fault(f"Everybody on this machine may read the backups in {folder}.", f"Run chmod o-rwx {folder}")


@check()
def web_folder() -> Iterator[SetupFinding]:
    """Tell when private files are in a folder that a web server serves."""
    if not keeps_files_here():
        return
    media, static = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    is_public = media == static or static in media.parents or media in static.parents
    if is_public or WEB_FOLDERS & set(media.parts):
        yield fault(
            f"Private pictures and documents lie in {media}, from where a web server may send them to anybody.",
            "Set NEARY_DATA to a folder that no web server serves, and move the files there.",
        )


def may_write(folder: Path) -> bool:
    """Return whether this process may write into a folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def keeps_files_here() -> bool:
    """Return whether pictures and documents lie on this machine, not in a store."""
    return settings.STORAGES["default"]["BACKEND"].endswith(".FileSystemStorage")


def secret_files() -> list[Path]:
    """Return the files that hold secrets: those that variables name, and those with variables."""
    # SECRET_KEY_FILE, DATABASE_URL_FILE and the like; SSL_CERT_FILE is everybody's to read.
    named = [Path(value) for name, value in os.environ.items() if name.endswith("_FILE") and holds_secret(name)]
    return [*named, settings.REPOSITORY / ".env", settings.REPOSITORY / "docker" / ".env"]


def holds_secret(name: str) -> bool:
    """Return whether a variable with this name holds a secret, or names a file that does."""
    return name.endswith("_URL_FILE") or any(part in name for part in SECRET_NAMES)


def is_shared() -> bool:
    """Return whether others may have an account here; in a container nobody has."""
    return not any(mark.exists() for mark in CONTAINER_MARKS)


def is_reachable(path: Path) -> bool:
    """Return whether the folder above lets others in: what lies in a closed one is closed."""
    return bool(mode(path.parent) & stat.S_IXOTH)


def mode(path: Path) -> int:
    """Return the permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)
