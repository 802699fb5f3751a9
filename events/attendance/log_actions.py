"""Names of the log entries about the figures of events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the labels of the log entries for closing an event and for releasing figures (Wagtail hook)."""
    actions.register_action(
        "events.close", gettext_lazy("Close an event"), gettext_lazy("Counted who came to an event")
    )
    actions.register_action(
        "events.release", gettext_lazy("Release a table"), gettext_lazy("Released a table of figures")
    )
