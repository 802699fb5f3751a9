"""Write an organization's whole content into an archive."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import override

from common.long_command import LongCommand
from orgs.models import Organization
from takeout.making.whole_archive import write_takeout


class Command(LongCommand):
    """The command `manage.py takeout`."""

    help = "Write an organization's pages, drafts, pictures and documents into one ZIP archive. See docs/moving.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of `takeout`: the organization's slug and the file to write."""
        parser.add_argument("slug", help="the slug of the organization")
        parser.add_argument("file", type=Path, help="the archive to write; no file of this name may exist")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the archive of an organization. Raises CommandError for an unknown slug or a file that exists."""
        organization = Organization.objects.filter(slug=options["slug"]).first()
        if organization is None:
            raise CommandError(f"There is no organization {options['slug']}.")
        path: Path = options["file"]
        if path.exists():
            raise CommandError(f"{path} exists already. Give another name.")
        # Beside it, so that the renaming stays on one disk; with the process's id, so that two do not share it.
        half = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            # The archive has drafts: only its owner may read it.
            # "w+b": the ZIP format goes back to write sizes.
            with os.fdopen(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out, override("en"):
                summary = write_takeout(organization, out)
            half.replace(path)
        except (OSError, ValueError) as error:
            raise CommandError(f"Not written: {error}") from error
        finally:
            half.unlink(missing_ok=True)
        self.stdout.write(f"{summary.pages} pages and {summary.files} files are in {path}.")
        if summary.left_out:
            self.stdout.write(f"Left out: {len(summary.left_out)}")
            with override("en"):
                self.stdout.write("\n".join(f"  {each}" for each in summary.left_out))
