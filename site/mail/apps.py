from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mail"

    def ready(self) -> None:
        # Imported for the job that it registers.
        from mail import handlers  # noqa: F401
