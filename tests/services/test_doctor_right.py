"""Doctor says nothing on a right production set-up: PostgreSQL, Redis, Elasticsearch, mail server and nginx all run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from operations.doctor.servers import redis_server
from tests.operations.tls_server import Authority
from tests.postgresql_template import load
from tests.services import servers
from tests.services.conftest import running
from tests.services.elasticsearch import Elasticsearch
from tests.services.flow.portal import seeded_content
from tests.services.nginx import Tls, nginx
from tests.services.postfix import Postfix
from tests.services.servers import REPOSITORY, PostgreSQL, Redis, spare_port, wait_for
from tests.services.test_doctor_servers import close_all
from tests.services.test_entrypoint import HOST, REDIS_PASSWORD, Installation, answers

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("elasticsearch"), pytest.mark.timeout(400)]

PREPARE = """
from home.models import OperatorDetails
from operations.tasks import heartbeat
from orgs.models import Membership
from tests.home.test_programme_pages import FILLED
OperatorDetails.objects.create(**FILLED)
Membership.objects.filter(organization__slug="law-circle").update(role="manager")
heartbeat.delay()
"""
BEAT = "SELECT COUNT(*) FROM operations_heartbeat WHERE name = 'beat'"


@dataclass
class RightInstallation(Installation):
    """A portal in production for which everything is set up that doctor asks for."""

    tls: int = 0
    mail: int = 0
    trial_url: str = ""
    backups: Path = Path()

    @property
    def env(self) -> dict[str, str]:
        env = super().env | {
            "BASE_URL": f"https://{HOST}:{self.tls}",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail}",
            "DEFAULT_FROM_EMAIL": "Neary <no-reply@portal.women.org.kh>",
            "ELASTICSEARCH_INDEX": "doctor",
            "BACKUP_LOCATION": str(self.backups),
            "LOG_LEVEL": "WARNING",
            "SSL_CERT_FILE": str(self.data / "authority.pem"),
        }
        env |= self.files(
            {"BACKUP_PASSPHRASE": "five words to open backups", "BACKUP_TRIAL_DATABASE_URL": self.trial_url}
        )
        return {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def close_folders(self) -> None:
        """Let nobody else look into the data, nor at the secrets."""
        self.data.chmod(0o750)
        assert self.env
        for path in (self.data / "secrets").iterdir():
            path.chmod(0o600)

    @contextmanager
    def serving(self, certificate: Path) -> Iterator[None]:
        """Run worker, web and nginx until the block ends."""
        port = spare_port()
        with (
            self.role("worker", "", LOG_LEVEL="INFO"),
            self.role("web", "", PORT=str(port)),
            nginx(port, self.data, Tls(self.tls, certificate)),
        ):
            wait_for(lambda: answers(port), "web", seconds=60)
            yield


@pytest.fixture
def redis_with_limits() -> Iterator[Redis]:
    """A Redis with a password, and with the limits of compose.yaml."""
    for server in running(servers.redis_server(REDIS_PASSWORD)):
        with redis_server.client(server.url) as connected:
            connected.config_set("maxmemory", "64mb")
            connected.config_set("maxmemory-policy", "volatile-lru")
        yield server


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """A folder for backups that is on no disk of the data: in memory."""
    with tempfile.TemporaryDirectory(prefix="neary-doctor-", dir="/dev/shm") as folder:
        yield Path(folder)


def test_nothing_is_to_say(
    postgresql: PostgreSQL,
    redis_with_limits: Redis,
    elasticsearch: Elasticsearch,
    postfix: Postfix,
    data: Path,
    other_disk: Path,
) -> None:
    name = postgresql.portal_database()
    close_all(postgresql, name)
    portal = RightInstallation(
        data,
        database_url=postgresql.portal_url(name),
        redis_url=redis_with_limits.url,
        elasticsearch_url=elasticsearch.url,
        tls=spare_port(),
        mail=postfix.port,
        trial_url=postgresql.portal_url(f"{name}_trial"),
        backups=other_disk,
    )
    content = seeded_content(postgresql)
    shutil.copytree(content, data, dirs_exist_ok=True)
    (data / "dump.sql").unlink()
    load(content / "dump.sql", portal.database_url)
    certificate = Authority(data).certificate_for(HOST, days=60)
    portal.close_folders()
    portal.role_to_its_end("migrate")
    portal.lay_static_files()
    portal.role_to_its_end("search_index", "rebuild", "--only-elasticsearch")
    portal.role_to_its_end("backup")
    portal.role_to_its_end("backup", "--try")
    with portal.serving(certificate):
        portal.python(PREPARE)
        wait_for(lambda: portal.query(BEAT) == [(1,)], "a message through the broker to the worker", seconds=60)

        done = subprocess.run(
            [sys.executable, "-m", "tests.services.doctor_here", HOST],
            cwd=REPOSITORY,
            env=portal.env,
            capture_output=True,
            text=True,
            timeout=120,
        )

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
