"""Management command `stray_files`: list pictures and documents that no row names, or delete them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.files.storage import default_storage

from common.long_command import LongCommand
from operations.stray_files import stray_files


class Command(LongCommand):
    """The command `manage.py stray_files [--delete]`."""

    help = "List pictures and documents older than a week that no row names; with --delete also delete them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option to delete what is listed."""
        parser.add_argument("--delete", action="store_true", help="delete them, however many they are")

    def handle(self, *, delete: bool, **options: Any) -> None:
        """Print the names of stray files; delete them if asked to."""
        strays, number = stray_files()
        for name in strays:
            self.stdout.write(name)
            if delete:
                default_storage.delete(name)
        done = "were deleted" if delete else "have no row"
        self.stdout.write(f"{len(strays)} of {number} files {done}.")
