"""`manage.py doctor`: look at the installation, and say what is wrong and what to do about it."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.doctor import report, runner
from operations.doctor.registry import all_checks


class Command(BaseCommand):
    """The command `manage.py doctor`."""

    help = "Check a production set-up. The exit code is 1 when there are faults. Prints nothing when all is well."
    # What Django would check, and what keeps other commands from starting, is a finding here.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options of `doctor`: JSON output, subjects to check, list of checks."""
        parser.add_argument("--json", action="store_true", help="print one JSON object, also when nothing is wrong")
        parser.add_argument("--only", metavar="SUBJECT", action="append", help="for example mail; may be given again")
        parser.add_argument("--list", action="store_true", help="list every check and what it finds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run or list the checks, print findings; exit 1 for a fault or unmade check. CommandError: unknown subject."""
        checks = [check for check in all_checks() if not options["only"] or check.subject in options["only"]]
        if not checks:
            subjects = sorted({check.subject for check in all_checks()})
            raise CommandError(f"There is no such subject. There are: {', '.join(subjects)}.")
        if options["list"]:
            for check in checks:
                self.stdout.write(f"{check.name}: {check.description}")
            return
        found = runner.run(checks)
        if options["json"]:
            self.stdout.write(report.as_json(found))
        elif text := report.as_text(found):
            self.stdout.write(text)
        elif self.stdout.isatty():
            # From cron a set-up that is right makes no mail.
            self.stdout.write(f"Nothing is wrong: {found.made} checks were made.")
        if not found.is_good:
            # sys.exit and no CommandError, which would print one line more.
            sys.exit(1)
