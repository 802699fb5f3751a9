"""The units of systemd/ and the containers of docker/ run the same roles, with the same limits and variables."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from systemd import nginx_conf
from tests.structure.repository import REPOSITORY

UNITS = REPOSITORY / "systemd" / "units"
COMMON = UNITS / "neary-.service.d" / "10-portal.conf"
COMPOSE: dict[str, Any] = yaml.safe_load((REPOSITORY / "docker" / "compose.yaml").read_text())["services"]
ROLES = ["web", "worker", "beat", "lmtp", "migrate"]
# What systemd-analyze calls "OK" ends at 2.9, where a service without any protection has 9.6.
EXPOSURE = "15"
# Of the containers' network, of an image or of compose itself: a machine without containers has no use for them.
CONTAINERS_OWN = {"DATABASE_URL", "BACKUP_TRIAL_DATABASE_URL", "REDIS_URL", "COMPOSE_PROFILES", "POSTGRES_PASSWORD"}
CONTAINERS_OWN |= {"REDIS_PASSWORD", "DISCUSSIONS_LMTP"}


def entries(path: Path) -> list[tuple[str, str]]:
    """Return the settings of a unit file, in their order."""
    lines = (line for line in path.read_text().splitlines() if line and not line.startswith(("#", "[")))
    return [(name, value) for name, _equals, value in (line.partition("=") for line in lines)]


def unit(name: str) -> dict[str, str]:
    """Return the settings of a service of the portal, those of all services among them."""
    return dict([*entries(UNITS / f"neary-{name}.service"), *entries(COMMON)])


def variables(text: str) -> set[str]:
    """Return the variables that a file sets or proposes; a secret in a file counts as the secret."""
    return {name.removesuffix("_FILE") for name in re.findall(r"^#?([A-Z][A-Z0-9_]*)=", text, re.MULTILINE)}


def size(text: str) -> int:
    """Return a size such as 512m or 1G in bytes."""
    return int(text[:-1]) * {"m": 2**20, "g": 2**30}[text[-1].lower()]


def test_each_role_of_the_containers_is_a_unit() -> None:
    portal = {name for name, service in COMPOSE.items() if str(service["image"]).startswith("neary:")}
    run = {name.removesuffix(".service") for name in os.listdir(UNITS) if name.startswith("neary-")}

    assert portal == set(ROLES)
    assert {f"neary-{role}" for role in ROLES} <= run
    wanted = dict(entries(UNITS / "neary.target"))["Wants"]
    assert set(wanted.split()) == {f"neary-{role}.service" for role in ("web", "worker", "beat")}


@pytest.mark.parametrize("role", ROLES)
def test_a_unit_has_the_role_and_the_limits_of_its_container(role: str) -> None:
    service, ours = COMPOSE[role], unit(role)

    assert ours["ExecStart"] == f"/opt/neary/current/docker/entrypoint {service['command'][0]}"
    assert size(ours["MemoryMax"]) == size(service["mem_limit"])
    assert int(ours["TasksMax"]) == service["pids_limit"]
    # Docker's own patience is ten seconds.
    assert f"{ours['TimeoutStopSec']}s" == service.get("stop_grace_period", "10s")
    if role == "migrate":
        assert ours["Type"] == "oneshot"
        return
    # Also after exit code 70 of a worker, and for ever: so does "unless-stopped".
    assert (ours["Restart"], ours["StartLimitIntervalSec"]) == ("always", "0")
    # SIGTERM to all processes at once would kill a worker's tasks; in a container it reaches the first alone.
    assert ours["KillMode"] == "mixed"
    assert "neary-migrate.service" in ours["Requires"].split() and "neary-migrate.service" in ours["After"].split()


def test_the_variables_are_those_of_the_containers() -> None:
    ours = variables((REPOSITORY / "systemd" / "neary.env").read_text())
    theirs = variables((REPOSITORY / "docker" / "example.env").read_text()) | set(COMPOSE["web"]["environment"])

    assert theirs - CONTAINERS_OWN <= ours
    # The image says where the data lie; a container has its folder of backups as a volume.
    assert ours - theirs == {"NEARY_DATA", "BACKUP_LOCATION"} | (ours & CONTAINERS_OWN - theirs)


def test_no_secret_stands_in_the_file_of_variables() -> None:
    text = (REPOSITORY / "systemd" / "neary.env").read_text()
    secret = r"^#?\w*(SECRET|PASS|KEY|DATABASE_URL|REDIS_URL|EMAIL_URL)\w*="

    named = [line for line in text.splitlines() if re.match(secret, line)]

    assert named
    assert all("_FILE=/etc/neary/secrets/" in line for line in named)


def test_redis_has_the_settings_of_its_container() -> None:
    command = " ".join(part or '""' for part in COMPOSE["redis"]["command"][2:])
    settings = [option.strip() for option in command.split("--") if option]

    script = (REPOSITORY / "systemd" / "install").read_text().replace('\\"', '"')

    assert settings
    for setting in settings:
        assert f"\n{setting}" in script, setting


def test_the_install_script_lists_each_of_its_steps_with_a_sentence() -> None:
    listed = subprocess.run([REPOSITORY / "systemd" / "install", "--list"], capture_output=True, text=True, check=True)

    lines = [line.split(maxsplit=1) for line in listed.stdout.splitlines()]

    assert [line[0] for line in lines][-2:] == ["backup", "upgrade"]
    assert len(lines) == 14 and all(len(line) == 2 for line in lines)


def test_nginx_has_the_containers_rules_with_this_machine_s_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nginx_conf, "CERTBOT", tmp_path)
    (tmp_path / "live" / "portal.example.org").mkdir(parents=True)

    plain = nginx_conf.configuration("portal.example.org")
    (tmp_path / "live" / "portal.example.org" / "fullchain.pem").touch()
    with_tls = nginx_conf.configuration("portal.example.org")

    assert not any(theirs in plain for theirs in ("web:8000", "/srv/", "/tmp/", "/dev/std", "listen 8080"))
    assert "listen 443" not in plain and "listen 443 ssl http2;" in with_tls
    assert f"ssl_certificate {tmp_path}/live/portal.example.org/fullchain.pem;" in with_tls
    assert "return 301 https://portal.example.org$request_uri;" in with_tls


def test_a_changed_configuration_of_nginx_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "nginx.conf"
    changed.write_text(nginx_conf.SOURCE.read_text().replace("listen 8080;", "listen 8081;"))
    monkeypatch.setattr(nginx_conf, "SOURCE", changed)

    with pytest.raises(ValueError, match="no longer says"):
        nginx_conf.configuration("portal.example.org")


@pytest.fixture
def analyze() -> str:
    """Return the program that judges units; a loud skip where it is missing, a failure in CI."""
    program = shutil.which("systemd-analyze")
    if not program and os.environ.get("CI"):
        pytest.fail("systemd-analyze is not installed (Debian: systemd)")
    if not program:
        pytest.skip("systemd-analyze is not installed (Debian: systemd)")
    return program


def judged(program: str, *arguments: str) -> tuple[int, str]:
    """Return exit code and words of systemd-analyze, asked about our units only."""
    done = subprocess.run(
        [program, *arguments], env=os.environ | {"SYSTEMD_UNIT_PATH": f"{UNITS}:"}, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_systemd_understands_every_unit(analyze: str) -> None:
    units = [str(path) for path in UNITS.iterdir() if path.is_file()]

    _code, said = judged(analyze, "verify", "--man=no", *units)

    faults = [line for line in said.splitlines() if "No such file or directory" not in line or "/opt/neary" not in line]
    assert faults == []


@pytest.mark.parametrize("name", [*ROLES, "doctor", "health"])
def test_a_unit_leaves_the_process_few_rights(analyze: str, name: str) -> None:
    code, said = judged(analyze, "security", "--offline=true", f"--threshold={EXPOSURE}", f"neary-{name}.service")

    assert code == 0, said
