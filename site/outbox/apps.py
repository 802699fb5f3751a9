from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        # Imported for what they register: the performers of mails and tasks, and the sweep of worker
        # processes.
        from outbox import backends, mail, sweeper  # noqa: F401
