"""A whole portal for a load, with all its processes and servers on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load.day import Day
from tests.bench.processes import Answerer
from tests.services.elasticsearch import elasticsearch
from tests.services.flow.portal import ACCESS_LOG, Installation, embedded, served
from tests.services.mail_sink import Sink, mail_sink
from tests.services.processes import Process, ServerMissing
from tests.services.servers import postgresql, redis_server

SETTINGS = "tests.bench.load.settings"
EMBEDDED, SERVICES = "embedded", "services"
# The web server as each kind starts it: `make run`, and docker/entrypoint.
WEB = {EMBEDDED: (), SERVICES: ("--preload", "--workers=2", "--threads=4", *ACCESS_LOG)}


@dataclass
class LoadedPortal:
    """A filled portal at work. `processes` are those that are watched, by name; `mail` takes its mails."""

    portal: Installation
    mail: Sink
    processes: dict[str, Process]
    moments: Answerer


@contextmanager
def loaded_portal(kind: str, folder: Path, day: Day, pages: int, with_elasticsearch: bool) -> Iterator[LoadedPortal]:
    """Yield a portal of a kind with the people of a day and so many generated pages; everything ends with the block."""
    with ExitStack() as stack:
        mail = stack.enter_context(mail_sink())
        portal, servers = installation(kind, folder, mail, stack, with_elasticsearch)
        fill_pages(portal, pages)
        moments = Answerer("load.moments", portal.env | {"LOG_LEVEL": "ERROR"})
        stack.callback(moments.close)
        moments.ask(command="fill", officers=day.officers, editors=day.editors, subscribers=day.subscribers)
        web = portal.serve(*WEB[kind])
        stack.callback(web.stop)
        worker = portal.worker()
        stack.callback(worker.kill)
        beat = portal.beat()
        stack.callback(beat.kill)
        yield LoadedPortal(portal, mail, {"web": web, "worker": worker, "beat": beat, **servers}, moments)


def installation(
    kind: str, folder: Path, mail: Sink, stack: ExitStack, with_elasticsearch: bool
) -> tuple[Installation, dict[str, Process]]:
    """Return a portal whose servers run until the stack ends, and the servers' processes."""
    if kind == EMBEDDED:
        portal, servers = embedded(folder / "data", mail.port), {}
    else:
        database, redis = stack.enter_context(postgresql()), stack.enter_context(redis_server())
        portal = served(folder / "data", database, redis.url, mail.port)
        servers = {"postgresql": database.process, "redis": redis.process}
        if with_elasticsearch:
            servers |= add_elasticsearch(portal, stack)
    portal.settings = SETTINGS
    os.environ |= {"LOG_LEVEL": "INFO", "DISCUSSIONS_MAIL_DOMAIN": "load.example.org"}
    return portal, servers


def add_elasticsearch(portal: Installation, stack: ExitStack) -> dict[str, Process]:
    """Give the portal Elasticsearch where it is installed; else it searches in its database, and says so."""
    try:
        server = stack.enter_context(elasticsearch())
    except ServerMissing as missing:
        print(f"Without Elasticsearch: {str(missing)[:200]}", flush=True)
        return {}
    portal.elasticsearch_url = server.url
    os.environ["ELASTICSEARCH_INDEX"] = f"load-{server.port}"
    return {"elasticsearch": server.process}


def fill_pages(portal: Installation, pages: int) -> None:
    """Add generated pages of ten organizations, and bring the search index up to them."""
    if pages:
        portal.manage("populate", "--organizations", "10", "--pages", str(pages))
    if portal.elasticsearch_url:
        portal.manage("search_index", "rebuild")
