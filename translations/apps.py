"""Configuration of the translations app."""

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """The translations app: which texts of a page are translated, and the memory of their translations."""

    name = "translations"

    def ready(self) -> None:
        """Declare the translated fields of every page class, and close wagtail-localize's own ways to pages."""
        from catalog.copied_values.outdated import register_outdated
        from translations import handlers  # noqa: F401
        from translations.declarations import declare_translated_fields
        from translations.engine import localize_seams
        from translations.status import receivers  # noqa: F401
        from translations.status.progress import outdated_since
        from translations.suggestions import published_pairs  # noqa: F401

        declare_translated_fields()
        register_outdated(outdated_since)
        localize_seams.close()
