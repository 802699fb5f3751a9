"""Wagtail hooks of takeout: its log actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Register with Wagtail the log actions for archives that were asked for, fetched and restored."""
    actions.register_action("orgs.takeout_asked", _("Ask for an archive"), _("Asked for the organization’s archive"))
    actions.register_action("orgs.takeout_fetched", _("Fetch an archive"), _("Fetched the organization’s archive"))
    actions.register_action("orgs.restored", _("Restore organization"), _("Restored the organization from an archive"))
