"""Start-up of the package, which is an app for its template tags alone."""

from django.apps import AppConfig


class KhmerConfig(AppConfig):
    """The khmer app: template tags, and no models."""

    name = "khmer"
