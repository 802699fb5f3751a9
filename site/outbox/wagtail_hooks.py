"""Wagtail hooks: the admin page of dead events, its menu item and its log action."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry


class DeadLetters(MenuItem):
    """The menu item of the page of dead events."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person is an administrator, who alone sees the menu item."""
        return request.user.is_superuser


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    """Return the addresses of the page of dead events."""
    return [path("outbox/", include("outbox.dead_letters.urls"))]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    """Return the menu item of the page of dead events."""
    return DeadLetters(_("Dead letters"), reverse("outbox:dead"), name="dead-letters", icon_name="mail", order=900)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Register the log action for retrying a dead event."""
    actions.register_action("outbox.retry", _("Try a dead letter again"), _("Retried a dead letter"))
