"""The workspace's additions to Wagtail's full editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from orgs.models import OrgContentPage
from workspace import full_editor  # noqa: F401 - for what it registers


class CheckItem(ActionMenuItem):
    """A menu item that opens the results of the checks of the saved draft."""

    label = _("Check the saved draft")
    name = "action-check"
    icon_name = "check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Return whether the menu item is shown: only when an organization's page is edited."""
        return context["view"] == "edit" and isinstance(context["page"], OrgContentPage)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the page with the results of the checks on this page's draft."""
        return reverse("workspace:check", args=[parent_context["page"].pk])


@hooks.register("register_admin_menu_item")
def back_to_our_work() -> MenuItem:
    """Return the first entry of Wagtail's menu: it leads back to the workspace from every screen (a hook)."""
    return MenuItem(_("Back to our work"), reverse("workspace:home"), name="back", icon_name="arrow-left", order=-1)


# After the hook of moderation, which removes everything from the menu that would publish.
@hooks.register("construct_page_action_menu", order=100)
def offer_checks(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Add "Check the saved draft" to Wagtail's action menu when an organization's page is edited (a hook)."""
    item = CheckItem(order=90)
    if item.is_shown(context):
        # Wagtail has sorted the items before this hook: appended, it is the last one.
        items.append(item)
