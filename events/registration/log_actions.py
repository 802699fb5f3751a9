"""Names of the log entries about registration for events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

# (name of the log action, its label, the message in the history)
LOG_ACTIONS = (
    ("open_registration", gettext_lazy("Open registration"), gettext_lazy("Opened registration for an event")),
    ("change_registration", gettext_lazy("Change registration"), gettext_lazy("Changed registration for an event")),
    ("add_participant", gettext_lazy("Add a participant"), gettext_lazy("Added somebody to an event")),
    ("cancel_participant", gettext_lazy("Cancel a registration"), gettext_lazy("Cancelled somebody's registration")),
    ("give_place", gettext_lazy("Give a place"), gettext_lazy("Gave a place to somebody on the waiting list")),
    ("delete_people", gettext_lazy("Delete participants' data"), gettext_lazy("Deleted the people of an event")),
)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the labels of the log entries about registrations for events (Wagtail hook)."""
    for name, label, message in LOG_ACTIONS:
        actions.register_action(f"events.{name}", label, message)
