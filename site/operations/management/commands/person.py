"""Show what the portal keeps of a person, or erase it."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email
from django.utils.translation import override

from common.refusal import Refusal
from common.typed_text.characters import mail_address
from operations.models import Erasure
from operations.personal_data.declared.table import with_table
from operations.personal_data.disclosure import DisclosedKind, as_json, disclose
from operations.personal_data.erasure.carrying_out import carry_out
from operations.personal_data.erasure.erasing import ErasureReport, erase
from operations.personal_data.erasure.planning import ErasurePlan, plan_erasure
from operations.personal_data.people import DataSubject, find_person
from operations.personal_data.private_files import write_private

DOCUMENT = Path(settings.REPOSITORY) / "docs" / "privacy.md"
NO_ADDRESS = "This is no e-mail address. Give one, as in: manage.py person sokha@example.org --show"
# Titles that are named before the question; the rest is counted.
MOST_NAMED = 20
READ_FIRST = (
    "She is taken out of these too. A name or a number that is not hers alone goes as well: read the list first, and "
    "say --leave-pages to leave what organizations write and publish as it is."
)


class Command(BaseCommand):
    """The command `manage.py person`."""

    help = "Show or erase what is stored about the person with an address. See docs/privacy.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options of `person`: the address, and whether to show or erase the data."""
        parser.add_argument("email", nargs="?", default="", help="an e-mail address of the person")
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("--show", action="store_true", help="show what is stored about the person")
        wanted.add_argument("--erase", action="store_true", help="erase what is stored about the person")
        wanted.add_argument("--table", action="store_true", help="write the table of docs/privacy.md again")
        parser.add_argument("--json", type=Path, metavar="FILE", help="with --show: write it into this file")
        parser.add_argument("--yes", action="store_true", help="with --erase: do not ask")
        parser.add_argument(
            "--leave-pages",
            action="store_true",
            help="with --erase: leave what organizations write and publish as it is",
        )
        parser.add_argument("--name", action="append", default=[], help="another full name of the person to search for")
        parser.add_argument(
            "--phone", action="append", default=[], help="another telephone number of the person to search for"
        )
        parser.add_argument("--anyway", action="store_true", help="erase also the only manager or administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show or erase the data of the person with an address, or rewrite docs/privacy.md. CommandError if invalid."""
        if options["table"]:
            DOCUMENT.write_text(with_table(DOCUMENT.read_text()))
            return
        email = mail_address(options["email"])
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(NO_ADDRESS) from error
        # In English, like the command itself: labels of models would be in the language of the settings.
        with override("en"):
            person = find_person(email)
            if options["show"]:
                self.show(person, options["json"])
            else:
                self.erase(person, options)

    def show(self, person: DataSubject, file: Path | None) -> None:
        """Print what is stored about a person, or write it as JSON to a file only this user can read."""
        if file is not None:
            text = json.dumps(as_json(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            write_private(file, text + "\n")
            self.stdout.write(f"The data is in {file}, which only you can read. Hand it over safely.")
            return
        self.stdout.write(f"Addresses: {', '.join(sorted(person.addresses))}")
        kinds = disclose(person)
        for kind in kinds:
            self.write_kind(kind)
        if not kinds:
            self.stdout.write("Nothing is stored about this person.")

    def write_kind(self, kind: DisclosedKind) -> None:
        """Print one kind of a person's data: its title, reason, readers and newest rows."""
        self.stdout.write(f"\n{kind.title} ({kind.count}): {kind.why}. Seen by: {kind.seen_by}. Kept: {kind.kept}.")
        for row in kind.rows:
            told = (f"{name}: {value}" for name, value in row.items() if value not in ("", None))
            self.stdout.write("  " + "; ".join(told))
        if kind.count > len(kind.rows):
            self.stdout.write(f"  and {kind.count - len(kind.rows)} older ones")

    def erase(self, person: DataSubject, options: dict[str, Any]) -> None:
        """Erase a person after yes or --yes. CommandError if not confirmed, or for an only manager or administrator."""
        # What the administrator adds is searched for like what the account says.
        person = dataclasses.replace(
            person, names=person.names | set(options["name"]), phones=person.phones | set(options["phone"])
        )
        plan = plan_erasure(person)
        self.write_plan(person, plan)
        reach = Erasure.Reach.NOTES if options["leave_pages"] else Erasure.Reach.ALL
        if plan.content and not options["leave_pages"]:
            self.stdout.write(READ_FIRST)
        if plan.unsettled and not options["anyway"]:
            raise CommandError(f"{' '.join(plan.unsettled)} Appoint somebody else first, or give --anyway.")
        # Only "yes" in full: an erasure cannot be undone.
        if not options["yes"] and input("Erase this person? Write yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was erased.")
        try:
            report = erase(person, reach, anyway=options["anyway"])
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was erased.") from refusal
        self.write_report(report)

    def write_plan(self, person: DataSubject, plan: ErasurePlan) -> None:
        """Print the addresses, names and phones an erasure looks for, and content that names the person."""
        for what, known in (("addresses", person.addresses), ("names", person.names), ("telephones", person.phones)):
            self.stdout.write(f"{what.capitalize()}: {', '.join(sorted(known)) or 'none known'}")
        for line in plan.content[:MOST_NAMED]:
            self.stdout.write(f"  names the person: {line}")
        if len(plan.content) > MOST_NAMED:
            self.stdout.write(f"  and {len(plan.content) - MOST_NAMED} more")

    def write_report(self, report: ErasureReport) -> None:
        """Print what an erasure changed, and carry out its outbox events now."""
        for label, count in sorted(report.rows.items()):
            if count:
                self.stdout.write(f"  {label}: {count}")
        self.stdout.write(f"Texts that named the person: {report.texts}")
        for page in report.pages.values():
            self.stdout.write(f"  public page changed: {page}")
        if waiting := carry_out(report.events):
            self.stdout.write(f"{len(waiting)} steps outside the database still wait. The worker will try them again.")
        self.stdout.write(
            "The person is erased. Mails in other people's mailboxes and backups of the last 35 days still hold data."
        )
