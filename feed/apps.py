"""Configuration of the feed app."""

from django.apps import AppConfig


class FeedConfig(AppConfig):
    """The feed app: activity, feeds and followers."""

    name = "feed"

    def ready(self) -> None:
        """Import the modules that register the feed's handlers and jobs."""
        from feed import handlers  # noqa: F401
        from feed.follow import handlers as mail_handlers  # noqa: F401
