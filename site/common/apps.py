"""Start-up of the package: cleaning of every form field and checking of every text column."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The common app: rules for every typed text, and the table that counts hits."""

    name = "common"

    def ready(self) -> None:
        """Make all Django form and model fields clean and check typed text; register checks and receivers."""
        from common.logs import celery_tasks  # noqa: F401
        from common.outgoing_http import checks  # noqa: F401
        from common.typed_text import form_fields, model_fields

        form_fields.clean_everywhere()
        model_fields.validate_everywhere()
