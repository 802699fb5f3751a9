"""Start-up of the package: the job of tasks, the checks, the sweep, the canary and the declared events."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """The outbox app."""

    name = "outbox"

    def ready(self) -> None:
        """Import the modules that register outbox jobs and checks, and each package's `outbox_events`."""
        # Imported for what they register: the job of tasks, checks, sweep and canary of worker processes.
        from outbox import checks, task_backend  # noqa: F401
        from outbox.worker import canary, sweeper  # noqa: F401

        # Also modules that nobody else imports: a system check looks at each declared kind.
        autodiscover_modules("outbox_events")
