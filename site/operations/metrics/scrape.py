"""The answer to a scrape of /metrics."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

from common.measures import processes
from common.measures.registry import read_all, sources

PATH = "/metrics"
SHORTEST_TOKEN = 20
FAILED = "neary_source_failed"


def is_allowed(request: HttpRequest) -> bool:
    """Return whether a GET brings the token METRICS_TOKEN; never where none is set, or one that is too short."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    return (
        request.method == "GET"
        and len(token) >= SHORTEST_TOKEN
        and constant_time_compare(given.encode(), f"Bearer {token}".encode())
    )


def metrics() -> HttpResponse:
    """Return all metrics in Prometheus's text format."""
    answer = HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def registry() -> CollectorRegistry:
    """Return a registry with the counters of all web processes and the measures of all packages."""
    if processes.FOLDER:
        found = CollectorRegistry()
        MultiProcessCollector(found, path=processes.FOLDER)  # type: ignore[no-untyped-call]
    else:
        found = CollectorRegistry()
        found.register(OwnCounters())
    found.register(Measures())
    return found


class OwnCounters:
    """A collector of this process's counters, where one process serves alone."""

    def collect(self) -> Iterable[Metric]:
        """Return the metrics of this process."""
        return REGISTRY.collect()


class Measures:
    """A collector of the measures that packages have registered, read at each scrape."""

    def describe(self) -> Iterable[Metric]:
        """Return nothing: a registry that asks what there is must not read the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Yield each measure with its values, and which sources could not be read."""
        seen = read_all()
        for each in sources.values():
            for measure in each.measures:
                family = GaugeMetricFamily(measure.name, measure.says, labels=[measure.label] if measure.label else [])
                for label, value in sorted(seen.by_label(measure.name).items()):
                    family.add_metric([label] if measure.label else [], value)
                yield family
        failed = GaugeMetricFamily(FAILED, "1 for figures that could not be read", labels=["source"])
        for name in sources:
            failed.add_metric([name], name in seen.failed)
        yield failed
