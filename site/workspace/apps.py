"""Configuration of the workspace app."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """The workspace app: pages for officers, managers and editors."""

    name = "workspace"
