"""Configuration of the blog app."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    """The blog app: updates, articles and publications."""

    name = "blog"
