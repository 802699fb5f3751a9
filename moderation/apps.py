"""Configuration of the moderation app."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """The moderation app: connects its receivers, handlers and guards, and lets editors manage its snippets."""

    name = "moderation"

    def ready(self) -> None:
        """Import the modules that register receivers and handlers, and let editors manage the snippets."""
        # Imported for their side effects: they connect receivers and register handlers, jobs and guards.
        from wagtail.permissions import register_permission_policy

        from moderation import handlers, receivers  # noqa: F401
        from moderation.checks import handlers as check_handlers  # noqa: F401
        from moderation.matters import applications, own_kinds  # noqa: F401
        from moderation.matters import handlers as matter_handlers  # noqa: F401
        from moderation.models import AnswerTime, Reason
        from moderation.wagtail_integration import deletion_guard, publication_guard  # noqa: F401
        from search.permissions import EditorsPolicy

        for model in (AnswerTime, Reason):
            register_permission_policy(model, EditorsPolicy(model))
