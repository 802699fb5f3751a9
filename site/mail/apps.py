"""Start-up of the package: the job that sends mails."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The mail app."""

    name = "mail"

    def ready(self) -> None:
        """Import the module that registers the outbox job for sending mails."""
        # Imported for the job that it registers.
        from mail import handlers  # noqa: F401
