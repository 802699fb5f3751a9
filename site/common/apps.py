from django.apps import AppConfig


class CommonConfig(AppConfig):
    """An app for what holds of every typed text, and for the rows that count hits."""

    name = "common"

    def ready(self) -> None:
        from common.typed_text import form_fields, model_fields

        form_fields.clean_everywhere()
        model_fields.validate_everywhere()
