"""`manage.py populate`: write a synthetic corpus in both languages, for tests of load and speed."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.long_command import LongCommand
from demo.corpus.bulk_loader import BulkLoader
from demo.corpus.generated_pages import drafts
from home.organizations.page_tree import provision
from home.portal_setup import set_up_portal
from orgs.models import Organization

SLUG = "corpus-{}"


class Command(LongCommand):
    """A command that writes the synthetic corpus."""

    help = "Fill a migrated database with generated organizations and pages, for tests with much data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options --organizations, --pages and --seed of the command for test data."""
        parser.add_argument("--organizations", type=int, default=10)
        parser.add_argument("--pages", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up the portal, create test organizations and write generated pages. CommandError for invalid numbers."""
        if options["organizations"] < 1 or options["pages"] < 0:
            raise CommandError("Give at least one organization, and a number of pages that is not negative.")
        set_up_portal()
        organizations = [corpus_organization(number) for number in range(1, options["organizations"] + 1)]
        began = time.monotonic()
        loader = BulkLoader(organizations)
        for written in loader.load(drafts(options["pages"], len(organizations), options["seed"], timezone.now())):
            self.notice.say(f"{written:,} pages")
            rate = written / (time.monotonic() - began)
            self.stdout.write(f"\r{written} pages, {rate:.0f} a second", ending="")
        self.stdout.write("")


def corpus_organization(number: int) -> Organization:
    """Return the numbered test organization ("Corpus 1"), created if it does not exist."""
    slug = SLUG.format(number)
    found = Organization.objects.filter(slug=slug).first()
    return found or provision(slug=slug, name_en=f"Corpus {number}", name_km=f"បណ្តុំអត្ថបទ {number}")
