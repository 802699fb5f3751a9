"""`manage.py set_up_portal`: create the portal's own pages and its workflow in a migrated database."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from common.long_command import LongCommand
from home.portal_setup import set_address, set_up_portal
from home.programme_pages import lay_programme_pages

DEFAULT_PORTS = {"http": 80, "https": 443}


class Command(LongCommand):
    """A command that sets the portal up."""

    help = "Create languages, front pages, directories, the programme, pages on rules and the review; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create missing pages of the portal, and those on rules; set the site's address from the settings."""
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        host, port = address.hostname or "localhost", address.port or DEFAULT_PORTS[address.scheme]
        set_up_portal(host, port)
        # Also for a portal that is set up already: its address may have changed.
        set_address(host, port)
        lay_programme_pages()
        self.stdout.write("The portal is set up.")
