"""In the place of Wagtail's command, which asks nobody."""

from __future__ import annotations

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from moderation.services import scheduling


class Command(WagtailCommand):
    help = "Publish what is due by its dates, as far as it is still approved, and unpublish what has expired."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
        else:
            self.stdout.write(f"{scheduling.run_due()} changed.")
