"""A worker is killed while it carries out held decisions: nothing is half done, and the next one does it once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.portal import WORKER_OPTIONS
from tests.services.registration.portal import RegistrationPortal, embedded, served
from tests.services.servers import PostgreSQL, Process, Redis, wait_for

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services"), pytest.mark.timeout(300)]

SEED = """
from django.utils import timezone
from home.organizations.page_tree import provision
from moderation.models import HeldDecision
from moderation.services import hold_decision, submit
from orgs.services import set_editor, set_membership
from tests.factories import drain_outbox, make_page
from tests.services.flow.seed import add_person
weavers = provision(slug="silk-weavers", name_en="Silk Weavers", name_km="សមាគមអ្នកត្បាញសូត្រ")
officer, editor = add_person("officer"), add_person("editor")
set_membership(officer, weavers, "officer")
set_editor(editor, True)
for number in range(3):
    page = make_page("update", weavers, owner=officer, title=f"Looms {number}", text=f"Looms {number} came.")
    hold_decision(submit(page, officer), editor, "approve")
drain_outbox()
HeldDecision.objects.update(effective_at=timezone.now())
"""
# A real worker that stops in the transaction of the first decision, when all of it is written.
STOPPING = """
import pathlib, time
from moderation.services.holding import carrying_out
approve = carrying_out.approve
def approve_and_stop(*args, **more):
    approve(*args, **more)
    pathlib.Path({mark!r}).touch()
    time.sleep(600)
carrying_out.approve = approve_and_stop
from portal.celery import app
app.worker_main(["worker", "-P", "solo", *{options!r}])
"""
ASK = "from moderation.tasks import carry_out_held\ncarry_out_held.delay()"
UNDO = """
from accounts.models import User
from moderation.models import HeldDecision
from moderation.services import undo_held
held = HeldDecision.objects.last()
undo_held(held.pk, held.editor)
"""
STATES = "SELECT s.state, count(*) FROM moderation_submission s GROUP BY s.state ORDER BY s.state"
LIVE = "SELECT count(*) FROM wagtailcore_page p JOIN moderation_submission s ON s.page_id = p.id WHERE p.live"
HELD = "SELECT count(*) FROM moderation_helddecision"
DECIDED = "SELECT count(*) FROM outbox_event WHERE kind = 'submission.decided'"
MAILED = "SELECT count(*) FROM outbox_effect WHERE handler = 'moderation.mail_decision'"


def killed_between(portal: RegistrationPortal, processes: Callable[[Process], Process]) -> None:
    def number(statement: str) -> int:
        return int(portal.query(statement)[0][0])

    portal.move_in()
    portal.python(SEED)
    mark = portal.data / "stopped"
    worker = processes(portal.script(STOPPING.format(mark=str(mark), options=WORKER_OPTIONS)))
    portal.python(ASK)
    wait_for(mark.exists, "the worker to be in the middle", 60)
    worker.kill()
    # All is as before the minute was over, and what is held can still be undone.
    assert portal.query(STATES) == [("waiting", 3)]
    assert (number(LIVE), number(HELD), number(DECIDED)) == (0, 3, 0)
    portal.python(UNDO)
    assert number(HELD) == 2
    # Nobody asks again: beat does.
    processes(portal.worker())
    processes(portal.beat())
    wait_for(lambda: number(HELD) == 0 and number(MAILED) == 2, "both decisions to be carried out", 90, 0.1)
    assert portal.query(STATES) == [("approved", 2), ("waiting", 1)]
    assert (number(LIVE), number(DECIDED), number(MAILED)) == (2, 2, 2)


def test_embedded(data: Path, processes: Callable[[Process], Process]) -> None:
    killed_between(embedded(data, 0), processes)


@pytest.mark.drill
def test_on_postgresql_and_redis(
    data: Path, postgresql: PostgreSQL, redis: Redis, processes: Callable[[Process], Process]
) -> None:
    killed_between(served(data, postgresql, redis.url, 0), processes)
