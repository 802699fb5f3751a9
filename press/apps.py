"""Configuration of the press app."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    """The press app: sources, the items of their feeds, and clippings."""

    name = "press"

    def ready(self) -> None:
        """Import the app's jobs and receivers; register sources, which only editors may manage."""
        from wagtail.permissions import register_permission_policy

        from catalog.sources.media import register_source_names
        from press import handlers, receivers  # noqa: F401
        from press.models import Source
        from press.permissions import SourcesPolicy

        register_source_names(Source.objects.press().in_bulk)
        register_permission_policy(Source, SourcesPolicy(Source))
