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
        """Return whether the menu item is shown: to administrators (superusers) alone."""
        return request.user.is_superuser


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    """Return the URL patterns of the admin pages about given-up outbox events (Wagtail hook)."""
    return [path("outbox/", include("outbox.dead_letters.urls"))]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    """Return the admin menu item "Dead letters", which lists given-up outbox events (Wagtail hook)."""
    return DeadLetters(_("Dead letters"), reverse("outbox:dead"), name="dead-letters", icon_name="mail", order=900)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Register the audit log's label for retrying a given-up outbox event (Wagtail hook)."""
    actions.register_action("outbox.retry", _("Try a dead letter again"), _("Retried a dead letter"))
