"""`manage.py demo`: fill the portal with invented organizations, people and pages."""

from __future__ import annotations

import os
from typing import Any

from django.conf import ENVIRONMENT_VARIABLE
from django.core.management.base import CommandError

from common.long_command import LongCommand

# The demo's passwords and secrets are public: it is loaded only under settings that serve nobody else.
SAFE_SETTINGS = {"portal.settings.dev", "portal.settings.test"}


class Command(LongCommand):
    """A command that loads the demo content."""

    help = "Load the demo content and write demo.json; safe to repeat; only for a development machine."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the demo content where missing, write demo.json. Raises CommandError under public settings."""
        refuse_in_public()
        # Imported here: fpdf2 and its text shaper need not be loaded to serve the portal.
        from demo import loader
        from demo.loader import demo_json

        loaded = loader.load(self.stdout)
        path = demo_json.write()
        if loaded.nothing:
            self.stdout.write(f"The demo content is already loaded; see {path}.")
        else:
            self.stdout.write(
                f"Demo content: {loaded.pages} pages, {loaded.submissions} wait for an editor; see {path}."
            )


def refuse_in_public() -> None:
    """Raise CommandError unless the settings module is one for development or tests."""
    if os.environ.get(ENVIRONMENT_VARIABLE) not in SAFE_SETTINGS:
        raise CommandError(
            "The demo's passwords are public, so it is not loaded under these settings. "
            "Use portal.settings.dev on a machine of your own."
        )
