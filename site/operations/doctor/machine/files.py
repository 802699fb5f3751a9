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
    """Tell when the portal may not write into its folders for data and files."""
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
    """Tell when all accounts on the machine may read or change the portal's data folder; nothing in a container."""
    folder = Path(settings.DATA)
    if is_shared() and permission_bits(folder) & (READABLE | WRITABLE):
        yield fault(
            f"Everybody on this machine may read {folder}.",
            f"Close it: chmod o-rwx {folder}. An nginx that sends files needs the folder's group.",
        )


@check()
def database_file() -> Iterator[SetupFinding]:
    """Tell when all accounts on the machine may read or change the SQLite database file; nothing in a container."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3" or not is_shared():
        return
    # The -wal file has the newest rows, until they are written into the database.
    for path in (Path(f"{database['NAME']}{suffix}") for suffix in ("", "-wal")):
        if path.exists() and permission_bits(path) & (READABLE | WRITABLE) and is_reachable(path):
            # Behind a closed folder nobody reaches it, whatever its own rights are.
            yield fault(f"Everybody on this machine may read the database {path}.", f"Close it: chmod o-rwx {path}")


@check()
def secrets() -> Iterator[SetupFinding]:
    """Tell when all accounts may read or change a file with secrets, such as .env; nothing in a container."""
    for path in secret_files():
        if is_shared() and path.is_file() and permission_bits(path) & (READABLE | WRITABLE):
            yield fault(f"Everybody on this machine may read the secrets in {path}.", f"Close it: chmod 600 {path}")


@check()
def backups() -> Iterator[SetupFinding]:
    """Tell when all accounts on the machine may read or change the folder of backups; nothing in a container."""
    folder = backup_folder()
    if (
        folder
        and folder.exists()
        and is_shared()
        and permission_bits(folder) & (READABLE | WRITABLE)
        and is_reachable(folder)
    ):
        yield fault(f"Everybody on this machine may read the backups in {folder}.", f"Run chmod o-rwx {folder}")


@check()
def web_folder() -> Iterator[SetupFinding]:
    """Tell when uploaded private files lie in a folder that a web server serves."""
    if not keeps_files_here():
        return
    media, static = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    is_public = media == static or static in media.parents or media in static.parents
    if is_public or WEB_FOLDERS & set(media.parts):
        # By whole folder names: "html" must not match "htmlfiles".
        yield fault(
            f"Private pictures and documents lie in {media}, from where a web server may send them to anybody.",
            "Set NEARY_DATA to a folder that no web server serves, and move the files there.",
        )


def may_write(folder: Path) -> bool:
    """Return whether this process may write into a folder."""
    # X_OK: without it a folder's files cannot be opened.
    return os.access(folder, os.W_OK | os.X_OK)


def keeps_files_here() -> bool:
    """Return whether uploaded pictures and documents lie on this machine, not in a store such as S3."""
    return settings.STORAGES["default"]["BACKEND"].endswith(".FileSystemStorage")


def secret_files() -> list[Path]:
    """Return the paths of files that hold secrets: those that *_FILE variables name, and the .env files."""
    # SECRET_KEY_FILE, DATABASE_URL_FILE and the like; SSL_CERT_FILE is everybody's to read.
    named = [Path(value) for name, value in os.environ.items() if name.endswith("_FILE") and holds_secret(name)]
    return [*named, settings.REPOSITORY / ".env", settings.REPOSITORY / "docker" / ".env"]


def holds_secret(name: str) -> bool:
    """Return whether an environment variable of this name names a file with a secret, by its name."""
    return name.endswith("_URL_FILE") or any(part in name for part in SECRET_NAMES)


def is_shared() -> bool:
    """Return whether other people may have accounts on this machine; False in a container."""
    return not any(mark.exists() for mark in CONTAINER_MARKS)


def is_reachable(path: Path) -> bool:
    """Return whether other accounts may enter the folder in which this path lies."""
    return bool(permission_bits(path.parent) & stat.S_IXOTH)


def permission_bits(path: Path) -> int:
    """Return the permission bits of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)
