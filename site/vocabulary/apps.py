"""Start-up of the package: its signal receivers."""

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """The vocabulary app."""

    name = "vocabulary"

    def ready(self) -> None:
        """Import the vocabulary's signal receivers, which register themselves."""
        from vocabulary import receivers  # noqa: F401
