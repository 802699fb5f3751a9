"""Settings by which the portal is safe for the public."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.conf import settings

from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check

NOT_FOR_THE_PUBLIC = {f"portal.settings.{name}" for name in ("base", "dev", "test")}
SHORTEST_KEY = 50
# Those that stand in the repository, and the word of an example that was not replaced.
KNOWN_KEYS = {"only for one's own machine", "build", "tests", "secret", "changeme", "change-me"}
FEWEST_CHARACTERS = 10  # different ones in a key
MOST_PROXIES = 3
NEW_KEY = 'Make one by python3 -c "import secrets; print(secrets.token_urlsafe(50))" and set it as SECRET_KEY.'
# What these settings are in others than those of production says nothing.
PRODUCTION = ("settings.module",)
RESTART = "and start the portal again."


@check()
def module() -> Iterator[SetupFinding]:
    """Tell when DJANGO_SETTINGS_MODULE is not the production settings."""
    name = settings.SETTINGS_MODULE
    if name in NOT_FOR_THE_PUBLIC:
        yield fault(
            f"The portal runs with {name}, which is not for production.",
            f"Set DJANGO_SETTINGS_MODULE=portal.settings.production {RESTART}",
        )


@check()
def debug() -> Iterator[SetupFinding]:
    """Tell when DEBUG is on: its pages show settings and code to strangers."""
    if settings.DEBUG:
        yield fault(
            "DEBUG is on, so error pages show code and settings to everybody.",
            f"Remove DEBUG from the environment {RESTART}",
        )


@check()
def secret_key() -> Iterator[SetupFinding]:
    """Tell when SECRET_KEY is a known example, too short, or repeats few characters."""
    key = settings.SECRET_KEY
    if key.strip().lower() in KNOWN_KEYS or key.startswith("django-insecure-"):
        yield fault("SECRET_KEY is an example that everybody can read, so anybody can sign in as anybody.", NEW_KEY)
    elif len(key) < SHORTEST_KEY:
        yield fault(f"SECRET_KEY has {len(key)} characters, but needs {SHORTEST_KEY} or more.", NEW_KEY)
    elif len(set(key)) < FEWEST_CHARACTERS:
        yield fault("SECRET_KEY repeats a few characters and can be guessed.", NEW_KEY)


@check(after=PRODUCTION)
def cookies() -> Iterator[SetupFinding]:
    """Tell when session and CSRF cookies are sent over plain http too."""
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield fault(
            "Browsers send session cookies over plain http too, where others can read them.",
            f"Remove SECURE_SSL_REDIRECT=false from the environment {RESTART}",
        )


@check(after=PRODUCTION)
def https_redirect() -> Iterator[SetupFinding]:
    """Tell when visitors who come by http are not redirected to https."""
    if not settings.SECURE_SSL_REDIRECT:
        yield fault(
            "Visitors who come by http stay there, and others can read what they type.",
            f"Remove SECURE_SSL_REDIRECT=false from the environment {RESTART}",
        )


@check(after=PRODUCTION)
def hsts() -> Iterator[SetupFinding]:
    """Tell when browsers are not told to use https only (HSTS)."""
    if settings.SECURE_HSTS_SECONDS <= 0:
        yield fault(
            "Browsers are not told to insist on https (HSTS is off).",
            f"Set SECURE_HSTS_SECONDS=3600, and to a year (31536000) once all is well, {RESTART}",
        )


@check(after=PRODUCTION)
def proxies() -> Iterator[SetupFinding]:
    """Tell when TRUSTED_PROXIES is less than one (a fault) or implausibly high (a warning)."""
    # allauth's own setting, which the production settings fill with TRUSTED_PROXIES.
    count = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    if count < 1:
        yield fault(
            f"TRUSTED_PROXIES is {count}, so all visitors count as one address and lock each other out.",
            f"Set it to the number of proxies before the portal, 1 with its nginx alone, {RESTART}",
        )
    elif count > MOST_PROXIES:
        yield warning(
            # Each proxy more lets a client write one more address into X-Forwarded-For that is believed.
            f"TRUSTED_PROXIES is {count}, so visitors may choose the address by which they are counted.",
            "Set it to the number of proxies that really stand before the portal.",
        )


@check()
def form_origins() -> Iterator[SetupFinding]:
    """Tell when CSRF_TRUSTED_ORIGINS has a wildcard or a plain http origin."""
    if odd := [each for each in settings.CSRF_TRUSTED_ORIGINS if "*" in each or each.startswith("http:")]:
        yield warning(
            f"CSRF_TRUSTED_ORIGINS takes forms from {', '.join(odd)}.",
            "Name only origins of your own, each beginning with https://.",
        )


@check()
def log_level() -> Iterator[SetupFinding]:
    """Tell when the log level is DEBUG, so that the log holds what people type."""
    # getLevelName returns the number of a name; without any level Python logs WARNING.
    if logging.getLevelName(settings.LOGGING.get("root", {}).get("level", "WARNING")) <= logging.DEBUG:
        yield warning(
            "LOG_LEVEL is DEBUG, so the log holds database queries with what people typed.",
            f"Set LOG_LEVEL=WARNING {RESTART}",
        )
