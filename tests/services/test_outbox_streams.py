"""Two transactions record for the same aggregates, each in the other's reverse order."""

from __future__ import annotations

import pytest

from tests.services.outbox import Drill

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]

# Two threads hold a stream each and then ask for the other's; prints what became of them and of their events.
OPPOSITE = """
import threading
from django.db import connection
from outbox.models import Event
met = threading.Barrier(2)
patience = "10s"
ended = {}
def both(name, first, second, kind):
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{patience}'")
        with transaction.atomic():
            record(registry.kinds[kind], first, {"number": 1})
            met.wait(10)
            record(registry.kinds[kind], second, {"number": 2})
        ended[name] = "committed"
    except Exception as error:
        ended[name] = type(error).__name__
    connection.close()
def opposite(kind):
    threads = [threading.Thread(target=both, args=("there", "thing:1", "thing:2", kind)),
               threading.Thread(target=both, args=("back", "thing:2", "thing:1", kind))]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    print(ended["there"], ended["back"], Event.objects.count())
"""


def opposite(drill: Drill, kind: str, before: str = "") -> list[str]:
    return drill.record(f"{OPPOSITE}\n{before}\nopposite({kind!r})").split()


def test_two_transactions_that_record_in_opposite_order_both_commit(served):
    assert opposite(served, "drill.happened") == ["committed", "committed", "4"]


def test_without_that_care_one_of_them_is_ended_by_the_database(served):
    careless = """
from outbox import sequence
sequence.lock_briefly = lambda stream: sequence.query_value(sequence.LOCK, stream)
"""
    there, back, _ = opposite(served, "drill.happened", careless)
    assert sorted((there, back)) == ["OperationalError", "committed"]


def test_outside_work_waits_for_nobody(served):
    assert opposite(served, "drill.sent", "patience = '1ms'") == ["committed", "committed", "4"]


def test_numbers_of_a_stream_are_the_order_of_commits(served):
    """The transaction that recorded first commits last: the second has waited for it."""
    script = """
import threading
from django.db import connection
from outbox.models import Event
recorded, let_go = threading.Event(), threading.Event()
def first():
    with transaction.atomic():
        record(registry.kinds["drill.happened"], "thing:1", {"number": 1})
        recorded.set()
        let_go.wait(0.5)
    connection.close()
thread = threading.Thread(target=first)
thread.start()
recorded.wait(10)
happen(2)
thread.join()
print(*Event.objects.order_by("seq").values_list("payload__number", flat=True))
"""
    assert served.record(script).split() == ["1", "2"]


def test_a_migration_may_take_longer_than_a_request(served):
    limits = """
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
def limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]
migrate.Command.handle = lambda *_, **__: print(limit())
print(limit())
from portal.management.commands.migrate import Command
call_command(Command())
print(limit())
"""
    before, during, after = served.portal.python(limits).split()
    assert (before, during, after) == ("1min", "0", "1min")
