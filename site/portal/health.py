"""Answers for those who watch over the servers."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from common.client_address import client_address
from outbox import status

# Seconds that effects may be late before it is told; a worker that starts again needs less.
LATE_SECONDS = 60


def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too; search, broker and mail may be away without harm, which is told on this machine."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    told = search_line() + outbox_line() if is_own_machine(request) else ""
    return HttpResponse("ready\n" + told, content_type="text/plain")


def is_own_machine(request: HttpRequest) -> bool:
    """Return whether somebody on this machine asks, not through a proxy: how far work is behind helps an attacker."""
    # An IPv6 address counts by its network: that of ::1 is "::".
    return client_address(request) in ("127.0.0.1", "::") and "X-Forwarded-For" not in request.headers


def search_line() -> str:
    """A line on Elasticsearch, where it is set up: without it the database searches, so it is no reason to be away."""
    if not settings.ELASTICSEARCH_URL:
        return ""
    from search.engines.elastic.client import is_up

    return f"search: {'elasticsearch' if is_up() else 'database, elasticsearch is away'}\n"


def outbox_line() -> str:
    """A line on the outbox, when nobody carries it out: the portal still serves, but what follows a change is late."""
    seconds = status.oldest_untried_age()
    return f"outbox: {seconds:.0f} s behind\n" if seconds > LATE_SECONDS else ""
