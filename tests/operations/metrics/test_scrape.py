"""/metrics is closed without its token, tells what the portal does, and costs the same however large the portal is."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

from common.measures.registry import Measure, MeasureReading, read_all, sources
from operations.metrics.middleware import KINDS, kind_of_view

TOKEN = "a-token-of-more-than-twenty-characters"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def scraped(client: Any, settings: Any) -> dict[str, list[Any]]:
    settings.METRICS_TOKEN = TOKEN
    # Under the name that the process has inside the network, which is none of the portal's.
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    answer = client.get("/metrics", headers=BEARER | {"host": "web:8000"})
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    return {family.name: family.samples for family in text_string_to_metric_families(answer.content.decode())}


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {}),
        ("", {"Authorization": "Bearer "}),
        ("short", {"Authorization": "Bearer short"}),
        (TOKEN, {}),
        (TOKEN, {"Authorization": TOKEN}),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}x"}),
        (TOKEN, {"Authorization": "Bearer សោ"}),
    ],
)
def test_without_the_token_the_address_does_not_exist(client, portal, settings, token: str, headers: Any) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers=headers).status_code == 404
    assert client.post("/metrics", headers=headers).status_code in (403, 404)


def test_a_scrape_tells_each_measure(client, portal, settings, organization, make_page, drain) -> None:
    make_page("update", organization, live=True)
    drain()
    client.get("/en/")
    client.get("/no-such-page")
    found = scraped(client, settings)
    missing = {measure.name for each in sources.values() for measure in each.measures} - found.keys()
    assert not missing
    requests = {(s.labels["view"], s.labels["status"]) for s in found["neary_request_seconds"]}
    assert ("public", "2xx") in requests and ("other", "4xx") in requests
    assert {s.labels["source"]: s.value for s in found["neary_source_failed"]} == dict.fromkeys(sources, 0)
    assert [s.value for s in found["neary_search_engine"] if s.labels["engine"] == "database"] == [1]
    assert "task.run" in {s.labels["kind"] for s in found["neary_outbox_done"]}


def test_a_scrape_makes_a_fixed_number_of_queries(client, portal, settings, organization, make_page) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        scraped(client, settings)
    for number in range(5):
        make_page("update", organization, live=True, title=f"Page {number}")
    with CaptureQueriesContext(connection) as more:
        scraped(client, settings)
    assert len(more) == len(few) <= sum(each.queries for each in sources.values()) <= 16


def test_each_source_makes_as_many_queries_as_it_says(db, settings) -> None:
    settings.BACKUP_PASSPHRASE = "words of a passphrase"
    for each in sources.values():
        with CaptureQueriesContext(connection) as made:
            list(each.read())
        assert len(made) <= each.queries, each.name


def test_labels_are_bounded_whatever_is_asked_for() -> None:
    paths = ["/en/x/", "/km/", "/admin/pages/1/", "/workspace/", "/api/v1/search", "/", "", "//", "/x" * 500, "/en"]
    assert {kind_of_view(path) for path in paths} <= KINDS | {"public", "other"}
    assert kind_of_view("/km/search/") == "public" and kind_of_view("/enx/") == "other"


def test_a_source_that_fails_hides_no_other(client, portal, settings, monkeypatch) -> None:
    def fail() -> Any:
        raise OSError("away")

    monkeypatch.setitem(sources, "desk", sources["desk"].__class__("desk", sources["desk"].measures, 3, fail))
    unknown = MeasureReading(Measure("neary_unknown", "Nothing"), 1)
    monkeypatch.setitem(sources, "disks", sources["disks"].__class__("disks", (), 0, lambda: [unknown]))
    found = scraped(client, settings)
    failed = {s.labels["source"] for s in found["neary_source_failed"] if s.value}
    assert failed == {"desk", "disks"}
    assert found["neary_outbox_untried_seconds"] and read_all().of("neary_unknown") is None


COUNTING = """
import os
from pathlib import Path
from common.measures.processes import FOLDER, PAGE_CACHE_HIT, REQUESTS
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
PAGE_CACHE_HIT.inc()
for number in range(20):
    child = os.fork()
    if child == 0:
        PAGE_CACHE_HIT.inc(2)
        REQUESTS.labels("public", "2xx").observe(0.1)
        os._exit(0)
    os.waitpid(child, 0)
PAGE_CACHE_HIT.inc()
registry = CollectorRegistry()
MultiProcessCollector(registry, path=FOLDER)
hits = registry.get_sample_value("neary_page_cache_total", {"result": "hit"})
seen = registry.get_sample_value("neary_request_seconds_count", {"view": "public", "status": "2xx"})
print(hits, seen, len(list(Path(FOLDER).glob("*.db"))))
"""


def test_processes_add_up_and_leave_no_files_behind(tmp_path) -> None:
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "new"), "PYTHONPATH": "site"}
    done = subprocess.run(
        [sys.executable, "-c", COUNTING], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    # Of the first process its counters; of the twenty, which shared one number, counters and histograms.
    assert done.stdout.split() == ["42.0", "20.0", "3"]
