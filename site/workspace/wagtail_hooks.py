"""What the workspace adds to the full editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from orgs.models import OrgContentPage
from workspace import full_editor  # noqa: F401 - for what it registers


class CheckItem(ActionMenuItem):
    """Leads to what the checks say to the draft as it was saved last."""

    label = _("Check the saved draft")
    name = "action-check"
    icon_name = "check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and isinstance(context["page"], OrgContentPage)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("workspace:check", args=[parent_context["page"].pk])


# After orgs, which lies below, has cleared the menu of all that would publish.
@hooks.register("construct_page_action_menu", order=100)
def offer_checks(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    item = CheckItem(order=90)
    if item.is_shown(context):
        items.append(item)
