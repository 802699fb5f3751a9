"""systemd/install sets up a portal on a fresh Debian, again without harm, and brings it to another release.

The machine's systemd is a real one, so that units, rights and their order are the real ones. Its kernel is ours: where
that lends no controllers of cgroups, limits of memory are not enforced.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.conftest import running
from tests.services.debian.machine import NAME, SOURCE, Machine, debian
from tests.services.processes import CommandFailed, wait_for

pytestmark = [pytest.mark.drill, pytest.mark.timeout(880), pytest.mark.xdist_group("debian")]

INSIDE = Path(__file__).with_name("inside")
SERVICES = ("neary-web", "neary-worker", "neary-beat")
ADMINISTRATOR = {"DJANGO_SUPERUSER_EMAIL": "chief@women.org.kh", "DJANGO_SUPERUSER_PASSWORD": "a long one of hers"}
# Nobody has set these up yet: her second factor, who operates the portal, a domain of its own, backups on another disk.
EXPECTED = {"mail.sender", "people.second_factors", "programme_pages.placeholders"}
# Whether they are told depends on how many minutes have passed.
BY_TIME = {"workers.beat", "backups.age", "search_index.rows"}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine on which every step has run, in the order of the guide."""
    for machine in running(debian(tmp_path_factory.mktemp("debian") / "root")):
        began = time.monotonic()
        machine.before_boot("apt-get", "update", "--quiet=2")
        # These two need packages of Debian and of Python, and so a network.
        machine.before_boot(f"{SOURCE}/systemd/install", "packages", "account", "variables", "code")
        machine.boot()
        machine.install("postgresql", "redis", "mail", "nginx", "migrate", "start", "administrator", **ADMINISTRATOR)
        print(f"\nfrom a fresh Debian to a portal: {time.monotonic() - began:.0f} s")
        yield machine


def ask(machine: Machine, address: str, **headers: str) -> tuple[int, str]:
    """Return status and text of an address, or where it redirects to, as somebody on the machine gets it."""
    named = [f"{name.replace('_', '-')}={value}" for name, value in headers.items()]
    answer = machine.run("python3", "-", address, *named, text=(INSIDE / "asked.py").read_text())
    status, _space, text = answer.partition(" ")
    return int(status), text


def page(machine: Machine, path: str) -> tuple[int, str]:
    """Return status and text of a page, as nginx answers what ends TLS before it."""
    return ask(machine, f"http://127.0.0.1:8080{path}", X_Forwarded_Proto="https")


def processes(machine: Machine) -> dict[str, str]:
    return {unit: machine.property(unit, "MainPID") for unit in SERVICES}


def test_the_portal_answers_through_nginx_alone(machine: Machine) -> None:
    status, text = page(machine, "/km/")
    assert status == 200 and '<html lang="km"' in text
    style = re.search(r'href="(/static/[^"]+\.css)"', text)
    assert style and page(machine, style[1])[0] == 200
    assert ask(machine, "http://127.0.0.1:8080/en/") == (301, f"https://{NAME}/en/\n")
    # No port of a server is open to the network but those of nginx, and of Postfix for the boards.
    listening = machine.run("ss", "--listening", "--tcp", "--numeric", "--no-header").splitlines()
    nears = {line.split()[3] for line in listening}
    assert nears
    assert all(near.startswith(("127.0.0.1:", "[::1]:")) for near in nears), nears


def test_every_step_may_be_run_again_and_changes_nothing(machine: Machine) -> None:
    before = processes(machine), machine.property("nginx", "MainPID"), machine.property("redis-server", "MainPID")

    said = machine.install(
        *("packages", "account", "variables", "code", "postgresql", "redis", "mail", "nginx", "migrate", "start"),
        "administrator",
    )

    assert "wrote" not in said and "restarted" not in said
    after = processes(machine), machine.property("nginx", "MainPID"), machine.property("redis-server", "MainPID")
    assert after == before


def test_secrets_are_readable_by_root_and_the_portal_alone(machine: Machine) -> None:
    modes = machine.run("find", "/etc/neary", "-type", "f", "-printf", "%m %u:%g\n").split("\n")
    assert set(modes) == {"640 root:neary", ""}
    for account in ("www-data", "postgres", "redis", "nobody"):
        with pytest.raises(CommandFailed):
            machine.run("runuser", "--user", account, "--", "cat", "/etc/neary/secrets/secret-key")
    # nginx sends files, and looks into nothing else.
    machine.run("runuser", "--user", "www-data", "--", "ls", "/var/lib/neary/static")
    with pytest.raises(CommandFailed):
        machine.run("runuser", "--user", "www-data", "--", "ls", "/var/lib/neary/backups")


def test_a_piece_becomes_public_and_its_mail_leaves(machine: Machine) -> None:
    machine.run("postconf", "relayhost = [127.0.0.1]:2526")
    machine.run("systemctl", "reload", "postfix")
    machine.run("install", "-d", "--owner=nobody", "/run/sink")
    machine.run("systemd-run", "--unit=sink", "--working-directory=/run/sink",
                "/usr/sbin/smtp-sink", "-u", "nobody", "-d", "%H%M%S.", "127.0.0.1:2526", "10")  # fmt: skip

    machine.run("neary", "shell", "--no-imports", text=(INSIDE / "piece.py").read_text())

    wait_for(lambda: "Six looms" in page(machine, "/en/search/?q=looms")[1], "the worker's row", 60, every=1)
    read_mails = "cat /run/sink/* 2>/dev/null; true"
    wait_for(lambda: "officer@weavers.women.org.kh" in machine.run("sh", "-c", read_mails), "the mail", 90, every=1)
    assert "Six looms" in machine.run("sh", "-c", read_mails)


def test_a_process_that_ends_is_started_again(machine: Machine) -> None:
    before = processes(machine)
    machine.run("systemctl", "kill", "--kill-whom=main", "--signal=KILL", *SERVICES)

    def all_anew() -> bool:
        now = processes(machine)
        return all(pid not in ("0", before[unit]) for unit, pid in now.items()) and page(machine, "/en/")[0] == 200

    wait_for(all_anew, "other processes", 60, every=1)


def test_doctor_finds_what_is_left_to_do_and_root_gets_it_by_mail(machine: Machine) -> None:
    try:
        said = machine.run("neary", "doctor", "--json")
    except CommandFailed as failed:
        said = str(failed)
    told = json.loads(said[said.index("{") : said.rindex("}") + 1])
    assert {each["check"] for each in told["faults"]} - BY_TIME == EXPECTED
    assert told["unchecked"] == []

    with pytest.raises(CommandFailed):
        machine.run("systemctl", "start", "neary-doctor")

    def mails() -> str:
        return machine.run("sh", "-c", "cat /var/mail/root 2>/dev/null; true")

    wait_for(lambda: "people.second_factors" in mails(), "root's mail", 30, every=1)
    assert "Subject: neary-doctor.service failed on portal" in mails()
    assert machine.property("neary-doctor.timer", "ActiveState") == "active"


def test_with_a_domain_the_boards_take_mail_and_refuse_what_they_do_not_know(machine: Machine) -> None:
    variables = machine.root / "etc/neary/neary.env"
    variables.write_text(variables.read_text() + "DISCUSSIONS_MAIL_DOMAIN=lists.women.org.kh\n")

    said = machine.install("mail", "start")

    assert re.findall(r"^restarted (neary-\w+)", said, re.MULTILINE) == [*SERVICES]
    assert machine.property("neary-lmtp", "ActiveState") == "active"
    ask_postfix = """
import smtplib
with smtplib.SMTP("127.0.0.1", 25, timeout=60) as server:
    server.ehlo(), server.mail("somebody@women.org.kh")
    print(server.rcpt("unknown@lists.women.org.kh")[0], server.rcpt("root@elsewhere.org.kh")[0])
"""
    # The portal is asked for the first; the second is a mail of this machine's own, which may go anywhere.
    assert machine.run("python3", "-", text=ask_postfix).split() == ["550", "250"]


def test_with_a_certificate_it_ends_tls_itself(machine: Machine) -> None:
    folder = f"/etc/letsencrypt/live/{NAME}"
    machine.run("install", "-d", folder)
    machine.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
                "-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem")  # fmt: skip

    machine.install("nginx")

    assert ask(machine, "https://127.0.0.1/en/")[0] == 200
    assert ask(machine, "http://127.0.0.1/en/") == (301, f"https://{NAME}/en/\n")
    machine.run("sh", "-c", "mkdir -p /var/www/challenges/.well-known/acme-challenge && "
                "echo proof > /var/www/challenges/.well-known/acme-challenge/token")  # fmt: skip
    assert ask(machine, "http://127.0.0.1/.well-known/acme-challenge/token") == (200, "proof\n\n")


def test_an_upgrade_loses_no_request(machine: Machine) -> None:
    before, release = processes(machine), machine.run("readlink", "/opt/neary/current")
    changed = machine.root / SOURCE.lstrip("/") / "CHANGELOG.md"
    changed.write_text(changed.read_text() + "- Another release.\n")
    proposed = machine.root / SOURCE.lstrip("/") / "systemd/neary.env"
    proposed.write_text(proposed.read_text() + "#NEW_VARIABLE=1\n")
    machine.install("code", network=True)
    visitor = machine.start("python3", "-c", (INSIDE / "visitor.py").read_text())

    try:
        said = machine.install("upgrade")
    except CommandFailed as failed:
        # Its last step is doctor, which still has something to say.
        said = str(failed)
    machine.run("touch", "/run/visitor.end")

    asked, *faults = (visitor.communicate(timeout=90)[0]).decode().split("\n")
    assert faults == [""], faults
    assert int(asked) > 50
    order = re.findall(r"== (\w+)$", said, re.MULTILINE)
    steps = ("upgrade", "backup", "packages", "account", "variables", "code", "migrate", "nginx", "start", "check")
    assert tuple(order) == steps
    assert "neary.env does not name NEW_VARIABLE:" in said
    restarted = re.findall(r"^restarted (neary-\w+)", said, re.MULTILINE)
    assert restarted == ["neary-web", "neary-lmtp", "neary-worker", "neary-beat"]
    after = processes(machine)
    assert all(after[unit] != before[unit] for unit in SERVICES)
    assert machine.run("readlink", "/opt/neary/current") != release
    assert "Six looms" in page(machine, "/en/search/?q=looms")[1]
    assert machine.run("find", "/var/lib/neary/backups", "-type", "f") != ""


def test_after_a_power_cut_it_comes_back_by_itself(machine: Machine) -> None:
    machine.stop()

    machine.boot()

    assert "Six looms" in page(machine, "/en/search/?q=looms")[1]
    assert {machine.property(unit, "ActiveState") for unit in SERVICES} == {"active"}
