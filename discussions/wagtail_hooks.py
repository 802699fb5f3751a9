"""Names of the log entries about discussions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

# (name of the log action, its label, the message in the history)
LOG_ACTIONS = (
    ("hide", gettext_lazy("Hide a post"), gettext_lazy("A post was hidden")),
    ("block", gettext_lazy("Block a participant"), gettext_lazy("The author of a post was blocked")),
    ("unblock", gettext_lazy("Unblock a participant"), gettext_lazy("A participant may write again")),
    ("create", gettext_lazy("Create a board"), gettext_lazy("Created a board")),
    ("close", gettext_lazy("Close a board or discussion"), gettext_lazy("Closed a board or discussion")),
    ("open", gettext_lazy("Open a board or discussion"), gettext_lazy("Opened a board or discussion")),
    ("invite", gettext_lazy("Invite to a board"), gettext_lazy("Invited somebody to a board")),
    (
        "uninvite",
        gettext_lazy("Take back an invitation to a board"),
        gettext_lazy("Took back an invitation to a board"),
    ),
    ("reveal", gettext_lazy("See who wrote a post"), gettext_lazy("An administrator saw who wrote a post")),
)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the labels of the log entries about discussions (Wagtail hook)."""
    for name, label, message in LOG_ACTIONS:
        actions.register_action(f"discussions.{name}", label, message)
