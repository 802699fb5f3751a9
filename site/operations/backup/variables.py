"""The variables that a portal needs besides its database and files, kept with each backup."""

from __future__ import annotations

import os
import shlex

from django.conf import settings

# What signs links that are out in the world, and what a new machine is asked for. Not the addresses of this machine's
# servers, nor the passphrase, without which nobody reads this.
KEPT = (
    "SECRET_KEY_FALLBACKS",
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
    """Return the lines NAME=VALUE."""
    values = {"SECRET_KEY": settings.SECRET_KEY} | {name: os.environ[name] for name in KEPT if os.environ.get(name)}
    return HEAD + "".join(f"{name}={quoted(value)}\n" for name, value in values.items())


def quoted(value: str) -> str:
    """Return a value of a variable in one line, quoted for a shell."""
    # Both a shell and Docker's file of variables read single quotes.
    return shlex.quote(" ".join(value.splitlines()))
