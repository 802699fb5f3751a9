"""`manage.py set_up_portal`: lay the portal's foundation in a migrated database."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from home.programme_pages import lay_programme_pages
from home.services import set_up_portal

DEFAULT_PORTS = {"http": 80, "https": 443}


class Command(BaseCommand):
    help = "Create languages, front pages, directories, the programme, pages on rules and the review; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        set_up_portal(address.hostname or "localhost", address.port or DEFAULT_PORTS[address.scheme])
        lay_programme_pages()
        self.stdout.write("The portal is founded.")
