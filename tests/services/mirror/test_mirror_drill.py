"""Web is killed: nginx gives out every public page of the demo from the mirror at once, and none that was withdrawn."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.services import nginx as proxy
from tests.services.flow.portal import Installation
from tests.services.processes import Process, wait_for
from tests.template_database import EMPTY, template_database

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("nginx")]

WITHDRAW = """
from accounts.models import User
from catalog.models import CatalogEntry
from moderation.services.withdrawing import withdraw
from orgs.models import OrgContentPage
editor = User.objects.get(email="{editor}")
page = OrgContentPage.objects.get(pk={page}).specific
withdraw(page, editor, "It must not be public any more.")
"""
ARTICLES = """
SELECT page_id, url, title FROM catalog_catalogentry WHERE type = 'article' AND language = 'en'
ORDER BY published_at DESC
"""
COPY = "X-Neary-Copy"


class Reader:
    """Somebody who reads by nginx; each answer is measured."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.slowest = 0.0

    def ask(self, path: str) -> tuple[int, bool, str]:
        """Return the status at a path, whether it is a copy, and the text."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        self.slowest = max(self.slowest, time.monotonic() - began)
        return answer.status, answer.headers[COPY] == "yes", text

    def public_addresses(self) -> list[str]:
        """Return what the sitemap says is public."""
        sitemaps = ("/sitemap-lists.xml", "/sitemap-pages.xml")
        found = [urlsplit(link).path for name in sitemaps for link in re.findall("<loc>(.*?)</loc>", self.ask(name)[2])]
        return sorted(set(found))


@pytest.fixture
def portal(data: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A portal with the demo's content that keeps a mirror: embedded, where one worker does everything in turn."""
    # The demo loads under no settings but these; without DEBUG static files are those of production.
    monkeypatch.setenv("DEBUG", "false")
    monkeypatch.setenv("NEARY_MIRROR_DIR", str(data / "mirror"))
    shutil.copyfile(template_database(EMPTY), data / "neary.sqlite3")
    portal = Installation(data, settings="portal.settings.dev")
    portal.move_in()
    portal.manage("collectstatic", "-v0", "--noinput")
    portal.manage("demo")
    return portal


def editor_of(portal: Installation) -> str:
    """Return the address of one of the demo's editors."""
    accounts = json.loads((portal.data / "demo.json").read_text())["accounts"]
    return next(account["email"] for account in accounts if account["role"] == "editor")


@pytest.mark.timeout(880)
def test_web_is_down(portal: Installation, processes: Callable[[Process], Process]) -> None:
    worker = processes(portal.worker())
    processes(portal.beat())
    web = processes(portal.serve())
    with proxy.nginx(portal.port, portal.data) as server:
        reader = Reader(server.port)
        public = reader.public_addresses()
        assert len(public) > 250
        # The first pass by hand; beat and worker make the others.
        print(portal.manage("mirror").strip().splitlines()[-1])
        # Pages that help does not name: without a worker nobody would make it anew after the second one.
        shown = reader.ask("/en/help/")[2]
        first, second = [row for row in portal.query(ARTICLES) if row[1] not in shown][:2]
        editor, mirror = editor_of(portal), portal.data / "mirror"
        assert reader.ask(first[1])[:2] == reader.ask(second[1])[:2] == (200, False)

        # One page is withdrawn a minute before; the worker makes the lists anew in which it stood.
        portal.python(WITHDRAW.format(editor=editor, page=first[0]))
        assert not (mirror / first[1].strip("/") / "index.html").exists()
        again = [mirror / name for name in ("en/activity/index.html", "en/index.html", "en/activity/feed.atom")]
        took = wait_for(lambda: all(map(Path.exists, again)), "the lists", 60)
        print(f"lists were there again {took:.1f} s after the withdrawal had ended")
        wait_for(
            lambda: not portal.query("SELECT 1 FROM outbox_event WHERE state = 0 AND kind = 'mirror.close'"), "", 90
        )

        # Another one without a worker, a moment before web is killed.
        worker.kill()
        portal.python(WITHDRAW.format(editor=editor, page=second[0]))
        web.kill()
        killed = time.monotonic()
        assert reader.ask("/en/help/")[:2] == (200, True)
        assert time.monotonic() - killed < 1

        reader.slowest, missing = 0.0, []
        for address in public:
            status, is_copy, text = reader.ask(address)
            if (status, is_copy) != (200, True):
                missing.append(address)
            assert first[2] not in text and second[2] not in text, address
        print(f"{len(public)} public addresses asked, the slowest took {reader.slowest * 1000:.0f} ms")
        assert reader.slowest < 1
        # Without a worker nobody makes anew the lists in which the second page stood.
        linking = [address for address in missing if address not in (first[1], second[1])]
        assert {first[1], second[1]} <= set(missing)
        print(f"waiting for a worker: {linking}")
        for gone in (first, second):
            assert reader.ask(gone[1])[:2] == (503, True)

        # A worker makes them again, without web; then nothing but the withdrawn pages is missing.
        processes(portal.worker())
        wait_for(lambda: all(reader.ask(address)[0] == 200 for address in linking), "the lists", 90, every=1)
        answers = [reader.ask(address) for address in public if address not in (first[1], second[1])]
        assert all(status == 200 and is_copy for status, is_copy, _ in answers)
        assert not any(title in text for _, _, text in answers for title in (first[2], second[2]))
        check_parts(reader, answers)

        # Web comes back, and the mirror is out of the way.
        processes(portal.serve())
        assert reader.ask("/en/")[:2] == (200, False)


def check_parts(reader: Reader, answers: list[tuple[int, bool, str]]) -> None:
    """Check that all pictures, style sheets and scripts of the copies are there too."""
    parts = {part for _, _, text in answers for part in re.findall(r'(?:src|rel="stylesheet" href)="(/[^"]+)"', text)}
    lost = [part for part in sorted(parts) if reader.ask(part)[0] != 200]
    print(f"{len(parts)} pictures, style sheets and scripts asked")
    assert parts and lost == []
