from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        # Imported for what they register: the performers of mails and tasks, sweep and canary of worker processes.
        from outbox import backends, canary, mail, sweeper  # noqa: F401
