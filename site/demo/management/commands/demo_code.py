"""`manage.py demo_code EMAIL`: print the code of a demo account's second factor, for people without a phone."""

from __future__ import annotations

import json
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

STEP = 30  # seconds for which a code holds (RFC 6238)


class Command(BaseCommand):
    """A command that prints the one-time code of a demo account."""

    help = "Print the one-time code that a demo account's telephone would show now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the argument `email`: the mail address of a demo account."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the one-time code that is valid now for a demo account. Raises CommandError if it has none."""
        secret = demo_secrets().get(options["email"].lower())
        if secret is None:
            raise CommandError("No demo account with this address has a second factor. See demo.json for the accounts.")
        self.stdout.write(format_hotp_value(hotp_value(secret, int(time.time()) // STEP)))


def demo_secrets() -> dict[str, str]:
    """Return {mail address: second factor's secret} of the demo accounts in demo.json; {} without that file.

    Those of real people cannot be read here.
    """
    file = settings.DATA / "demo.json"
    accounts = json.loads(file.read_text())["accounts"] if file.exists() else []
    return {account["email"]: account["totp"] for account in accounts if account.get("totp")}
