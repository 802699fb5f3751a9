"""`manage.py alerts`: say what is wrong now, and tell administrators by mail where that is due."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import override

from operations.alerts.mails import shown
from operations.alerts.rules import RULES
from operations.alerts.watch import look
from operations.alerts.words import WORDS


class Command(BaseCommand):
    """A command for a timer of the machine, when neither worker nor web process may be trusted to watch."""

    help = "Print which alert rules are broken now, and mail what is due. The exit code is 1 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the option --table, which prints the rules with their thresholds."""
        parser.add_argument("--table", action="store_true", help="print the rules as the table of docs/metrics.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the broken rules and send due mails, or print the table of rules; exit with 1 if one is broken."""
        with override("en"):
            if options["table"]:
                self.stdout.write("\n".join(table()))
                return
            broken = [each for each in look(timezone.now()) if each.is_broken]
            for each in broken:
                what, remedy = WORDS[each.rule.name]
                self.stdout.write(f"{each.rule.name}: {what} ({shown(each.value, each.rule.unit, 'en')}) {remedy}")
        if broken:
            sys.exit(1)


def table() -> list[str]:
    """Return the lines of a table in Markdown: each rule with its threshold, its minutes and what it means."""
    rows = ["| rule | told when | for minutes | urgent | what is wrong |", "|---|---|---|---|---|"]
    for rule in RULES.values():
        compared = "below" if rule.is_least else "above"
        limit = f"{rule.most:g} {rule.unit}".strip()
        urgent = "yes" if rule.is_urgent else "no"
        rows.append(f"| `{rule.name}` | {compared} {limit} | {rule.minutes} | {urgent} | {WORDS[rule.name][0]} |")
    return rows
