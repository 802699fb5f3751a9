"""Findings of checks: faults and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severity of a finding: a fault has to be repaired, a warning has to be looked at."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True)
class SetupFinding:
    """A finding of a check in two plain sentences: what is wrong, and what to do."""

    severity: Severity
    problem: str
    remedy: str
    # The name of the check that found it, set by the runner.
    check: str = ""


def fault(problem: str, remedy: str) -> SetupFinding:
    """Return a finding of severity FAULT, that has to be repaired, with problem and remedy."""
    return SetupFinding(Severity.FAULT, problem, remedy)


def warning(problem: str, remedy: str) -> SetupFinding:
    """Return a finding of severity WARNING, that has to be looked at, with problem and remedy."""
    return SetupFinding(Severity.WARNING, problem, remedy)
