"""A post goes out to 400 subscribers while the worker is killed ten times: nobody is lost, one mail a kill doubled."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgresql_template import load, portal_dump
from tests.services.discussions.portal import MailPortal
from tests.services.mail_sink import Sink, mail_sink
from tests.services.postfix import PORTAL_DOMAIN
from tests.services.processes import wait_for
from tests.services.servers import PostgreSQL, Process, Redis
from tests.template_database import EMPTY, template_database

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("services")]

READERS, KILLS = 400, 10
# A killed worker's batch waits until its lease of a minute is over.
PATIENCE = 240
PUBLISH = f"""
from discussions.models import Participant, Subscription
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from outbox.models import Event
board, author = make_board("gender"), make_participant("Sokha", email="sokha@readers.test")
thread = make_thread(board, author)
Participant.objects.bulk_create(
    Participant(email=f"reader{{number}}@readers.test", language="km", state="active") for number in range({READERS})
)
readers = Participant.objects.exclude(pk=author.pk)
Subscription.objects.bulk_create(Subscription(participant=each, board=board, rhythm="each") for each in readers)
Event.objects.all().delete()
print(make_post(thread, author, "We need light. " * 20).pk)
"""


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_sink() as sink:
        yield sink


@pytest.fixture(params=["embedded", "served"])
def portal(request: pytest.FixtureRequest, data: Path, sink: Sink) -> MailPortal:
    if request.param == "embedded":
        shutil.copyfile(template_database(EMPTY), data / "neary.sqlite3")
        return MailPortal(data, postfix_port=sink.port)
    server: PostgreSQL = request.getfixturevalue("postgresql")
    redis: Redis = request.getfixturevalue("redis")
    name = server.database()
    load(portal_dump(server.url("postgres"), EMPTY), server.url(name))
    return MailPortal(data, database_url=server.url(name), redis_url=redis.url, postfix_port=sink.port)


@pytest.mark.timeout(900)
def test_a_killed_worker_loses_nobody(
    portal: MailPortal, sink: Sink, processes: Callable[[Process], Process], capsys: pytest.CaptureFixture[str]
) -> None:
    post = int(portal.python(PUBLISH))
    for kill in range(1, KILLS + 1):
        worker = processes(portal.worker())
        enough = kill * READERS // (KILLS + 1)
        wait_for(lambda: len(sink.to("reader")) >= enough, f"{enough} mails", PATIENCE)  # noqa: B023 - called at once
        worker.kill()
    processes(portal.worker())
    unsent = "SELECT count(*) FROM discussions_delivery WHERE sent_at IS NULL"
    wait_for(lambda: portal.query(unsent)[0][0] == 0, "the last mail", PATIENCE)

    mails = sink.to("reader")
    times = Counter(mail.recipient for mail in mails)
    with capsys.disabled():
        print(f"\n{len(times)} of {READERS} reached, {len(mails) - len(times)} doubled by {KILLS} kills")
    assert len(times) == READERS and len(mails) <= READERS + KILLS and max(times.values()) <= 2
    assert {mail.message_id for mail in mails} == {f"<post.{post}@{PORTAL_DOMAIN}>"}
    # Each has an address to which her mail comes back, the same when it came twice.
    assert len({mail.sender for mail in mails}) == READERS
    assert portal.query("SELECT count(*) FROM outbox_event WHERE state = 2")[0][0] == 0
