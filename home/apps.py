"""Configuration of the home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home app: front page, directory, organizations' homes, topics and share cards."""

    name = "home"

    def ready(self) -> None:
        """Import the modules that register handlers, jobs and settings."""
        from home import handlers  # noqa: F401
