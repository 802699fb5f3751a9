"""What the portal is made of is listed with its licences, and can be had again as it was."""

from __future__ import annotations

import json
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.structure.repository import REPOSITORY
from tools.supply_chain import images, licences, outdated, sbom

DIGEST = "sha256:" + "0a" * 32
DOCKERFILE = """ARG DEBIAN_DAY=20250101T000000Z
FROM python:3.11-slim AS wheels
FROM nginxinc/nginx:1.28@sha256:{old} AS nginx
COPY --from=wheels /wheels /wheels
""".replace("{old}", "ff" * 32)
COMPOSE = """services:
  web:
    image: neary:${NEARY_VERSION:-local}
  redis:
    image: redis:7
"""


def test_every_library_is_listed_with_its_licence() -> None:
    image, rest = licences.sections()

    assert {"django", "wagtail"} <= set(image) and "pytest" in rest
    assert "unknown" not in {**image, **rest}.values()
    assert licences.LIST.read_text() == licences.listing(image, rest)


def test_the_image_holds_free_licences_alone() -> None:
    image, _rest = licences.sections()

    assert [name for name, licence in image.items() if not licences.FREE.search(licence)] == []


@pytest.mark.parametrize(
    ("fields", "licence", "is_free"),
    [
        ({"License-Expression": "MIT", "License": "see LICENSE"}, "MIT", True),
        ({"License": "Dual License", "Classifier": "License :: OSI Approved :: BSD License"}, "BSD License", True),
        ({"License": "Apache-2.0"}, "Apache-2.0", True),
        ({"License": "GPL-3.0"}, "GPL-3.0", False),
        ({"License": "AGPL-3.0-only"}, "AGPL-3.0-only", False),
        ({"License": "Permission is hereby granted " * 20}, "unknown", False),
        ({}, "unknown", False),
    ],
)
def test_a_licence_is_read_from_what_a_library_says(fields: dict[str, str], licence: str, is_free: bool) -> None:
    described: Any = Message()
    for name, value in fields.items():
        described[name] = value

    assert licences.licence_in(described) == licence
    assert bool(licences.FREE.search(licence)) is is_free


def test_a_list_that_is_old_is_told_line_by_line() -> None:
    assert licences.differences("a  MIT\nb  BSD\n", "a  MIT\nc  ISC\n") == ["- b  BSD", "+ c  ISC"]


def test_the_list_for_programs_holds_every_library_with_its_hashes() -> None:
    requirements = (REPOSITORY / "requirements" / "production.txt").read_text()

    written = sbom.document(requirements)

    found = {each["name"]: each for each in json.loads(written)["components"]}
    assert found.keys() == licences.pinned("production")
    assert all(each["hashes"] and each["licenses"] and each["version"] for each in found.values())
    assert written == sbom.document(requirements)


def test_pinning_changes_digests_and_the_day_alone() -> None:
    pinned = images.pinned(DOCKERFILE, lambda name, tag: DIGEST, "20261129T000000Z")

    assert pinned.splitlines() == [
        "ARG DEBIAN_DAY=20261129T000000Z",
        f"FROM python:3.11-slim@{DIGEST} AS wheels",
        f"FROM nginxinc/nginx:1.28@{DIGEST} AS nginx",
        "COPY --from=wheels /wheels /wheels",
    ]
    assert images.unpinned(DOCKERFILE) == ["python:3.11-slim"]
    assert images.unpinned(pinned) == []


def test_images_of_our_own_have_no_digest() -> None:
    assert images.unpinned(COMPOSE) == ["redis:7"]
    assert images.pinned(COMPOSE, lambda name, tag: DIGEST, "") == COMPOSE.replace("redis:7", f"redis:7@{DIGEST}")


def test_the_files_of_containers_can_be_pinned() -> None:
    texts = {file.name: file.read_text() for file in images.FILES}

    assert "python:3.11-slim-bookworm" in texts["Dockerfile"] and images.DAY.search(texts["Dockerfile"])
    for text in texts.values():
        assert images.unpinned(images.pinned(text, lambda name, tag: DIGEST, "20261129T000000Z")) == []


class Registry(BaseHTTPRequestHandler):
    """A registry that gives a token, and digests to who has it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"token": "let me in"}' if "scope=repository:library/redis:pull" in self.path else b"{}")

    def do_HEAD(self) -> None:
        allowed = self.headers["Authorization"] == "Bearer let me in" and "oci.image.index" in self.headers["Accept"]
        self.send_response(200 if allowed and self.path == "/v2/library/redis/manifests/7" else 404)
        self.send_header("Docker-Content-Digest", DIGEST)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        pass


def test_the_digest_is_what_the_registry_says(monkeypatch: pytest.MonkeyPatch) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(images, "REGISTRY", address)
    monkeypatch.setattr(images, "TOKENS", f"{address}/token?service=registry")

    try:
        assert images.digest_of("redis", "7") == DIGEST
    finally:
        server.shutdown()
        server.server_close()


DJANGO = outdated.Outdated("Django", "5.2.1", "5.2.2")
BOTO = outdated.Outdated("boto3", "1.0", "1.1")


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ([], outdated.NEWEST, "0 older than their newest release, named in requirements/*.in"),
        (
            [DJANGO, BOTO],
            outdated.OLDER,
            "1 older than their newest release, named in requirements/*.in:\n  Django 5.2.1",
        ),
        ([BOTO], outdated.OLDER, "1 older than their newest release, needed by these:\n  boto3 1.0 -> 1.1"),
        ("connection refused", outdated.NOT_ASKED, "NOT ASKED: the package index is out of reach"),
    ],
)
def test_newer_releases_are_told_for_what_they_are(
    found: list[outdated.Outdated] | str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outdated.report(found, {"django"}) == code
    assert said in capsys.readouterr().out


def test_an_index_out_of_reach_is_not_taken_for_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")

    assert isinstance(outdated.ask(), str)
