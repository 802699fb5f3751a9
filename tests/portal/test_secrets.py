"""Secrets that come by files, and the sentences that tell why one does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import MAX_BYTES, SECRETS, Env, check_secrets, variable

HARD = r"$begins with a \$ sign, has $more and ends in \\$"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


@pytest.fixture
def by_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        monkeypatch.setenv(f"{name}_FILE", str(path))
        return path

    return write


def test_every_secret_may_come_by_a_file(by_file) -> None:
    for name in SECRETS:
        by_file(name, f"the secret {name}\n")
    assert {name: variable(name) for name in SECRETS} == {name: f"the secret {name}" for name in SECRETS}
    assert Env().ENVIRON.keys() >= SECRETS
    check_secrets()


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_no_character_of_a_secret_means_something(by_file, end: str) -> None:
    by_file("BACKUP_PASSPHRASE", HARD + end)
    assert variable("BACKUP_PASSPHRASE") == HARD


def test_no_character_of_a_variable_means_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", HARD)
    assert variable("SECRET_KEY") == HARD


def test_addresses_are_read_from_files(by_file) -> None:
    by_file("DATABASE_URL", "postgres://neary:p%40ss@db:5433/portal\n")
    by_file("EMAIL_URL", "smtp+tls://sender:pass@mail.example:587\n")
    database, mail = Env().db_url("DATABASE_URL"), Env().email_url("EMAIL_URL")
    assert (database["USER"], database["PASSWORD"], database["PORT"]) == ("neary", "p@ss", 5433)
    assert (mail["EMAIL_HOST"], mail["EMAIL_HOST_PASSWORD"], mail["EMAIL_USE_TLS"]) == ("mail.example", "pass", True)


def test_an_empty_variable_beside_a_file_is_none(by_file, monkeypatch: pytest.MonkeyPatch) -> None:
    by_file("SECRET_KEY", "by file")
    monkeypatch.setenv("SECRET_KEY", "")
    assert variable("SECRET_KEY") == "by file"


def test_a_file_is_no_way_for_what_is_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEARY_VERSION_FILE", str(tmp_path))
    assert variable("NEARY_VERSION") == ""


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "is empty: write the secret into it."),
        (" \n", "is empty: write the secret into it."),
        ("one\ntwo\n", "has more than one line: it should hold the secret alone."),
        ("nul\0", "has more than one line: it should hold the secret alone."),
        (b"\xff\xfe", "is no text in UTF-8."),
        ("x" * (MAX_BYTES + 1), f"is longer than {MAX_BYTES} bytes: it should hold the secret alone."),
    ],
)
def test_a_file_that_holds_no_secret_is_refused(by_file, content: str | bytes, fault: str) -> None:
    path = by_file("SECRET_KEY", content)
    with pytest.raises(ImproperlyConfigured) as refused:
        check_secrets()
    assert str(refused.value) == f"SECRET_KEY_FILE names {path}, which {fault}"


def test_a_file_that_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for path, fault in (("/nowhere", "No such file or directory"), (str(tmp_path), "Is a directory")):
        monkeypatch.setenv("SECRET_KEY_FILE", path)
        with pytest.raises(ImproperlyConfigured) as refused:
            check_secrets()
        assert str(refused.value) == f"SECRET_KEY_FILE names {path}, which cannot be read: {fault}."


def test_a_secret_in_two_places_is_refused_without_telling_it(by_file, monkeypatch: pytest.MonkeyPatch) -> None:
    by_file("REDIS_URL", "redis://:one@redis")
    monkeypatch.setenv("REDIS_URL", "redis://:other@redis")
    with pytest.raises(
        ImproperlyConfigured, match=r"^REDIS_URL and REDIS_URL_FILE are both set: remove one of them\.$"
    ):
        check_secrets()
