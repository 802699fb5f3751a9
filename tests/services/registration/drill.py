"""A drill: 500 people register for 20 places while web server and worker die, and everybody is counted after it."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from tests.services.drill import SUPERVISE
from tests.services.flow.visitor import Answer, Visitor
from tests.services.mail_sink import Sink
from tests.services.processes import Process, start, wait_for
from tests.services.registration.killing import KillingDrill
from tests.services.registration.outcome import DEAD, RegistrationOutcome, outcome_of
from tests.services.registration.portal import RegistrationPortal

PEOPLE, PLACES, CANCELLING = 500, 20, 100
REPEATING = 3  # of ten
CLIENTS, READERS = 6, 3
SAID = {"name": "Chan Sokha", "sex": "woman", "organization_kind": "ngo", "agrees": "on"}
OWN_PAGE = re.compile(r"/e/\w{22}/")
PENDING = "SELECT count(*) FROM outbox_event WHERE state = 0"
CONFIRMED = "SELECT count(*) FROM events_registration WHERE confirmed_at IS NOT NULL"
CANCELLED = "SELECT count(*) FROM events_registration WHERE state = 'cancelled'"


@dataclass
class RegistrationDrill(KillingDrill):
    """A drill while it runs, and what was done to the processes."""

    portal: RegistrationPortal
    sink: Sink
    kills: dict[str, int] = field(default_factory=lambda: {"web": 8, "worker": 8})
    done: Counter[str] = field(default_factory=Counter)
    sent_again: int = 0
    registered: set[int] = field(default_factory=set)
    ready_before: int = 0
    took: float = 0.0
    page: int = 0

    def run(self) -> RegistrationOutcome:
        """Register, confirm and cancel under fire, then wait until all is carried out. Raises TimeoutError."""
        self.page = self.portal.add_event(PLACES)
        began = time.monotonic()
        with (
            self.running() as supervisor,
            ThreadPoolExecutor(CLIENTS) as clients,
            ThreadPoolExecutor(READERS) as readers,
        ):
            sent = [clients.submit(self.register, number) for number in range(PEOPLE)]
            faults = Thread(target=self.make_faults, args=(supervisor,))
            faults.start()
            answers = self.answer_mails(readers)
            faults.join()
            for future in [*sent, *answers]:
                future.result()
            wait_for(self.is_settled, "all mails to be settled", 240, 1)
        self.took = time.monotonic() - began
        return outcome_of(self.portal, self.sink.mails)

    @contextmanager
    def running(self) -> Iterator[Process]:
        """Run web server and worker under the portal's own supervisor, which starts again what ends."""
        log = self.portal.log("supervised")
        command = [sys.executable, "-c", SUPERVISE, json.dumps(self.portal.commands())]
        supervisor = start(command, log, self.portal.env)
        try:
            wait_for(lambda: log.exists() and self.at_work(), "web server and worker", 120, 0.1)
            yield supervisor
        finally:
            supervisor.stop()

    # People

    def register(self, number: int) -> None:
        """Open the form and send it; three of ten send the same form twice at the same moment."""
        visitor, headers = Visitor(self.portal.url), connection_of(number)
        form = self.until_answered(lambda: visitor.get(f"/en/events/{self.page}/register/", headers))

        def send() -> Answer:
            return visitor.submit(form, "form_token", headers, reach=address_of(number), **SAID)

        if number % 10 < REPEATING:
            twin = Thread(target=self.until_answered, args=(send,))
            twin.start()
        answer = self.until_answered(send)
        assert answer.path == f"/en/events/{self.page}/registered/", (answer.url, answer.text)
        if number % 10 < REPEATING:
            twin.join()
            self.sent_again += 1
        self.registered.add(number)

    def answer_mails(self, readers: ThreadPoolExecutor) -> list[Future[None]]:
        """Let everybody confirm as soon as her first mail has come, and the first hundred cancel then."""
        answered: dict[str, Future[None]] = {}
        read = 0

        def all_answered() -> bool:
            nonlocal read
            for mail in self.sink.mails[read:]:
                read += 1
                if mail.recipient not in answered and (link := OWN_PAGE.search(mail.text)):
                    answered[mail.recipient] = readers.submit(self.answer, mail.recipient, link[0])
            return len(answered) == PEOPLE

        wait_for(all_answered, "a mail to each person", 600, 0.1)
        return list(answered.values())

    def answer(self, address: str, link: str) -> None:
        number = int(address.removeprefix("person-").partition("@")[0])
        visitor, headers = Visitor(self.portal.url), connection_of(number)
        for page in [link, f"{link}cancel/"] if number < CANCELLING else [link]:
            shown = self.until_answered(lambda page=page: visitor.get(page, headers))
            done = self.until_answered(lambda shown=shown: visitor.submit(shown, "csrfmiddlewaretoken", headers))
            assert done.path == link, done.url

    # Faults

    def make_faults(self, supervisor: Process) -> None:
        """End web server or worker at moments between the registrations."""
        plan = [name for name, count in self.kills.items() for _ in range(count)]
        random.shuffle(plan)
        for number, name in enumerate(plan, 1):
            wanted = number * PEOPLE // (len(plan) + 1)
            wait_for(lambda wanted=wanted: len(self.registered) >= wanted, f"{wanted} registrations", 240, 0.05)
            # A process that has not begun to work loses nothing.
            wait_for(self.at_work, "web server and worker", 120, 0.1)
            time.sleep(random.random())
            self.kill(supervisor, name)
            self.done[name] += 1

    # The end

    def is_settled(self) -> bool:
        counts = [self.portal.query(statement)[0][0] for statement in (PENDING, CONFIRMED, CANCELLED, DEAD)]
        return counts[:3] == [0, PEOPLE, CANCELLING] or counts[3] > 0


def address_of(number: int) -> str:
    return f"person-{number}@people.test"


def connection_of(number: int) -> dict[str, str]:
    """Return the header by which a proxy names a person's connection."""
    return {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250 + 1}"}
