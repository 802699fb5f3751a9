"""Management command `lmtp`: take mails from the mail server of this machine."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from discussions.addresses import is_mail_on
from discussions.lmtp.listening import read_place
from discussions.lmtp.server import serve


class Command(BaseCommand):
    """The command `manage.py lmtp`."""

    help = "Take mails for the boards by LMTP, from a mail server on this machine, until SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options: where the LMTP server listens, and the file mode of its socket."""
        parser.add_argument(
            "--listen",
            default=settings.DISCUSSIONS_LMTP,
            help="127.0.0.1:PORT or unix:/PATH; no other address is taken (default: %(default)s)",
        )
        parser.add_argument("--socket-mode", default="660", help="who may write to the socket (default: %(default)s)")

    def handle(self, *, listen: str, socket_mode: str, **_: Any) -> None:
        """Run the LMTP server until a signal. Raises CommandError if mail is off, or the place cannot be used."""
        if not is_mail_on():
            raise CommandError("Mail is switched off: set DISCUSSIONS_MAIL_DOMAIN to the domain of the boards.")
        try:
            # Octal, as chmod takes it.
            place, mode = read_place(listen), int(socket_mode, 8)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Taking mails at {place}.")
        # At once: a supervisor that reads the output must see that the server runs.
        self.stdout.flush()
        try:
            serve(place, mode)
        except OSError as error:
            raise CommandError(f"Cannot listen at {place}: {error.strerror}.") from error
