from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        # Imported for what they register: the job of tasks, checks, sweep and canary of worker processes.
        from outbox import checks, task_backend  # noqa: F401
        from outbox.worker import canary, sweeper  # noqa: F401

        # Also what nobody else imports: a check asks that something follows each declared kind.
        autodiscover_modules("outbox_events")
