"""Elasticsearch restarts and loses its data while the portal is written and searched: nobody sees an error."""

from __future__ import annotations

import itertools
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.services.elasticsearch import Elasticsearch
from tests.services.flow.portal import Installation, served
from tests.services.processes import Process, wait_for
from tests.services.servers import PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("elasticsearch")]

RESTARTS = 10
# The restarts after which all data is gone.
WIPES = (2, 5, 8)
BACK_WITHIN = 60
FOLLOWS_WITHIN = 10
WORD = "Unheardofsilk"
PUBLISH = f"""
import time
from orgs.models import OrgContentPage
page = OrgContentPage.objects.live().exclude(content_type__model="organizationpage").first().specific
page.title = "{WORD}"
page.save_revision().publish()
print(time.time())
"""
WITHDRAW = f"""
import time
from orgs.models import OrgContentPage
OrgContentPage.objects.get(title="{WORD}").unpublish()
print(time.time())
"""
ADDRESSES = [
    "/api/v1/search?q=women",
    "/api/v1/search?q=%E1%9E%9F%E1%9F%92%E1%9E%8F%E1%9F%92%E1%9E%9A%E1%9E%B8&language=km",
    "/en/search/?q=silk+or+law",
    "/km/search/?q=2026",
    "/api/v1/search?topic=law",
    "/en/",
    "/en/organizations/",
]
# Publishes, changes and withdraws pages until it is told to stop by a file.
WRITES = """
import itertools, random, time
from pathlib import Path
from orgs.models import OrgContentPage
pages = list(OrgContentPage.objects.live().exclude(content_type__model="organizationpage").values_list("pk", flat=True))
source = random.Random(1)
for number in itertools.count():
    if Path({stop!r}).exists():
        break
    page = OrgContentPage.objects.get(pk=source.choice(pages)).specific
    if page.live and source.random() < 0.3:
        page.unpublish()
    else:
        page.title = f"Women and silk {{number}}"
        page.save_revision().publish()
    Path({told!r}).write_text(str(number))
    time.sleep(0.1)
"""
LEVEL = """
from search.engines.elastic import sync, indexes
from search.models import PendingReindex
from outbox.models import Event
index = indexes.searched()
found = sync.synchronize(index, repair=False) if index else None
print(PendingReindex.objects.count(), Event.objects.pending().exclude(kind="catalog.thumbnail").count(),
      len(found.to_write + found.to_remove) if found else "no index")
"""


class Visitor(threading.Thread):
    """Asks one address after the other, and notes what came of it."""

    def __init__(self, portal: Installation) -> None:
        super().__init__(daemon=True)
        self.portal, self.is_over = portal, threading.Event()
        self.statuses: Counter[int] = Counter()
        self.engines: Counter[str] = Counter()
        self.slowest = 0.0

    def run(self) -> None:
        for address in itertools.cycle(ADDRESSES):
            if self.is_over.wait(0.05):
                return
            began = time.monotonic()
            status, body = ask(self.portal.url + address)
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.statuses[status] += 1
            if address.startswith("/api/") and status == 200:
                self.engines[json.loads(body)["engine"]] += 1


def ask(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@pytest.fixture
def portal(elasticsearch: Elasticsearch, postgresql: PostgreSQL, redis: Redis, data: Path) -> Iterator[Installation]:
    """A filled portal whose web, worker and beat run, with all servers that it can have."""
    installation = served(data, postgresql, redis.url)
    installation.elasticsearch_url = elasticsearch.url
    with ExitStack() as running:

        def keep(process: Process) -> None:
            running.callback(process.kill)

        keep(installation.serve())
        keep(installation.worker())
        keep(installation.beat())
        yield installation


@pytest.mark.timeout(1800)
def test_restarts_and_losses_are_not_seen(portal: Installation, elasticsearch: Elasticsearch, tmp_path: Path) -> None:
    wait_for(lambda: engine(portal) == "elasticsearch", "the first index", seconds=120, every=0.5)
    stop, told = tmp_path / "stop", tmp_path / "told"
    writer = portal.script(WRITES.format(stop=str(stop), told=str(told)))
    visitor = Visitor(portal)
    visitor.start()
    try:
        for number in range(RESTARTS):
            if number % 2:
                # The others find it as it starts.
                wait_for(lambda: engine(portal) == "elasticsearch", "Elasticsearch to answer", seconds=60, every=0.5)
            wait_for(progress(told), "writes to go on", seconds=60)
            elasticsearch.kill()
            if number in WIPES:
                elasticsearch.wipe()
            wait_for(progress(told), "writes without Elasticsearch", seconds=60)
            elasticsearch.start()
            elasticsearch.await_answer()
    finally:
        stop.touch()
        last_fault = time.monotonic()
    wait_for(lambda: not writer.running(), "the writer to end", seconds=60)
    wait_for(lambda: difference(portal) == "0 0 0", "index = rows", seconds=120, every=0.5)
    recovered = time.monotonic() - last_fault
    wait_for(lambda: engine(portal) == "elasticsearch", "Elasticsearch to answer again", seconds=60, every=0.5)
    visitor.is_over.set()
    visitor.join()
    print(
        f"\n{told.read_text()} writes, {sum(visitor.statuses.values())} requests {dict(visitor.statuses)}, answered by"
        f" {dict(visitor.engines)}, slowest {visitor.slowest:.1f} s; level {recovered:.0f} s after the last start"
    )
    assert set(visitor.statuses) == {200}
    assert visitor.engines["elasticsearch"] and visitor.engines["postgresql"]
    assert recovered < BACK_WITHIN
    portal.manage("search_index", "check")


@pytest.mark.timeout(600)
def test_counts_follow_what_is_public(portal: Installation) -> None:
    wait_for(lambda: engine(portal) == "elasticsearch", "the first index", seconds=120, every=0.5)
    published, withdrawn = seconds_until_counted(portal, PUBLISH, 1), seconds_until_counted(portal, WITHDRAW, 0)
    print(f"\ncounted {published:.1f} s after it was published, no more {withdrawn:.1f} s after it was withdrawn")
    assert max(published, withdrawn) < FOLLOWS_WITHIN


def seconds_until_counted(portal: Installation, change: str, number: int) -> float:
    """After a change of the one page with `WORD`, until Elasticsearch counts so many. What is shown follows at once."""
    changed = float(portal.python(change))
    if not number:
        assert not search(portal, WORD)["results"]
        assert search(portal, f"{WORD}x")["suggestion"] == ""
        assert WORD.encode() not in ask(f"{portal.url}/en/search/suggestions/?q={WORD[:-1]}")[1]
    wait_for(lambda: counted(portal) == ("elasticsearch", number), "the count", seconds=60, every=0.1)
    return time.time() - changed


def counted(portal: Installation) -> tuple[str, int]:
    answer = search(portal, WORD)
    return answer["engine"], answer["total"]


def search(portal: Installation, text: str) -> dict[str, Any]:
    status, body = ask(f"{portal.url}/api/v1/search?q={text}")
    assert status == 200
    return json.loads(body)


def progress(told: Path) -> Callable[[], bool]:
    """A condition that is true once some more has been written."""
    before = written(told)
    return lambda: written(told) > before + 5


def written(told: Path) -> int:
    return int(told.read_text() or 0) if told.exists() else 0


def engine(portal: Installation) -> str:
    status, body = ask(portal.url + ADDRESSES[0])
    return json.loads(body)["engine"] if status == 200 else ""


def difference(portal: Installation) -> str:
    return portal.python(LEVEL).strip()
