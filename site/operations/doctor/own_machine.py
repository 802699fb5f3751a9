"""The few checks that matter on one's own machine, before `manage.py run` begins."""

from __future__ import annotations

from operations.doctor.registry import SetupCheck, all_checks
from operations.doctor.report import as_text
from operations.doctor.runner import run

# Those with such checks: to import the others takes longer than to make these.
MODULES = ("machine.disk", "machine.files", "machine.programs", "servers.database")


def quick_checks() -> list[SetupCheck]:
    """Return the quick checks of this machine that are made at each start of the portal."""
    return [check for check in all_checks(MODULES) if check.at_run]


def complaints() -> str:
    """Run the quick checks and return their findings as lines of text; empty when there are none."""
    # Without threads: nothing of it waits for anybody.
    return as_text(run(quick_checks(), in_threads=False))
