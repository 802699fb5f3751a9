"""Wagtail's command, which asks nobody: here only what is still approved becomes public at its hour."""

from __future__ import annotations

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from moderation.services import unschedule_undecided


class Command(WagtailCommand):
    help = "Publish and unpublish what is due by its dates, as far as it is approved."

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dryrun"]:
            unschedule_undecided()
        super().handle(*args, **options)
