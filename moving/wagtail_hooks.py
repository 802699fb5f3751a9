"""Wagtail hooks of moving: its log actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Register with Wagtail the log actions for old sites that were brought, approved and removed."""
    actions.register_action("orgs.move_in_brought", _("Bring an old site"), _("Brought an old site"))
    actions.register_action("orgs.move_in_approved", _("Publish an old site"), _("Decided to publish an old site"))
    actions.register_action("orgs.move_in_undone", _("Remove an old site"), _("Decided to remove an old site"))
