"""Configuration of the discussions app."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """The discussions app: boards, threads, posts, and their mails."""

    name = "discussions"

    def ready(self) -> None:
        """Import the app's handlers, receivers and jobs; register its catalog source and kinds of matters."""
        from catalog.sources.registry import register_source
        from discussions.finding import handlers, receivers  # noqa: F401
        from discussions.finding.entries import SOURCE
        from discussions.joining import handlers as joining  # noqa: F401
        from discussions.mailing import decision_mails  # noqa: F401
        from discussions.mailing import handlers as mail_handlers  # noqa: F401
        from discussions.matters import kinds
        from discussions.receiving import handlers as receiving_handlers  # noqa: F401
        from discussions.services import after_leaving  # noqa: F401

        register_source(SOURCE)
        kinds.register()
