"""Environment variables, and secrets that lie in files: SECRET_KEY_FILE names the file that holds SECRET_KEY."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

import environ
from django.core.exceptions import ImproperlyConfigured

# Variables that may come from a file. `ps e`, `docker inspect` and crash reports show the environment, but no file.
SECRETS = frozenset(
    {
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "DATABASE_URL",
        "BACKUP_TRIAL_DATABASE_URL",
        "REDIS_URL",
        "ELASTICSEARCH_URL",
        "EMAIL_URL",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "BACKUP_PASSPHRASE",
        "BACKUP_S3_ACCESS_KEY_ID",
        "BACKUP_S3_SECRET_ACCESS_KEY",
        "METRICS_TOKEN",
    }
)
MAX_BYTES = 8192


class Variables(Mapping[str, str]):
    """The environment, where a secret may be in a file instead."""

    def __getitem__(self, name: str) -> str:
        path = os.environ.get(f"{name}_FILE", "") if name in SECRETS else ""
        if path and os.environ.get(name):
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: remove one of them.")
        value = read_secret(name, path) if path else os.environ[name]
        # django-environ would read a password that begins with $ as the name of another variable.
        return value.replace("$", r"\$")

    def __iter__(self) -> Iterator[str]:
        by_file = (name for name in sorted(SECRETS) if os.environ.get(f"{name}_FILE") and name not in os.environ)
        yield from os.environ
        yield from by_file

    def __len__(self) -> int:
        return sum(1 for _ in self)


def read_secret(name: str, path: str) -> str:
    """Return the secret in a file, one line. Raises ImproperlyConfigured if unreadable, empty, long or not one line.

    Raises ImproperlyConfigured, in one sentence and without the secret, when the file holds no single line of text.
    """
    refusal = f"{name}_FILE names {path}, which"
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no path"
        raise ImproperlyConfigured(f"{refusal} cannot be read: {reason}.") from None
    if len(content) > MAX_BYTES:
        raise ImproperlyConfigured(f"{refusal} is longer than {MAX_BYTES} bytes: it should hold the secret alone.")
    try:
        secret = content.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{refusal} is no text in UTF-8.") from None
    if not secret.strip():
        raise ImproperlyConfigured(f"{refusal} is empty: write the secret into it.")
    if any(mark in secret for mark in "\r\n\0"):
        raise ImproperlyConfigured(f"{refusal} has more than one line: it should hold the secret alone.")
    return secret


class Env(environ.Env):
    """A reader of environment variables (django-environ) that also reads secrets from files."""

    ENVIRON = Variables()

    def __init__(self) -> None:
        super().__init__()
        # It undoes what `Variables` escapes.
        self.escape_proxy = True


def variable(name: str) -> str:
    """Return an environment variable, or the secret in its _FILE; "" if none. ImproperlyConfigured if unreadable.

    It does so for a file of a secret that cannot be read.
    """
    return Env().str(name, default="")


def check_secrets() -> None:
    """Read every secret kept in a file. Raises ImproperlyConfigured for the first that cannot be read."""
    for name in sorted(SECRETS):
        variable(name)
