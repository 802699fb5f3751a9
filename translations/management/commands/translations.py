"""Management command `translations`: read pages in two languages into memory, or show what is translated."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from common.long_command import LongCommand
from orgs.models import Organization
from translations.pairs import adopt_pairs, status_of
from translations.suggestions.published_pairs import write_pairs


class Command(LongCommand):
    """The command `manage.py translations adopt|status [--organization SLUG]`."""

    help = "Read pages that stand in both languages into the memory of translations, or show what is translated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's actions, adopt and status, and the organization to which both can be limited."""
        parser.add_argument("action", choices=["adopt", "status"], help="read pages into memory, or show their state")
        parser.add_argument("--organization", metavar="SLUG", help="the pages of this organization alone")

    def handle(self, *, action: str, organization: str | None = None, **options: Any) -> None:
        """Adopt pairs or print their states. Raises CommandError for an unknown organization."""
        if organization and not Organization.objects.filter(slug=organization).exists():
            raise CommandError(f"There is no organization {organization}.")
        if action == "status":
            for line in status_of(organization):
                self.stdout.write(line)
            return
        pages = sentences = taken = 0
        for page, reading in adopt_pairs(organization):
            write_pairs(page.pk)
            pages, sentences, taken = pages + 1, sentences + reading.sentences, taken + reading.taken
            for place in reading.left:
                self.stdout.write(f"  left: {page.url_path} {place}")
        self.stdout.write(f"{pages} pages, {taken} of {sentences} sentences")
