"""Makes checks one after the other, each with its deadline."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import connections

from operations.doctor.findings import SetupFinding, Severity
from operations.doctor.registry import SetupCheck


@dataclass
class SetupReport:
    """The result of the checks; `unchecked` holds the reason why a check could not be made, by its name."""

    made: int = 0
    found: list[SetupFinding] = field(default_factory=list)
    unchecked: dict[str, str] = field(default_factory=dict)

    @property
    def faults(self) -> list[SetupFinding]:
        """Return the findings that have to be repaired."""
        return [finding for finding in self.found if finding.severity is Severity.FAULT]

    @property
    def warnings(self) -> list[SetupFinding]:
        """Return the findings that have to be looked at."""
        return [finding for finding in self.found if finding.severity is Severity.WARNING]

    @property
    def is_good(self) -> bool:
        """Return whether there is no fault and every check could be made."""
        return not self.faults and not self.unchecked

    def stops(self, check: SetupCheck) -> bool:
        """Return whether a check must be left out, because one it follows found a fault or could not be made."""
        told = {finding.check for finding in self.faults} | set(self.unchecked)
        return not told.isdisjoint(check.after)


def run(checks: Iterable[SetupCheck], *, in_threads: bool | None = None) -> SetupReport:
    """Run the checks, except those that follow a failed one; return the report. One that raises or hangs is unchecked.

    Each is made in a thread of its own, which is left behind at the deadline. Tests make them in theirs, as nobody else
    sees their transactions.
    """
    report = SetupReport()
    attempt = (
        run_in_own_thread
        if (settings.CHECKS_ARE_ISOLATED if in_threads is None else in_threads)
        else run_in_this_thread
    )
    for check in checks:
        if report.stops(check):
            continue
        report.made += 1
        outcome = attempt(check)
        if isinstance(outcome, str):
            report.unchecked[check.name] = outcome
        else:
            report.found += [replace(finding, check=check.name) for finding in outcome]
    return report


def run_in_this_thread(check: SetupCheck) -> list[SetupFinding] | str:
    """Run a check in this thread; return its findings, or the error as a text if it raised one."""
    try:
        return list(check.look())
    except Exception as error:
        # Whatever it is, the other checks still have something to say.
        return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def run_in_own_thread(check: SetupCheck) -> list[SetupFinding] | str:
    """Run a check in its own thread; return its findings, or a text if it failed or was not done in time."""
    outcome: list[list[SetupFinding] | str] = []

    def work() -> None:
        try:
            outcome.append(run_in_this_thread(check))
        finally:
            # This thread's own connection to the database.
            connections.close_all()

    # A daemon: a check that hangs must not keep the process from ending.
    thread = threading.Thread(target=work, name=f"doctor {check.name}", daemon=True)
    thread.start()
    thread.join(check.seconds)
    return outcome[0] if outcome else f"no answer within {check.seconds:g} seconds"
