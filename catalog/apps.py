"""Start-up of the package: outbox handlers and signal receivers."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The catalog app."""

    name = "catalog"

    def ready(self) -> None:
        """Import the catalog's handlers and receivers, which register on import."""
        # Here and not at the top: models can be imported only when all apps are loaded.
        from catalog import handlers, receivers  # noqa: F401
        from catalog.sources import kinds  # noqa: F401
