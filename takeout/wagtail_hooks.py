"""Wagtail hooks of takeout: its log actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Register with Wagtail the log action of a restored organization."""
    actions.register_action("orgs.restored", _("Restore organization"), _("Restored the organization from an archive"))
