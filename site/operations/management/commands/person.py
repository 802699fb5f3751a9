"""Show what the portal keeps of a person, or erase it."""

from __future__ import annotations

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

from common.typed_text.characters import mail_address
from operations.personal_data.disclosure import DisclosedKind, as_json, disclose
from operations.personal_data.people import DataSubject, find_person
from operations.personal_data.private_files import write_private
from operations.personal_data.table import with_table

DOCUMENT = Path(settings.REPOSITORY) / "docs" / "privacy.md"


class Command(BaseCommand):
    help = "Show what is kept of whoever has an address, or erase it. See docs/privacy.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", default="", help="an address of hers")
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("--show", action="store_true", help="show what is kept of her")
        wanted.add_argument("--table", action="store_true", help="write the table of docs/privacy.md anew")
        parser.add_argument(
            "--json", type=Path, metavar="FILE", help="with --show: write it there, for her to take along"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["table"]:
            DOCUMENT.write_text(with_table(DOCUMENT.read_text()))
            return
        email = mail_address(options["email"])
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(
                "This is no e-mail address. Give one, as in: manage.py person sokha@example.org --show"
            ) from error
        with override("en"):
            person = find_person(email)
            self.show(person, options["json"])

    def show(self, person: DataSubject, file: Path | None) -> None:
        if file is not None:
            text = json.dumps(as_json(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            write_private(file, text + "\n")
            self.stdout.write(f"What is kept of her stands in {file}, which only you can read. Hand it to her safely.")
            return
        self.stdout.write(f"Her addresses: {', '.join(sorted(person.addresses))}")
        kinds = disclose(person)
        for kind in kinds:
            self.write_kind(kind)
        if not kinds:
            self.stdout.write("Nothing is kept of her.")

    def write_kind(self, kind: DisclosedKind) -> None:
        self.stdout.write(f"\n{kind.title} ({kind.count}): {kind.why}. Seen by: {kind.seen_by}. Kept: {kind.kept}.")
        for row in kind.rows:
            told = (f"{name}: {value}" for name, value in row.items() if value not in ("", None))
            self.stdout.write("  " + "; ".join(told))
        if kind.count > len(kind.rows):
            self.stdout.write(f"  and {kind.count - len(kind.rows)} older ones")
