"""Start-up of the package: jobs, checks and declarations of personal data."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OperationsConfig(AppConfig):
    """An app for whoever runs the portal: its backups, people's data, and the checks of an installation."""

    name = "operations"

    def ready(self) -> None:
        """Import the modules that register jobs, checks and receivers, and all packages' personal_data modules."""
        from operations import checks, handlers, receivers  # noqa: F401

        # Imported for what they declare (common.personal_data).
        autodiscover_modules("personal_data", "models.personal_data")
        # Imported for the measures that they register (common.measures).
        autodiscover_modules("measures", "status", "receiving.waiting", "engines.measures", "metrics.measures")
