"""Start-up of the package: its signal receivers."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "accounts"

    def ready(self) -> None:
        """Import the module of signal receivers, which register on import."""
        from accounts import receivers  # noqa: F401
