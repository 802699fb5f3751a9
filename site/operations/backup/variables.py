"""The variables that a portal needs besides its database and files, kept with each backup."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from django.conf import settings

# What signs links that are out in the world, and what a new machine is asked for. Not the addresses of this machine's
# servers, nor the passphrase, without which nobody reads this.
KEPT = (
    "ALLOWED_HOSTS",
    "BASE_URL",
    "CSRF_TRUSTED_ORIGINS",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "ELASTICSEARCH_INDEX",
    "ORGANIZATION_MAX_FILES",
    "ORGANIZATION_MAX_MEGABYTES",
    "AWS_STORAGE_BUCKET_NAME",
    "AWS_S3_ENDPOINT_URL",
    "AWS_S3_REGION_NAME",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
)
HEAD = """\
# The variables of the portal of which this is a backup. SECRET_KEY signs the links in its mails: without it they
# open nothing. Put these lines into the file of variables of the new machine (docker/.env), then delete this file.
"""


def variables_text() -> str:
    """Return the portal's secret keys and kept environment variables as lines NAME=VALUE, for the backup."""
    keys = {
        "SECRET_KEY": settings.SECRET_KEY,
        "SECRET_KEY_FALLBACKS": ",".join(map(str, settings.SECRET_KEY_FALLBACKS)),
    }
    values = keys | {name: value_of(name) for name in KEPT}
    return HEAD + "".join(f"{name}={quoted(value)}\n" for name, value in values.items() if value)


def value_of(name: str) -> str:
    """Return an environment variable, or the content of the file that NAME_FILE names; "" without either.

    The portal has read that file when it started. One that has gone since does not keep a backup from being made.
    """
    # The variable itself wins, as when the settings are read.
    path = os.environ.get(f"{name}_FILE", "")
    if os.environ.get(name) or not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text().rstrip("\r\n")
    except (OSError, ValueError):
        return ""


def quoted(value: str) -> str:
    """Return a variable's value joined into one line, quoted for a shell."""
    # Both a shell and Docker's file of variables read single quotes; the latter has one line for each variable.
    return shlex.quote(" ".join(value.splitlines()))
