"""Management command `mirror`: write the public portal as plain files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from common.long_command import LongCommand
from operations.mirror.folder import MirrorFolder
from operations.mirror.making import make


class Command(LongCommand):
    """The command `manage.py mirror [DIR]`."""

    help = "Write the public portal as plain files into a folder; only what has changed since the last time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder."""
        parser.add_argument("folder", nargs="?", help="the folder; without it that of NEARY_MIRROR_DIR")

    def handle(self, *, folder: str | None, **options: Any) -> None:
        """Write the mirror and print what was done. CommandError without a folder, or while another one works."""
        if not (place := folder or settings.MIRROR_DIR):
            raise CommandError("Name a folder, or set NEARY_MIRROR_DIR.")
        made = make(MirrorFolder(Path(place)), tell=self.notice.say)
        if made is None:
            raise CommandError("Another process writes this mirror now.")
        self.stdout.write(f"{made.written} files written, {made.kept} kept, {made.deleted} deleted.")
        if made.failed:
            raise CommandError(f"{made.failed} pages could not be read: see the log.")
