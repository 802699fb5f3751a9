"""Management command `press`: read the sources of the press review now, or show how reading them goes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from common.long_command import LongCommand
from press.health import all_health
from press.models import FetchState, Source
from press.polling.rounds import due_states, read_sources

# Seconds for all sources that are due.
LONGEST = 600


class Command(LongCommand):
    """The command `manage.py press poll [--source ID] | status`."""

    help = "Read the feeds of the press review that are due (or one, due or not), or show how reading them goes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's two actions, poll and status; poll takes the id of one source."""
        actions = parser.add_subparsers(dest="action", required=True)
        poll = actions.add_parser("poll", help="read the feeds that are due now")
        poll.add_argument("--source", type=int, metavar="ID", help="read this one alone, also if it is not due")
        actions.add_parser("status", help="print a line for each source: how reading it goes")

    def handle(self, *, action: str, source: int | None = None, **options: Any) -> None:
        """Read sources or print their health. Raises CommandError for an unknown source."""
        if action == "status":
            for health in all_health(Source.objects.all()):
                mark = "!" if health.needs_somebody else " "
                self.stdout.write(f"{mark} {health.source.pk} {health.source.name_in('en')}: {' '.join(health.words)}")
            return
        for outcome in read_sources(wanted(source), seconds=LONGEST):
            told = FetchState.Problem(outcome.problem).label if outcome.problem else f"{outcome.new} new"
            self.stdout.write(f"{outcome.source.pk} {outcome.source.name_in('en')}: {told}")


def wanted(source: int | None) -> list[Source]:
    """Return the source with this id, or those that are due. Raises CommandError for an unknown id."""
    sources = Source.objects.select_related("fetch_state", "organization")
    if source is None:
        return list(sources.filter(pk__in=due_states().values("source")))
    found = list(sources.filter(pk=source))
    if not found:
        raise CommandError(f"There is no source {source}; `press status` shows all.")
    return found
