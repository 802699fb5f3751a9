"""Management command `mirror`: write the public portal as plain files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from catalog.terms import places
from common.long_command import LongCommand
from operations.mirror.folder import MirrorFolder
from operations.mirror.making import make


class Command(LongCommand):
    """The command `manage.py mirror [DIR] [--province NAME]`."""

    help = "Write the public portal as plain files into a folder; only what has changed since the last time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and the province."""
        parser.add_argument("folder", nargs="?", help="the folder; without it that of NEARY_MIRROR_DIR")
        parser.add_argument(
            "--province",
            metavar="NAME",
            help="only this province (as in addresses: takeo), as a folder that opens without a server",
        )

    def handle(self, *, folder: str | None, province: str | None, **options: Any) -> None:
        """Write the mirror and print what was done. CommandError without a folder, or while another one works."""
        # A slice is no copy for the web server.
        if not (path := folder or ("" if province else settings.MIRROR_DIR)):
            raise CommandError("Name a folder, or set NEARY_MIRROR_DIR.")
        place = places.by_slug(province) if province else None
        if province and place is None:
            raise CommandError(f"There is no such province; there are {', '.join(each.slug for each in places.all())}.")
        mirror = MirrorFolder(Path(path))
        if not mirror.manifest.claim(province or ""):
            raise CommandError("In this folder is another part of the portal: name an empty folder.")
        made = make(mirror, tell=self.notice.say, place=place)
        if made is None:
            raise CommandError("Another process writes this mirror now.")
        self.stdout.write(f"{made.written} files written, {made.kept} kept, {made.deleted} deleted.")
        if made.failed:
            raise CommandError(f"{made.failed} pages could not be read: see the log.")
