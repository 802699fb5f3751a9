"""Start-up of the package: handlers, receivers and the permission policy of search terms."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search app."""

    name = "search"

    def ready(self) -> None:
        """Import search's handlers and receivers, and register that only editors manage search terms."""
        from wagtail.permissions import register_permission_policy

        from search import handlers, receivers  # noqa: F401
        from search.permissions import EditorsPolicy
        from vocabulary.models import SearchTerm

        # Here and not in wagtail_hooks.py: by then Wagtail has made a policy of its own, and refuses a second one.
        register_permission_policy(SearchTerm, EditorsPolicy(SearchTerm))
