from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from search import handlers, receivers  # noqa: F401
        from search.permissions import EditorsPolicy
        from vocabulary.models import SearchTerm

        register_permission_policy(SearchTerm, EditorsPolicy(SearchTerm))
