from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "feed"

    def ready(self) -> None:
        from feed import handlers  # noqa: F401
        from feed.follow import handlers as mail_handlers  # noqa: F401
