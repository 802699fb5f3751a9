"""The command that publishes what is due, in place of Wagtail's, which checks no approval."""

from __future__ import annotations

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from moderation.services import scheduling


class Command(WagtailCommand):
    """A command that publishes and unpublishes by date, as far as approvals allow."""

    help = "Publish scheduled pages that are due and still approved, and unpublish pages that have expired."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish and unpublish all pages that are due and print their number; a dry run changes nothing."""
        if options["dryrun"]:
            super().handle(*args, **options)
        else:
            self.stdout.write(f"{scheduling.run_due()} pages changed.")
