"""Management command `outbox`: show the outbox's status, carry out due events, or retry dead ones."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outbox import services, status
from outbox.status import OutboxStatus


class Command(BaseCommand):
    """The command `manage.py outbox status | sweep | retry`."""

    help = "Show the state of the outbox, process its events now, or retry dead events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the actions status, sweep and retry of the command, with their options."""
        actions = parser.add_subparsers(dest="action", required=True)
        status = actions.add_parser(
            "status",
            help="number of waiting events, age of the oldest, rate, failures, and dead events with their cause",
        )
        status.add_argument("--json", action="store_true", help="print the same as JSON")
        actions.add_parser("sweep", help="process all due events now, without a worker or broker")
        retry = actions.add_parser("retry", help="retry dead events from the start")
        retry.add_argument("events", nargs="*", type=int, help="numbers of the events (default: all)")
        retry.add_argument("--kind", help="only events of this kind")

    def handle(self, *, action: str, **options: Any) -> None:
        """Run the chosen action of the command: status, sweep or retry."""
        getattr(self, action)(**options)

    def status(self, *, json: bool, **_: Any) -> None:
        """Print the status of the outbox, as text or as JSON."""
        report = status.read_status()
        self.stdout.write(as_json(report) if json else as_text(report))

    def sweep(self, **_: Any) -> None:
        """Carry out all due outbox events now, and print the number of attempts."""
        self.stdout.write(f"{services.drain()} attempts made.")

    def retry(self, *, events: list[int], kind: str | None, **_: Any) -> None:
        """Set given-up outbox events pending again, by id, kind or all, and print their number."""
        self.stdout.write(f"{services.retry_dead(events or None, kind)} dead events are waiting again.")


def as_json(report: OutboxStatus) -> str:
    """Return an outbox status as indented JSON text."""
    return json.dumps(report.as_dict(), indent=2)


def as_text(report: OutboxStatus) -> str:
    """Return an outbox status as lines of text for people."""
    lines = [
        f"{report.pending} pending, oldest {report.oldest_age:.0f} s; {report.dead} dead.",
        f"{report.rate:.1f} done a second in the last minute; {report.retrying} wait after a failure, "
        f"{report.given_up} given up in the last hour.",
    ]
    lines += [
        f"  {kind.kind}: {kind.pending} pending ({kind.retrying} after a failure), "
        f"oldest {kind.oldest_age:.0f} s, {kind.dead} dead"
        for kind in report.kinds
    ]
    lines += [f"  dead {row.id}: {row.kind} of {row.aggregate}: {row.error}" for row in report.causes]
    return "\n".join(lines)
