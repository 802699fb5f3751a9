"""Configuration of the discussions app."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """The discussions app: boards, threads, posts, and their mails."""

    name = "discussions"

    def ready(self) -> None:
        """Import handlers and receivers, and register what is found of discussions."""
        from catalog.sources.registry import register_source
        from discussions.finding import handlers, receivers  # noqa: F401
        from discussions.finding.entries import SOURCE
        from discussions.mailing import handlers as mail_handlers  # noqa: F401

        register_source(SOURCE)
