"""The roles of docker/entrypoint, run as the containers run them: production settings, PostgreSQL, Redis."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.database_hashes import hash_of, portal_hash
from tests.services import servers
from tests.services.conftest import running
from tests.services.nginx import nginx
from tests.services.servers import REPOSITORY, Portal, PostgreSQL, Process, Redis, spare_port, start, wait_for
from tests.template_database import kept

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("entrypoint")]

ENTRYPOINT = REPOSITORY / "docker" / "entrypoint"
HOST = "portal.example.org"
PASSWORD = "a-password-for-the-database"
REDIS_PASSWORD = "a-password-for-redis"
SECRET_KEY = "only for this test, and long enough to be no warning"


@dataclass
class Installation(Portal):
    """The portal as its image runs it, with every secret in a file."""

    settings: str = "portal.settings.production"

    @property
    def env(self) -> dict[str, str]:
        env = super().env
        secrets = {"SECRET_KEY": SECRET_KEY}
        secrets |= {name: env.pop(name) for name in ("DATABASE_URL", "REDIS_URL") if name in env}
        return (
            env
            | self.files(secrets)
            | {
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "ALLOWED_HOSTS": HOST,
                "BASE_URL": f"https://{HOST}",
                "EMAIL_URL": f"filemail:///{self.data}/mail",
                "FILES_ACCEL_PREFIX": "/_files/",
                "LOG_LEVEL": "INFO",
            }
        )

    def files(self, secrets: dict[str, str]) -> dict[str, str]:
        """Write secrets to files as an editor does, with a line break, and return the variables that name them."""
        folder = self.data / "secrets"
        folder.mkdir(exist_ok=True)
        for name, secret in secrets.items():
            (folder / name).write_text(f"{secret}\n")
        return {f"{name}_FILE": str(folder / name) for name in secrets}

    def env_with(self, **variables: str) -> dict[str, str]:
        """Return the environment with other variables; a secret among them comes by no file."""
        return {
            name: value for name, value in self.env.items() if name.removesuffix("_FILE") not in variables
        } | variables

    def entrypoint(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a role that ends by itself."""
        env = self.env_with(**variables)
        return subprocess.run([ENTRYPOINT, *arguments], env=env, capture_output=True, text=True, timeout=180)

    def role_to_its_end(self, *arguments: str) -> None:
        """Run a role that ends by itself, without an error."""
        done = self.entrypoint(*arguments)
        assert done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-2000:])

    def lay_static_files(self) -> None:
        """Put the static files in their place, as collected by the role; kept, for compressing them takes long."""

        def collect(building: Path) -> None:
            self.role_to_its_end("collectstatic", "--noinput", "-v0")
            shutil.move(self.data / "static", building)

        shutil.copytree(kept(f"static-{hash_of([ENTRYPOINT], [portal_hash()])}", collect), self.data / "static")

    @contextmanager
    def role(self, name: str, says: str, **variables: str) -> Iterator[Process]:
        """A role that runs until the block ends; the block begins when its log has what it `says` once ready."""
        process = start([str(ENTRYPOINT), name], self.log(name), env=self.env_with(**variables))
        try:
            wait_for(lambda: says in self.log(name).read_text(), f"{name} to say {says!r}", seconds=60)
            yield process
        finally:
            process.stop()


@pytest.fixture(scope="module")
def guarded_redis() -> Iterator[Redis]:
    yield from running(servers.redis_server(REDIS_PASSWORD))


@pytest.fixture(scope="module")
def installation(
    postgresql: PostgreSQL, guarded_redis: Redis, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """A migrated portal with its static files in place, whose role has the rights that the containers give it."""
    data = tmp_path_factory.mktemp("installation")
    database = postgresql.portal_url(postgresql.portal_database())
    portal = Installation(data, database_url=database, redis_url=guarded_redis.url)
    portal.role_to_its_end("migrate")
    portal.lay_static_files()
    return portal


def get(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Status and text of an answer; redirects are not followed."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        headers={"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()},
    )
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers.get("Location", "")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ends(process: Process, seconds: float = 25) -> int:
    """The exit code of a role that was asked to end as a container is."""
    process.popen.send_signal(signal.SIGTERM)
    return process.popen.wait(seconds)


def children(process: Process) -> list[str]:
    """Return the processes of the group that still run."""
    listed = subprocess.run(["ps", "-o", "pid=", "-g", str(process.pid)], capture_output=True, text=True)
    return listed.stdout.split()


def test_migrate_founds_the_portal_and_may_be_repeated(installation: Installation) -> None:
    again = installation.entrypoint("migrate")

    assert again.returncode == 0, again.stderr
    assert "No migrations to apply" in again.stdout
    # A front page in each language, and an index that can be made anew.
    pages = "from wagtail.models import Page; print(Page.objects.filter(depth=2).count())"
    index = "from django.core.management import call_command; call_command('search_index', 'rebuild')"
    assert installation.python(f"{pages}\n{index}").split("\n")[0] == "2"


def test_doctor_names_what_this_installation_lacks_and_no_secret(installation: Installation) -> None:
    done = installation.entrypoint("doctor", "--json")

    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    faults = {each["check"] for each in told["faults"]}
    # Its mails lie in files, and nobody has begun to use it. What else is told depends on what other tests have done.
    assert faults - {"workers.beat", "files.data_folder", "files.secrets", "roles.other_databases"} == {
        "mail.backend",
        "mail.sender",
        "people.administrator",
        "backups.passphrase",
        "programme_pages.placeholders",
    }
    assert told["unchecked"] == []
    secrets = (SECRET_KEY, REDIS_PASSWORD, servers.PORTAL_PASSWORD)
    assert not any(secret in done.stdout + done.stderr for secret in secrets)

    away = "postgres://neary:a-password-for-the-database@127.0.0.1:1/neary"
    done = installation.entrypoint("doctor", "--only", "database", DATABASE_URL=away)
    assert done.returncode == 1 and PASSWORD not in done.stdout
    assert done.stdout.startswith("Faults:\n  database.answers: The database does not answer (")


def answers(port: int) -> bool:
    try:
        return get(port, "/health/live")[0] == 200
    except OSError:
        return False


@contextmanager
def serving(installation: Installation) -> Iterator[tuple[Process, int]]:
    """The role web, answering on a port."""
    port = spare_port()
    with installation.role("web", "", PORT=str(port)) as web:
        wait_for(lambda: answers(port), "web", seconds=60)
        yield web, port


@pytest.fixture(scope="module")
def port(installation: Installation) -> Iterator[int]:
    with serving(installation) as (_, port):
        yield port


def test_web_serves_the_public(port: int) -> None:
    assert get(port, "/health/ready") == (200, "ready\n")
    status, page = get(port, "/km/", X_Forwarded_Proto="https")
    assert status == 200
    assert '<html lang="km"' in page
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert style and re.search(r"\.[0-9a-f]{12}\.css$", style[1])
    assert get(port, style[1], X_Forwarded_Proto="https")[0] == 200
    assert get(port, "/en/search/?q=women", X_Forwarded_Proto="https")[0] == 200


def test_web_is_strict_about_how_it_is_reached(port: int) -> None:
    assert get(port, "/en/") == (301, f"https://{HOST}/en/")
    assert get(port, "/health/live", Host="elsewhere.example")[0] == 400


def test_web_ends_when_told(installation: Installation) -> None:
    with serving(installation) as (web, _):
        assert ends(web) == 0
        assert children(web) == []


def test_the_image_s_own_health_check_follows_the_web_process(installation: Installation, port: int) -> None:
    def check(asked: int) -> int:
        command = [sys.executable, str(REPOSITORY / "docker" / "health.py")]
        return subprocess.run(command, env=installation.env | {"PORT": str(asked)}, capture_output=True).returncode

    assert check(port) == 0
    assert check(spare_port()) != 0


PAPERS = """
from django.core.files.base import ContentFile
from wagtail.models import Collection, Page
from assets.models import Document, FilePublicity
papers = []
for title in ("Shown", "Kept"):
    paper = Document(title=title, collection=Collection.get_first_root_node())
    paper.file.save(title + ".txt", ContentFile(b"The text of " + title.encode()), save=False)
    paper.save()
    papers.append(paper)
FilePublicity.objects.create(document=papers[0], page=Page.objects.filter(depth=2).first())
print(*[paper.url for paper in papers])
"""


def test_nginx_serves_files_that_the_portal_lets_it_serve(installation: Installation, port: int) -> None:
    shown, kept = installation.python(PAPERS).split()
    with nginx(port, installation.data) as server:
        status, part = get(server.port, shown, X_Forwarded_Proto="https", Range="bytes=4-7")

        # The portal itself sends no parts of files: nginx did.
        assert (status, part) == (206, "text")
        assert get(server.port, kept, X_Forwarded_Proto="https")[0] == 404
        assert get(server.port, "/km/", X_Forwarded_Proto="https")[0] == 200


def test_worker_carries_out_the_outbox_and_ends_when_told(installation: Installation) -> None:
    with installation.role("worker", " ready.") as worker:
        assert "(prefork)" in installation.log("worker").read_text()

        installation.python(
            "from django.db import transaction; from mail import sending\n"
            "with transaction.atomic(): sending.send('editor@example.org', 'Waiting for you', 'A page waits.')"
        )

        letters = installation.data / "mail"
        wait_for(lambda: "Waiting for you" in "".join(f.read_text() for f in letters.glob("*")), "the mail", 30)
        assert not {REDIS_PASSWORD, servers.PORTAL_PASSWORD} & set(
            re.split(r"[/:@\s]", installation.log("worker").read_text())
        )
        assert ends(worker) == 0
        assert children(worker) == []


def test_without_redis_the_worker_is_one_process(installation: Installation) -> None:
    embedded = Installation(installation.data, database_url=installation.database_url)
    before = embedded.log("worker").stat().st_size if embedded.log("worker").exists() else 0

    with embedded.role("worker", "(solo)"):
        assert "(solo)" in embedded.log("worker").read_text()[before:]


def test_beat_wakes_by_the_clock_and_ends_when_told(installation: Installation) -> None:
    # "Starting" is too early: Celery's handler of the signal would open the schedule a second time.
    with installation.role("beat", "beat: Waking up", LOG_LEVEL="DEBUG") as beat:
        assert ends(beat) == 0
        assert children(beat) == []


def test_a_database_that_comes_later_is_awaited(installation: Installation, postgresql: PostgreSQL) -> None:
    name = "neary_later"
    env = installation.env_with(DATABASE_URL=postgresql.url(name), DATABASE_PATIENCE="30")
    waiting = start([sys.executable, "docker/await_database.py"], installation.data / "waiting.log", env=env)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.popen.wait(1)
        with postgresql.connect() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        assert waiting.popen.wait(10) == 0
    finally:
        waiting.stop()


@pytest.mark.parametrize("role", ["web", "worker", "beat", "migrate"])
def test_a_database_that_never_comes_ends_the_wait_without_telling_the_password(
    installation: Installation, role: str
) -> None:
    nowhere = f"postgres://neary:{PASSWORD}@127.0.0.1:{spare_port()}/neary"
    began = time.monotonic()

    done = installation.entrypoint(role, DATABASE_URL=nowhere, DATABASE_PATIENCE="1")

    assert done.returncode == 1
    assert time.monotonic() - began < 10
    assert "did not answer within 1 seconds" in done.stderr
    assert PASSWORD not in done.stdout + done.stderr


def test_without_its_secrets_no_role_starts(installation: Installation) -> None:
    done = subprocess.run(
        [ENTRYPOINT, "migrate"],
        env={name: value for name, value in installation.env.items() if name != "SECRET_KEY_FILE"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_a_secret_whose_file_is_away_ends_every_role_in_one_sentence(installation: Installation) -> None:
    done = installation.entrypoint("web", SECRET_KEY_FILE="/nowhere/key", SECRET_KEY="")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "SECRET_KEY_FILE names /nowhere/key, which cannot be read: No such file or directory.\n"
