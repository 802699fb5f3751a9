"""Configuration of the moving app."""

from django.apps import AppConfig


class MovingConfig(AppConfig):
    """The moving app: the articles and posts of an old site in, as one reviewed batch."""

    name = "moving"

    def ready(self) -> None:
        """Import the app's job and its kind of matters."""
        from moving import handlers, matters  # noqa: F401
