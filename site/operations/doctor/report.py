"""A report as lines for people or as JSON, without any secret of the settings in it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from operations.doctor.machine.files import SECRET_NAMES
from operations.doctor.runner import SetupReport

# A shorter value stands in ordinary words, and is told to be too short by its check.
SHORTEST_SECRET = 4
HIDDEN = "***"


def as_text(report: SetupReport) -> str:
    """Return the report as lines of text without secrets, faults first; empty when nothing was found."""
    return without_secrets("\n".join(report_lines(report)))


def report_lines(report: SetupReport) -> Iterator[str]:
    """Yield the lines of a report: faults, warnings, and checks that could not be made."""
    for title, found in (("Faults", report.faults), ("Warnings", report.warnings)):
        if found:
            yield f"{title}:"
            yield from (f"  {each.check}: {each.problem} {each.remedy}" for each in found)
    if report.unchecked:
        yield "Could not be checked:"
        yield from (f"  {name}: {reason}" for name, reason in report.unchecked.items())


def as_json(report: SetupReport) -> str:
    """Return the report as JSON text without secrets: good, checks, faults, warnings, unchecked."""
    return without_secrets(
        json.dumps(
            {
                "good": report.is_good,
                "checks": report.made,
                "faults": [as_row(each) for each in report.faults],
                "warnings": [as_row(each) for each in report.warnings],
                "unchecked": [{"check": name, "reason": reason} for name, reason in report.unchecked.items()],
            },
            indent=2,
        )
    )


def as_row(finding: Any) -> dict[str, str]:
    """Return a finding as a dictionary with check, problem and remedy."""
    return {"check": finding.check, "problem": finding.problem, "remedy": finding.remedy}


def without_secrets(text: str) -> str:
    """Return a text in which the value of every known secret is replaced by a mark."""
    # The longest first: a short secret may be a part of a longer one, of which the rest would then be shown.
    for secret in sorted(secret_values(), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def secret_values() -> set[str]:
    """Return all secret values of settings and environment: keys, passwords, also as escaped in JSON."""
    values = {value for name, value in os.environ.items() if is_secret(name)}
    # dir() and not the files of settings: what a library has added counts too.
    values |= {getattr(settings, name) for name in dir(settings) if is_secret(name)}
    values |= {str(database.get("PASSWORD") or "") for database in settings.DATABASES.values()}
    stores: list[Any] = [store.get("OPTIONS", {}) for store in settings.STORAGES.values()]
    values |= {str(store.get(name) or "") for store in stores for name in ("access_key", "secret_key")}
    values |= {password for address in addresses() for password in passwords(address)}
    values = {value for value in values if len(value) >= SHORTEST_SECRET}
    # In JSON a quote or backslash in a password is written in another way.
    return values | {json.dumps(value)[1:-1] for value in values}


def addresses() -> list[str]:
    """Return the values of all environment variables and settings named *_URL, which may hold a password."""
    named = [value for name, value in os.environ.items() if name.endswith("_URL")]
    return named + [str(getattr(settings, name)) for name in dir(settings) if name.endswith("_URL")]


def is_secret(name: str) -> bool:
    """Return whether the setting of this name is a text that holds a secret, judged by its name."""
    if name.endswith(("_FILE", "_HEADER", "_NAME")) or not any(part in name for part in SECRET_NAMES):
        return False
    # PASSWORD_HASHERS and AUTH_PASSWORD_VALIDATORS are lists of names.
    return isinstance(getattr(settings, name, ""), str)


def passwords(address: str) -> set[str]:
    """Return the password in a URL, as written and as decoded; an empty set for an invalid URL."""
    try:
        password = urlsplit(address).password or ""
    except ValueError:
        return set()
    # A password in an address may be written with %40 and the like.
    return {password, unquote(password)}
