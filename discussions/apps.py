"""Configuration of the discussions app."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """The discussions app: boards, threads, posts, and their mails."""

    name = "discussions"
