"""Wagtail hook: log actions for accounts."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Register with Wagtail the log actions for changed mail addresses and reset second factors."""
    # Wagtail refuses to write an entry of an action that is not registered.
    actions.register_action("accounts.email", _("Change e-mail address"), _("Changed the e-mail address"))
    actions.register_action("accounts.second_factor_reset", _("Reset second factor"), _("Reset the second factor"))
