"""A drill: editors decide on pairs of pages while web server and worker die, and no language is ever public alone."""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread

from tests.services.drill import SUPERVISE
from tests.services.flow.visitor import Visitor
from tests.services.processes import Process, start, wait_for
from tests.services.registration.killing import KillingDrill
from tests.services.registration.portal import RegistrationPortal

SEED = """
from accounts.models import User
from home.organizations.page_tree import provision
from moderation.services import send_together
from orgs.services import set_editor, set_membership
from tests.factories import drain_outbox, make_page
from tests.services.flow.seed import add_person
weavers = provision(slug="silk-weavers", name_en="Silk Weavers", name_km="សមាគមអ្នកត្បាញសូត្រ")
officer, editor = add_person("officer"), add_person("editor")
set_membership(officer, weavers, "officer")
set_editor(editor, True)
for number in range({pairs}):
    page = make_page("update", weavers, owner=officer, title=f"Looms {{number}}", text=f"Looms {{number}} came.")
    twin = make_page("update", weavers, "km", owner=officer, translation_key=page.translation_key,
                     title=f"កី {{number}}", text=f"កី {{number}} មកដល់។")
    send_together(page, twin, officer)
drain_outbox()
print("seeded")
"""
# Both submissions with their pages, each pair a row.
PAIRS = """
SELECT a.id, pa.live, pb.live, a.state, b.state, pa.id, pb.id FROM moderation_senttogether t
JOIN moderation_submission a ON a.id = t.original_id JOIN moderation_submission b ON b.id = t.translation_id
JOIN wagtailcore_page pa ON pa.id = a.page_id JOIN wagtailcore_page pb ON pb.id = b.page_id ORDER BY a.id
"""
PENDING = "SELECT count(*) FROM outbox_event WHERE state = 0"
DEAD = "SELECT count(*) FROM outbox_event WHERE state = 2"
EDITORS_AT_ONCE = 3


@dataclass
class PairsDrill(KillingDrill):
    """A drill while it runs: of four pairs one is returned, one approved and withdrawn again, two approved."""

    portal: RegistrationPortal
    pairs: int
    kills: dict[str, int]
    done: Counter[str] = field(default_factory=Counter)
    halves: set[tuple[object, ...]] = field(default_factory=set)
    looks: int = 0
    decided: int = 0
    ready_before: int = 0
    took: float = 0.0

    def run(self) -> Counter[tuple[object, ...]]:
        """Decide on all pairs under fire; return how many ended as (live, live, state, state). Raises TimeoutError."""
        self.portal.move_in()
        self.portal.python(SEED.format(pairs=self.pairs))
        began, over = time.monotonic(), Event()
        with self.running() as supervisor, ThreadPoolExecutor(EDITORS_AT_ONCE) as editors:
            watcher = Thread(target=self.watch, args=(over,))
            faults = Thread(target=self.make_faults, args=(supervisor,), daemon=True)
            watcher.start()
            try:
                # Signed in once: a code of the second factor holds for one use.
                visitor = Visitor(self.portal.url)
                assert self.until_answered(lambda: visitor.sign_in("editor")).path == "/workspace/queue/"
                faults.start()
                numbers = [row[0] for row in self.portal.query(PAIRS)]
                shares = [numbers[share::EDITORS_AT_ONCE] for share in range(EDITORS_AT_ONCE)]
                for future in [editors.submit(self.decide_all, visitor, share) for share in shares]:
                    future.result()
                faults.join()
                wait_for(self.is_settled, "all effects to be carried out", 240, 1)
            finally:
                over.set()
                watcher.join()
        self.took = time.monotonic() - began
        return Counter((bool(row[1]), bool(row[2]), *row[3:5]) for row in self.portal.query(PAIRS))

    @contextmanager
    def running(self) -> Iterator[Process]:
        """Run web server and worker under the portal's own supervisor, which starts again what ends."""
        command = [sys.executable, "-c", SUPERVISE, json.dumps(self.portal.commands())]
        supervisor = start(command, self.portal.log("supervised"), self.portal.env)
        try:
            wait_for(self.at_work, "web server and worker", 120, 0.1)
            yield supervisor
        finally:
            supervisor.stop()

    # The editor

    def decide_all(self, visitor: Visitor, numbers: list[int]) -> None:
        for number in numbers:
            self.decide(visitor, number)
            self.decided += 1

    def decide(self, visitor: Visitor, number: int) -> None:
        """Return every fourth pair, approve the others, and withdraw both languages of every fourth again."""
        # Each pair takes two numbers.
        way = number // 2 % 4
        words = {"decision": "return", "reason": "Name the village."} if way == 0 else {"decision": "approve"}
        self.post_until(visitor, f"/workspace/review/{number}/", "decision", lambda: not self.waits(number), words)
        if way == 1:
            page = next(row[5] for row in self.portal.query(PAIRS) if row[0] == number)
            both = {"other_language": "both", "reason": "A name stands in it."}
            address = f"/workspace/piece/{page}/withdraw/"
            self.post_until(visitor, address, "reason", lambda: not self.is_live(page), both)

    def post_until(
        self, visitor: Visitor, address: str, having: str, is_done: Callable[[], bool], words: dict[str, str]
    ) -> None:
        """Send a form until it has been carried out: whoever lost the answer looks, and sends it again."""
        until = time.monotonic() + 180
        while not is_done():
            if time.monotonic() > until:
                raise TimeoutError(f"{address} was not carried out in three minutes")
            shown = self.until_answered(lambda: visitor.get(address))
            if is_done():
                return
            with suppress(OSError, HTTPException):
                visitor.submit(shown, having, **words | {"unchecked": "on"})

    def waits(self, number: int) -> bool:
        statement = f"SELECT count(*) FROM moderation_submission WHERE id = {number} AND state = 'waiting'"
        return bool(self.portal.query(statement)[0][0])

    def is_live(self, page: int) -> bool:
        return bool(self.portal.query(f"SELECT live FROM wagtailcore_page WHERE id = {page}")[0][0])

    # Who looks, and who kills

    def watch(self, over: Event) -> None:
        """Look at all pairs over and over, and keep every one of which one half was public or decided alone."""
        while not over.is_set():
            for row in self.portal.query(PAIRS):
                if bool(row[1]) != bool(row[2]) or row[3] != row[4]:
                    self.halves.add(tuple(row))
            self.looks += 1
            time.sleep(0.02)

    def make_faults(self, supervisor: Process) -> None:
        """End web server or worker at moments between the decisions."""
        plan = [name for name, count in self.kills.items() for _ in range(count)]
        random.shuffle(plan)
        for number, name in enumerate(plan, 1):
            wanted = number * self.pairs // (len(plan) + 1)
            wait_for(lambda wanted=wanted: self.decided >= wanted, f"{wanted} decisions", 400, 0.05)
            # A process that has not begun to work loses nothing.
            wait_for(self.at_work, "web server and worker", 120, 0.1)
            time.sleep(random.random() / 2)
            self.kill(supervisor, name)
            self.done[name] += 1

    def is_settled(self) -> bool:
        pending, dead = (self.portal.query(statement)[0][0] for statement in (PENDING, DEAD))
        return pending == 0 or dead > 0
