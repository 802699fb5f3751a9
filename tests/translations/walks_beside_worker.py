"""Random walks on PostgreSQL beside a Celery worker that is killed: by tests/services/test_translation_walks.py.

A walk commits each of its steps, and the worker carries out what they leave in the outbox. In every tenth walk the
worker is killed in the instant after a step that makes something public or takes it away, and another one begins.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from wagtail_localize.models import LocaleSynchronization

from orgs.models import Organization
from orgs.services import set_membership
from outbox.models import Event
from outbox.registry import registry
from outbox.worker import wakeup
from tests.accounts.sign_in_helpers import enrol
from tests.postgresql_template import address
from tests.services.portal import Portal
from tests.services.processes import Process, wait_for
from tests.translations.walks import WAYS, Walk, editors_of

WALKS, PARTS = 500, 10
# One walk in so many sees its worker killed, and begins with an organization of its own.
KILLED_IN = 10
PATIENCE = 60.0
LAST_INSTANT = 0.1  # seconds after a step until which its worker is killed


class Worker:
    """A Celery worker that can be killed and replaced."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.kills = portal, 0
        self.process: Process = portal.worker()

    def restart(self) -> None:
        self.process.kill()
        self.kills += 1
        self.process = self.portal.worker()

    def settle(self) -> None:
        """Wait until all handlers have seen what happened. There is no clock here, so lost messages are sent again."""

        def is_settled() -> bool:
            if not Event.objects.pending().exclude(kind__in=registry.jobs.keys()).exists():
                return True
            wakeup.kick()
            return False

        wait_for(is_settled, "the worker to carry out all events", PATIENCE, every=0.1)


class WalkBesideWorker(Walk):
    """A walk that waits for its worker after each step that the public may see."""

    worker: Worker
    kill_at: int | None = None

    def settle(self) -> None:
        if self.kill_at == 0:
            time.sleep(self.random.uniform(0, LAST_INSTANT))
            self.worker.restart()
        if self.kill_at is not None:
            self.kill_at -= 1
        self.worker.settle()

    def deliver(self) -> None:
        """The worker is there all the time."""


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    url = address(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    begun = Worker(Portal(tmp_path, "portal.settings.test", url, os.environ["REDIS_URL"]))
    yield begun
    begun.process.kill()


@pytest.mark.timeout(870)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_walks(part: int, worker: Worker, officer: Any, make_user: Any, make_organization: Callable[..., Any]) -> None:
    enrol(officer)
    editors, happened = editors_of(make_user), Counter[str]()
    WalkBesideWorker.worker = worker
    seeds = range(part, WALKS, PARTS)
    for number, seed in enumerate(seeds):
        if number % KILLED_IN == 0:
            organization = make_organization(f"walk-{seed}")
            set_membership(officer, organization, "officer")
        Organization.objects.filter(pk=organization.pk).update(tier=Organization.Tier.NEW)
        organization.refresh_from_db()
        worker.settle()
        walk = WalkBesideWorker(seed, organization, officer, editors, happened)
        walk.kill_at = number % 3 if number % KILLED_IN == 0 else None
        walk.run()
        # A row of localize's settings, which stays; it must not decide about the next walk.
        LocaleSynchronization.objects.all().delete()
    print(f"{len(seeds)} walks, {worker.kills} workers killed: {dict(happened)}")
    assert all(happened[name] for name in WAYS), happened
    assert worker.kills >= len(seeds) // KILLED_IN // 2
    assert not Event.objects.dead().exists()
