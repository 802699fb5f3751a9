"""Create an organization from an archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import override

from common.long_command import LongCommand
from takeout.restoring.errors import ArchiveError
from takeout.restoring.whole_archive import restore_takeout


class Command(LongCommand):
    """The command `manage.py restore`."""

    help = "Create an organization from an archive of `manage.py takeout`, all its pages as drafts. See docs/moving.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of `restore`: the archive and the slug of the new organization."""
        parser.add_argument("file", type=Path, help="the archive")
        parser.add_argument("--slug", required=True, help="the slug of the new organization")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore an archive and say what was left out. Raises CommandError for an archive that is refused."""
        try:
            report = restore_takeout(options["file"], options["slug"])
        except ArchiveError as error:
            raise CommandError(f"Refused, and nothing was written. {error}") from error
        self.stdout.write(f"{report.organization.slug}: {report.pages} pages as drafts, {report.files} files.")
        self.stdout.write("It is hidden from the public and has no member: an editor invites one and shows it.")
        if report.left_out:
            self.stdout.write(f"Left out: {len(report.left_out)}")
            with override("en"):
                self.stdout.write("\n".join(f"  {each}" for each in report.left_out))
