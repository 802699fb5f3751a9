"""The parts of docker/ agree with each other and with the portal, as far as it shows without an engine."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.structure.repository import REPOSITORY
from tools import packages

DOCKER = REPOSITORY / "docker"
ALWAYS_THERE = {"PATH", "HOME", "TMPDIR"}


def copied() -> list[str]:
    """Return the files that the Dockerfile copies from the repository."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def let_through() -> set[str]:
    rules = (DOCKER / "Dockerfile.dockerignore").read_text().splitlines()
    return {rule.removeprefix("!") for rule in rules if rule.startswith("!")}


def variables() -> set[str]:
    """The environment that settings and containers read."""
    settings = "".join(path.read_text() for path in (packages.folders()["portal"] / "settings").glob("*.py"))
    names = set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z0-9_]+)\"""", settings))
    for file in ("entrypoint", "compose.yaml", "compose.archive.yaml"):
        names |= set(re.findall(r"\$\{([A-Z][A-Z0-9_]+)[:}]", (DOCKER / file).read_text()))
    return names | set(re.findall(r"^#?([A-Z0-9_]+)=", (DOCKER / "example.env").read_text(), re.MULTILINE))


def test_the_image_is_made_of_what_is_there_and_let_through() -> None:
    assert copied()
    for source in copied():
        assert (REPOSITORY / source).exists(), source
        assert source in let_through(), source


def test_the_image_holds_every_package() -> None:
    for folder in packages.folders().values():
        path = folder.relative_to(REPOSITORY)
        assert {str(path), path.parts[0]} & set(copied()), path


def test_nginx_serves_from_where_the_image_keeps_files() -> None:
    data = re.search(r"NEARY_DATA=(\S+)", (DOCKER / "Dockerfile").read_text())

    folders = re.findall(r"alias (\S+);", (DOCKER / "nginx.conf").read_text())

    assert data
    assert folders == [f"{data[1]}/static/", f"{data[1]}/files/"]


@pytest.mark.parametrize("file", ["compose.yaml", "compose.archive.yaml"])
def test_what_containers_borrow_of_the_repository_is_there(file: str) -> None:
    mounts = re.findall(r'"\./([^:"]+):([^:"]+):ro"', (DOCKER / file).read_text())
    called = re.findall(r"/portal/\w+", (DOCKER / file).read_text())

    assert mounts
    for source, _target in mounts:
        assert (DOCKER / source).exists(), source
    within = {target: DOCKER / source for source, target in mounts}
    for program in called:
        folder = next(target for target in within if program.startswith(target))
        path = within[folder] / program.removeprefix(folder).lstrip("/")
        assert path.is_file() and path.stat().st_mode & 0o005 == 0o005, program


@pytest.mark.parametrize("name", sorted(variables() - ALWAYS_THERE))
def test_every_variable_is_explained_to_operators(name: str) -> None:
    assert f"`{name}`" in (REPOSITORY / "docs" / "operations.md").read_text()


@pytest.mark.parametrize(
    "script",
    [
        "docker/entrypoint",
        "docker/postgres/init/make-roles.sh",
        "docker/postgres/archive",
        "docker/postfix/server",
        "docker/redis/server",
        "systemd/install",
        "systemd/neary",
        "systemd/tell-root",
        "tools/elasticsearch",
        "tools/install-elasticsearch",
        "tools/install-validator",
        ".ci/run",
    ],
)
def test_scripts_can_be_run(script: str) -> None:
    path = REPOSITORY / script

    assert path.stat().st_mode & 0o111 == 0o111
    assert subprocess.run(["bash", "-n", str(path)], capture_output=True).returncode == 0
