"""The actions of editors and managers on sources, as they stand in Wagtail's logs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

SOURCE_PASSED = "press.source_passed"
SOURCE_STATE = "press.source_state"
SOURCE_POLLED = "press.source_polled"
SITE_ADDED = "press.site_added"
SITE_REMOVED = "press.site_removed"


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the labels of the press review's log actions for Wagtail's history (a hook)."""
    actions.register_action(SOURCE_PASSED, _("Pass a source for a day"), _("Passed the source for a day"))
    actions.register_action(SOURCE_STATE, _("Pause or go on reading a source"), _("Changed whether it is read"))
    actions.register_action(SOURCE_POLLED, _("Read a source now"), _("Had the source read at once"))
    actions.register_action(SITE_ADDED, _("Add the site"), _("Added the organization’s own site"))
    actions.register_action(SITE_REMOVED, _("Remove the site"), _("Removed the organization’s own site"))
