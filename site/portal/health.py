"""The addresses by which a monitor learns whether the portal works."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from common.client_address import client_address
from discussions.receiving.waiting import oldest_unread_age
from events.attendance.closing import overdue_to_close
from events.registration.deletion import count_overdue
from outbox import status

# Seconds that events may wait before it is reported; a restart of the worker takes less.
LATE_SECONDS = 60


def live(request: HttpRequest) -> HttpResponse:
    """Answer every request with "live", without asking the database (a view)."""
    return HttpResponse("live\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 if the database works, else 503; to requests from this machine add the state of services (a view).

    Search, broker and mail may be away without harm.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    told = (
        search_line() + outbox_line() + mail_line() + events_line() + people_line() if is_own_machine(request) else ""
    )
    return HttpResponse("ready\n" + told, content_type="text/plain")


def is_own_machine(request: HttpRequest) -> bool:
    """Return whether a request comes directly from this machine, not through a proxy.

    The state of the servers would help an attacker.
    """
    # An IPv6 address counts by its network: that of ::1 is "::".
    return client_address(request) in ("127.0.0.1", "::") and "X-Forwarded-For" not in request.headers


def search_line() -> str:
    """Return a line for `ready` on whether Elasticsearch answers; "" where it is not set up."""
    if not settings.ELASTICSEARCH_URL:
        return ""
    from search.engines.elastic.client import is_up

    return f"search: {'elasticsearch' if is_up() else 'database, elasticsearch is away'}\n"


def outbox_line() -> str:
    """Return a line for `ready` when outbox events wait longer than 60 seconds, else ""."""
    seconds = status.oldest_untried_age()
    return f"outbox: {seconds:.0f} s behind\n" if seconds > LATE_SECONDS else ""


def mail_line() -> str:
    """Return a line for `ready` when a mail to a board has waited over 60 seconds to be read, else ""."""
    seconds = oldest_unread_age()
    return f"mail: the oldest unread one is {seconds:.0f} s old\n" if seconds > LATE_SECONDS else ""


def events_line() -> str:
    """Return a line for `ready` with the number of events overdue to be closed after check-in, else ""."""
    count = overdue_to_close().count()
    return f"events: {count} to close\n" if count else ""


def people_line() -> str:
    """Return a line for `ready` with the number of event registrations overdue to be deleted, else ""."""
    count = count_overdue()
    return f"people: {count} not deleted at their date\n" if count else ""
