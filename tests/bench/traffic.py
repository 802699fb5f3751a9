"""Steady traffic on a portal: people who read, search, write, decide and follow, and machines that ask."""

from __future__ import annotations

import itertools
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.services.flow.flow import Flow
from tests.services.flow.public import PAGES
from tests.services.flow.visitor import Answer, Visitor

# Seconds between two requests of one reader, and between two things that others do.
READS, ASKS, WORKS, WRITES = 1.0, 10.0, 7.0, 60.0
# A visitor's address may ask for twenty mails an hour.
FOLLOWS = 200.0
MACHINES = ("/health/live", "/health/ready", "/metrics")
OFFICERS = ("/workspace/", "/workspace/reach/", "/accounts/email/")
EDITORS = ("/workspace/queue/", "/workspace/organizations/", "/workspace/figures/")
API = ("/api/v1/search?q=women", "/api/v1/organizations")


class Traffic:
    """Threads of people, each at a steady pace; `answers` counts by class of status, `slowest` is in seconds."""

    def __init__(self, flow: Flow, metrics_token: str) -> None:
        self.flow, self.token = flow, metrics_token
        self.answers: Counter[str] = Counter()
        self.slowest = 0.0
        self._ended, self._lock = threading.Event(), threading.Lock()

    @property
    def made(self) -> int:
        """The number of requests so far."""
        return sum(self.answers.values())

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let everybody work until the block ends."""
        officer, editor = self.flow.officer, self.flow.editor
        work = itertools.cycle([*((officer, path) for path in OFFICERS), *((editor, path) for path in EDITORS)])
        jobs: list[tuple[float, Callable[[], None]]] = [
            *((READS, self.reader(language)) for language in ("en", "km")),
            (ASKS, self.machine),
            (WORKS, lambda: self._visit(*next(work))),
            (WRITES, self.publish),
            (FOLLOWS, self.follow),
        ]
        threads = [threading.Thread(target=self._repeat, args=job, daemon=True) for job in jobs]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in threads:
                thread.join(60)

    def reader(self, language: str) -> Callable[[], None]:
        """Return a function that reads the next public page in a language, or asks the API."""
        visitor = Visitor(self.flow.url)
        pages = itertools.cycle([*(f"/{language}/{path}" for path in PAGES.values()), *API])
        return lambda: self._visit(visitor, next(pages))

    def machine(self) -> None:
        """Ask for health and metrics, as containers and Prometheus do."""
        for path in MACHINES:
            self._note(Visitor(self.flow.url).get(path, {"Authorization": f"Bearer {self.token}"}))

    def publish(self) -> None:
        """Write an update and let the editor publish it: the author gets a mail."""
        sent = self.flow.write(f"Looms came at {time.time():.3f}")
        self._note(sent)
        piece = self.flow.newest()
        if self.flow.waits(piece):
            self._note(self.flow.approve(piece))

    def follow(self) -> None:
        """Ask for the weekly mail about an organization: the address gets a mail to confirm."""
        visitor = Visitor(self.flow.url)
        page = visitor.get("/en/follow/?topic=domestic-violence")
        self._note(page)
        self._note(visitor.submit(page, "email", email=f"reader-{time.time():.0f}@example.org"))

    def _visit(self, visitor: Visitor, path: str) -> None:
        self._note(visitor.get(path))

    def _note(self, answer: Answer) -> None:
        with self._lock:
            self.answers[f"{answer.status // 100}xx"] += 1
            self.slowest = max(self.slowest, answer.took)

    def _repeat(self, every: float, job: Callable[[], None]) -> None:
        """Do something at a pace until the end; what goes wrong is counted."""
        while not self._ended.is_set():
            began = time.monotonic()
            try:
                job()
            except (AssertionError, IndexError, OSError, urllib.error.URLError) as error:
                with self._lock:
                    self.answers[f"failed: {type(error).__name__}"] += 1
                print(f"{getattr(job, '__name__', 'job')}: {str(error)[:300]}", flush=True)
            self._ended.wait(max(0.0, every - (time.monotonic() - began)))
