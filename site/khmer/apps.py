from django.apps import AppConfig


class KhmerConfig(AppConfig):
    """An app for its template tags alone: it has no models."""

    name = "khmer"
