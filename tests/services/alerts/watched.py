"""A portal whose watch is asked step by step, with what administrators were told."""

from __future__ import annotations

import email
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.policy import default
from typing import Any

from django.utils.translation import override

from tests.services.alerts.looking import PREFIX
from tests.services.flow.portal import Installation
from tests.services.mail_sink import PickySink, TakenMail
from tests.services.processes import REPOSITORY

DUTY = "duty@example.org"
NEEDS_YOU, IS_FINE = "The portal needs you", "The portal is fine again"
# Instead of waiting: what is remembered of alerts becomes older, and no mail waits for the bound of an hour.
AN_HOUR_LATER = """
    UPDATE operations_alert SET began_at = began_at - interval '1 hour', cleared_at = cleared_at - interval '1 hour';
    UPDATE operations_alertmail SET sent_at = sent_at - interval '1 hour'
"""
# Web processes and the worker do not look while another process did within the last 50 seconds. Two that look at once
# may both send the same mail.
ALONE = "UPDATE operations_heartbeat SET at = now() WHERE name = 'watch'"
CLAIM = "INSERT INTO operations_heartbeat (name, at) VALUES ('watch', now()) ON CONFLICT DO NOTHING"
TOLD = "SELECT rule FROM operations_alert WHERE told_at IS NOT NULL"
# Seconds until a repaired thing must count as fine; beat's next message alone may take a minute.
PATIENCE = 180.0


class Watched:
    """A portal with the process that looks; `fired` are the rules of which administrators were told so far."""

    def __init__(self, portal: Installation, sink: PickySink, looker: subprocess.Popen[str]) -> None:
        self.portal, self.sink, self._looker = portal, sink, looker
        self.fired: set[str] = set()
        self._read = 0

    def look(self) -> list[str]:
        """Let the portal look at all figures now; return the broken rules."""
        assert self._looker.stdin and self._looker.stdout
        self._looker.stdin.write("\n")
        self._looker.stdin.flush()
        for line in self._looker.stdout:
            if line.startswith(PREFIX):
                return list(json.loads(line.removeprefix(PREFIX)))
        raise AssertionError("The process that looks has ended")

    def told(self) -> set[str]:
        """Return the rules that count as told and not as ended."""
        return {row[0] for row in self.portal.query(TOLD)}

    def expect_quiet(self) -> None:
        """Wait until nothing is broken, and check that nothing was said and nothing is said now."""
        self._repeat(lambda broken: not broken, "a portal in which all is well")
        self.look()
        assert self._new_mails() == []

    def expect_told(self, *rules: str, keep_broken: Callable[[], object] = lambda: None) -> None:
        """Look until just these rules are told, once each; `keep_broken` is called before each look."""

        def is_told(_broken: list[str]) -> bool:
            told = self.told()
            assert told <= set(rules), f"{told - set(rules)} told as well"
            keep_broken()
            return told == set(rules)

        self._repeat(is_told, f"mails about {rules}")
        self._check(NEEDS_YOU, rules)
        self.fired |= set(rules)

    def expect_ended(self, *rules: str) -> None:
        """Look until none of these rules counts as told any more, and check that their end was told once."""
        self._repeat(lambda _broken: not self.told(), f"the end of {rules}")
        self._check(IS_FINE, rules)
        self.expect_quiet()

    def execute(self, statement: str) -> None:
        """Change rows by SQL: time passes, or something breaks."""
        self.portal.execute(statement)

    def waits(self) -> int:
        """Return the number of outbox events that wait."""
        return int(self.portal.query("SELECT count(*) FROM outbox_event WHERE state = 0")[0][0])

    def _repeat(self, is_done: Callable[[list[str]], bool], what: str) -> None:
        """Look once a second, each time an hour later, until something is so. Raises AssertionError when it is not."""
        until = time.monotonic() + PATIENCE
        while not is_done(broken := self.look()):
            assert time.monotonic() < until, f"Waited in vain for {what}; broken {broken}, told {self.told()}"
            self.execute(AN_HOUR_LATER)
            time.sleep(1)

    def _check(self, subject: str, rules: tuple[str, ...]) -> None:
        """Check that the mails since the last check have this subject and name each of the rules once."""
        from operations.alerts.words import WORDS

        mails = self._new_mails()
        assert {subject_of(mail) for mail in mails} == {subject}
        text = " ".join(" ".join(mail.text.split()) for mail in mails)
        with override("en"):
            named = {rule: text.count(str(WORDS[rule][0])) for rule in WORDS}
        named_wrongly = {rule: count for rule, count in named.items() if count != int(rule in rules)}
        assert not named_wrongly, f"Mails name {named_wrongly}: {text}"

    def _new_mails(self) -> list[TakenMail]:
        mails = self.sink.to(DUTY)
        new, self._read = mails[self._read :], len(mails)
        return new


def subject_of(mail: TakenMail) -> str:
    """Return the subject of a mail."""
    return str(email.message_from_bytes(mail.content, policy=default)["Subject"])


@contextmanager
def watched(portal: Installation, sink: PickySink) -> Iterator[Watched]:
    """Yield a portal with a process that looks, which alone does it, until the block ends."""
    command = [sys.executable, "-m", "tests.services.alerts.looking"]
    with portal.log("looking").open("w") as log:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log, "text": True}
        looker = subprocess.Popen(command, cwd=REPOSITORY, env=portal.env, **pipes)
    ended = threading.Event()

    def keep_alone() -> None:
        while not ended.wait(10):
            portal.execute(ALONE)

    portal.execute(CLAIM)
    alone = threading.Thread(target=keep_alone, daemon=True)
    alone.start()
    try:
        yield Watched(portal, sink, looker)
    finally:
        ended.set()
        alone.join()
        looker.kill()
        looker.wait()
