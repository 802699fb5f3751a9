"""In production the portal answers under one name; whoever comes by another is sent there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from portal.middleware import CanonicalHostMiddleware
from tests.structure.repository import REPOSITORY

OWN = "https://portal.example.org"


@pytest.fixture
def ask(settings: Any, rf: RequestFactory) -> Any:
    settings.CANONICAL_URL = OWN
    middleware = CanonicalHostMiddleware(lambda request: HttpResponse("answered"))
    return lambda host, path="/en/?q=1", method="get": middleware(getattr(rf, method)(path, headers={"host": host}))


@pytest.mark.parametrize("host", ["portal.example.org", "PORTAL.example.org", "portal.example.org:443"])
def test_its_own_name_is_answered(ask: Any, host: str) -> None:
    assert ask(host).content == b"answered"


@pytest.mark.parametrize(
    "host", ["other.example.org", "portal.example.org:8443", "portal.example.org.evil.example", "192.0.2.1", "a.b:1"]
)
@pytest.mark.parametrize(("method", "status"), [("get", 301), ("head", 301), ("post", 308), ("delete", 308)])
def test_every_other_name_is_sent_to_it_with_path_and_question(ask: Any, host: str, method: str, status: int) -> None:
    answer = ask(host, "/x/?q=1", method)
    assert (answer.status_code, answer["Location"]) == (status, f"{OWN}/x/?q=1")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "127.8.8.8", "[::1]:8000", "[::1]"])
def test_the_machine_itself_is_never_sent_away(ask: Any, host: str) -> None:
    assert ask(host).content == b"answered"


def test_health_is_answered_under_every_name(ask: Any) -> None:
    assert ask("10.0.0.7", "/health/live").content == b"answered"
    assert ask("10.0.0.7", "/health/ready").content == b"answered"


def test_without_a_name_of_its_own_it_takes_each(settings: Any) -> None:
    settings.CANONICAL_URL = ""
    with pytest.raises(MiddlewareNotUsed):
        CanonicalHostMiddleware(lambda request: HttpResponse())


@pytest.mark.parametrize("url", ["portal.example.org", "ftp://portal.example.org", "https://", "//portal.example.org"])
def test_what_is_no_address_of_a_portal_ends_the_start(settings: Any, url: str) -> None:
    settings.CANONICAL_URL = url
    with pytest.raises(ImproperlyConfigured):
        CanonicalHostMiddleware(lambda request: HttpResponse())


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        ({"ALLOWED_HOSTS": "a.example,b.example", "BASE_URL": "https://b.example"}, "https://b.example"),
        ({"ALLOWED_HOSTS": "*,.example,127.0.0.1,a.example"}, "https://a.example"),
        ({"ALLOWED_HOSTS": "localhost,127.0.0.1"}, ""),
    ],
)
def test_production_takes_its_name_and_earlier_keys_from_its_variables(
    variables: dict[str, str], url: str, tmp_path: Path
) -> None:
    (tmp_path / "keys").write_text("$old,older\n")
    printed = "s.CANONICAL_URL, s.WAGTAILADMIN_BASE_URL, s.SECRET_KEY_FALLBACKS"
    done = run_production(printed, variables | {"SECRET_KEY_FALLBACKS_FILE": str(tmp_path / "keys")}, tmp_path)
    own = f"{url} {url}" if url else " http://localhost:8000"
    assert done.stdout == f"{own} ['$old', 'older']\n", done.stderr


def test_without_earlier_keys_there_are_none(tmp_path: Path) -> None:
    done = run_production("s.SECRET_KEY_FALLBACKS", {"ALLOWED_HOSTS": "a.example"}, tmp_path)
    assert done.stdout == "[]\n", done.stderr


def run_production(printed: str, variables: dict[str, str], data: Path) -> subprocess.CompletedProcess[str]:
    """Print some of the production settings, with these environment variables, in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if name not in ("BASE_URL", "DATABASE_URL")}
    env = clean | {"SECRET_KEY": "x", "NEARY_DATA": str(data), "PYTHONPATH": ".:site", "PORT": "8000"} | variables
    code = f"import portal.settings.production as s; print({printed})"
    return subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, env=env, capture_output=True, text=True)
