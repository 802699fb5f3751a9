"""What orgs adds to Wagtail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from orgs.serving import refuse_hidden


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Changes of people's rights, which are kept for ever."""
    actions.register_action("orgs.membership", _("Change a membership"), _("Changed a membership"))
    actions.register_action("orgs.editor", _("Change who is an editor"), _("Changed who is an editor"))
    actions.register_action("orgs.invitation", _("Invite a person"), _("Changed an invitation"))


hooks.register("before_serve_page", refuse_hidden)
