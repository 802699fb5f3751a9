"""A drill: mails come in and go out while LMTP server, worker and Postfix die, and each is counted after it."""

from __future__ import annotations

import json
import os
import random
import signal
import smtplib
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Semaphore, Thread

from tests.services.discussions.portal import MailPortal
from tests.services.drill import SUPERVISE
from tests.services.portal import WORKER_OPTIONS
from tests.services.postfix import Postfix, send
from tests.services.processes import Process, start, wait_for

# Subscribers, who answer as well: 40 times 10 are 400 mails, and nobody passes her limit of a day.
PEOPLE, EACH = 40, 10
SENDERS = 4

SEED = f"""
import json
from discussions.addresses import reply_address
from discussions.models import Subscription
from tests.discussions.factories import make_board, make_participant, make_thread
board = make_board("gender")
author = make_participant("Dara", email="dara@elsewhere.test")
thread = make_thread(board, author)
addresses = {{}}
for number in range({PEOPLE}):
    reader = make_participant(f"Reader {{number}}", email=f"reader{{number}}@readers.test")
    subscription = Subscription.objects.create(participant=reader, board=board)
    addresses[reader.email] = reply_address(thread.posts.get().pk, subscription.pk)
print(json.dumps(addresses))
"""
# Publishes a post for everybody whenever it is told to. One that a broken database did not take is made again.
PUBLISH = f"""
import time
from django.conf import settings
from django.db import connection, transaction
from discussions.models import Participant, Post, Thread
from discussions.services.posting import Written, add_post
from discussions.services.publishing import publish_post
author, thread = Participant.objects.get(name="Dara"), Thread.objects.get()
for number in range({EACH}):
    while not (settings.DATA / f"publish{{number}}").exists():
        time.sleep(0.1)
    while not Post.objects.filter(text=f"News {{number}}").exists():
        try:
            with transaction.atomic():
                publish_post(add_post(thread, Written(author, author.name, f"News {{number}}")))
        except Exception as error:
            print(error, flush=True)
            connection.close()
            time.sleep(0.5)
"""
POSTED = "SELECT message_id FROM discussions_post WHERE origin = 'mail'"
UNSENT = "SELECT count(*) FROM discussions_delivery WHERE sent_at IS NULL"
SENT = "SELECT count(*) FROM discussions_delivery WHERE sent_at IS NOT NULL"
PENDING = "SELECT count(*) FROM outbox_event WHERE state = 0"
DEAD = "SELECT count(*) FROM outbox_event WHERE state = 2"
MAIL = (
    "From: {sender}\r\nSubject: Re: Night shifts\r\nMessage-ID: <{name}@phone.test>\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nចម្លើយ {name}\r\n"
)


@dataclass(frozen=True)
class MailDrillOutcome:
    """The results for the mails: ids of those in that made no post or several, and of those out that did not arrive.

    `doubles` are mails out that arrived once more.
    """

    lost_in: set[str]
    doubled_in: set[str]
    lost_out: set[tuple[str, str]]
    doubles: int
    dead: int

    def is_right(self, kills: int) -> bool:
        return not (self.lost_in or self.doubled_in or self.lost_out or self.dead) and self.doubles <= kills


@dataclass
class MailDrill:
    """A drill while it runs, and what was done to the processes."""

    portal: MailPortal
    postfix: Postfix
    kills: dict[str, int] = field(default_factory=lambda: {"lmtp": 12, "worker": 10})
    stops: int = 2
    done: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    whole_workers: int = 0
    took: float = 0.0
    counting: Lock = field(default_factory=Lock)
    allowed: Semaphore = field(default_factory=lambda: Semaphore(0))

    def run(self) -> MailDrillOutcome:
        """Bring and publish under fire, then wait until all is carried out. Raises TimeoutError when it is not."""
        addresses: dict[str, str] = json.loads(self.portal.python(SEED))
        self.postfix.add_mailboxes([*addresses, "dara@elsewhere.test"])
        mails = [(sender, f"{number}.{sender}") for number in range(EACH) for sender in addresses]
        with self.running() as supervisor, self.publishing():
            bringing = Thread(target=self.bring_all, args=(mails, addresses))
            bringing.start()
            faults = Thread(target=self.make_faults, args=(supervisor, len(mails)))
            faults.start()
            bringing.join()
            faults.join()
            began = time.monotonic()
            for number in range(EACH):
                self.publish(number)
            self.settle(len(mails))
            self.took = time.monotonic() - began
        return self.outcome({name for _sender, name in mails}, list(addresses))

    @contextmanager
    def running(self) -> Iterator[Process]:
        """LMTP server and worker under the portal's own supervisor, which starts again what ends."""
        pool = ["-c", "2"] if self.portal.redis_url else []
        commands = {
            "lmtp": [sys.executable, "manage.py", "lmtp"],
            "worker": self.portal.command("worker", *pool, "-n", "w@drill", "-l", "info", *WORKER_OPTIONS),
        }
        log = self.portal.log("supervised")
        supervisor = start([sys.executable, "-c", SUPERVISE, json.dumps(commands)], log, self.portal.env)
        try:
            wait_for(lambda: " ready." in log.read_text() and "Taking mails" in log.read_text(), "the processes", 120)
            yield supervisor
        finally:
            supervisor.stop()

    @contextmanager
    def publishing(self) -> Iterator[None]:
        publisher = self.portal.script(PUBLISH)
        try:
            yield
        finally:
            publisher.kill()

    def publish(self, number: int) -> None:
        (self.portal.data / f"publish{number}").touch()

    # Mails in

    def bring_all(self, mails: list[tuple[str, str]], addresses: dict[str, str]) -> None:
        with ThreadPoolExecutor(SENDERS) as senders:
            for sender, name in mails:
                senders.submit(self.bring, sender, addresses[sender], name)

    def bring(self, sender: str, address: str, name: str) -> None:
        """Bring a mail as another mail server does: again and again until it is accepted, or refused for good."""
        self.allowed.acquire()
        mail = MAIL.format(sender=sender, name=name).encode()
        while True:
            try:
                send(self.postfix, sender, [address], mail)
            except (OSError, smtplib.SMTPException) as error:
                codes = {code for code, _ in getattr(error, "recipients", {}).values()}
                if any(code >= 500 for code in codes):
                    raise
                time.sleep(0.5)
            else:
                with self.counting:
                    self.accepted += 1
                return

    # Faults

    def make_faults(self, supervisor: Process, mails: int) -> None:
        """Let some mails be brought and published, and end one of the processes in their midst, again and again."""
        plan: list[tuple[str, Callable[[], None]]] = [
            *(("lmtp", lambda: self.kill(supervisor, "lmtp")) for _ in range(self.kills["lmtp"])),
            *(("worker", lambda: self.kill(supervisor, "worker")) for _ in range(self.kills["worker"])),
            *(("postfix", self.restart_postfix) for _ in range(self.stops)),
        ]
        random.shuffle(plan)
        chunk = mails // (len(plan) + 1)
        for number, (name, fault) in enumerate(plan):
            # A process that has not begun to work loses nothing.
            wait_for(self.at_work, "LMTP server and worker", 120, 0.1)
            wanted = self.accepted + random.randrange(chunk)
            self.allowed.release(chunk)
            self.publish(number // 2)
            wait_for(lambda wanted=wanted: self.accepted >= wanted, f"{wanted} accepted mails", 120, 0.02)
            fault()
            self.done[name] += 1
        self.allowed.release(mails)

    def at_work(self) -> bool:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.portal.lmtp_port), 1).close()
            return self.portal.log("supervised").read_text().count(" ready.") > self.whole_workers
        return False

    def kill(self, supervisor: Process, name: str) -> None:
        """Kill a process at once, as soon as one of this name has started; a worker's child where it has some."""
        while True:
            for pid in processes_named(supervisor, name):
                victims = children(pid) if name == "worker" and random.random() < 0.7 else []
                with suppress(ProcessLookupError):
                    os.kill(random.choice(victims or [pid]), signal.SIGKILL)
                    self.whole_workers += name == "worker" and not victims
                    return
            time.sleep(0.05)

    def restart_postfix(self) -> None:
        self.postfix.stop()
        time.sleep(1)
        self.postfix.start()

    # The end

    def settle(self, mails: int) -> None:
        def settled() -> bool:
            waiting = self.portal.query(PENDING)[0][0] + self.portal.query(UNSENT)[0][0] + len(self.postfix.queue())
            sent = self.portal.query(SENT)[0][0]
            return not waiting and sent >= PEOPLE * EACH and len(self.portal.query(POSTED)) >= mails

        wait_for(settled, "all mails to be settled", 240, 1)

    def outcome(self, names: set[str], readers: list[str]) -> MailDrillOutcome:
        posted = Counter(row[0].strip("<>").removesuffix("@phone.test") for row in self.portal.query(POSTED))
        arrived = Counter(
            (reader, str(mail["Message-ID"])) for reader in readers for mail in self.postfix.mails(reader)
        )
        rows = self.portal.query("SELECT id FROM discussions_post WHERE text LIKE 'News %'")
        due = {(reader, f"<post.{row[0]}@lists.example.org>") for reader in readers for row in rows}
        assert len(due) == PEOPLE * EACH
        return MailDrillOutcome(
            lost_in=names - posted.keys(),
            doubled_in={name for name, count in posted.items() if count > 1},
            lost_out=due - arrived.keys(),
            doubles=sum(arrived.values()) - len(arrived),
            dead=self.portal.query(DEAD)[0][0],
        )


def processes_named(supervisor: Process, name: str) -> list[int]:
    """Return the supervisor's processes whose command has this word, and that have come so far as to work."""
    return [pid for pid in supervisor.children() if name.encode() in command_of(pid).split(b"\0")]


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
