"""Configuration of the outcomes app."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """The outcomes app: recommendations to institutions, and what became of them."""

    name = "outcomes"

    def ready(self) -> None:
        """Import the app's handlers and receivers; register that only editors may manage institutions."""
        from wagtail.permissions import register_permission_policy

        from outcomes import handlers, receivers  # noqa: F401
        from search.permissions import EditorsPolicy
        from vocabulary.models import Institution

        # In ready(): in a hooks module Wagtail has created its fallback policy already.
        register_permission_policy(Institution, EditorsPolicy(Institution))
