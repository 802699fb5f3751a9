"""What the workspace adds to the full editor."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from orgs.models import OrgContentPage


class CheckItem(ActionMenuItem):
    """Leads to what the checks say to the draft as it was saved last."""

    label = _("Check the saved draft")
    name = "action-check"
    icon_name = "check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and isinstance(context["page"], OrgContentPage)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("workspace:check", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def offer_checks() -> CheckItem:
    return CheckItem(order=90)
