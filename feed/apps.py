from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "feed"

    def ready(self) -> None:
        from feed import effects  # noqa: F401
        from feed.follow import effects as letters_to_followers  # noqa: F401
