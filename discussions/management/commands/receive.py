"""Management command `receive`: take one mail from standard input."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discussions.incoming_limits import LONGEST_MAIL
from discussions.lmtp.recipients import BoardNames, is_taken
from discussions.services.mail_in.receiving import accept_mail


class Command(BaseCommand):
    """The command `manage.py receive ADDRESS < mail`."""

    help = "Take one mail to a board or to a reply address from standard input, as the LMTP server does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the argument: the mail address of the recipient."""
        parser.add_argument("address", help="the address that the mail is to, such as gender@lists.example.org")

    def handle(self, *, address: str, **_: Any) -> None:
        """Store a mail from standard input for a recipient. Raises CommandError if address or size is refused."""
        if not is_taken(address, BoardNames()):
            raise CommandError("There is no such address here.")
        # One byte more than allowed tells that it is too long.
        raw = sys.stdin.buffer.read(LONGEST_MAIL + 1)
        if len(raw) > LONGEST_MAIL:
            raise CommandError(f"The mail is longer than {LONGEST_MAIL} bytes.")
        is_new = accept_mail(address, raw)
        self.stdout.write("Taken." if is_new else "This mail was taken before.")
