"""The dead letters in Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry


class DeadLetters(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    return [path("outbox/", include("outbox.dead_letters.urls"))]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return DeadLetters(_("Dead letters"), reverse("outbox:dead"), name="dead-letters", icon_name="mail", order=900)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("outbox.retry", _("Try a dead letter again"), _("Had a dead letter tried again"))
