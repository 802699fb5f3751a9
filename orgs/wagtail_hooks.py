"""Wagtail hooks: log actions, and the pages, menus and counts that members are shown."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.log_actions import LogActionRegistry

from orgs.guard import access_scopes
from orgs.pages.visibility import refuse_hidden
from orgs.permissions import sees_only_own

# Menus whose views are closed to members.
CLOSED_MENUS = {"reports", "settings", "help"}


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Register with Wagtail the log actions for memberships, access, invitations, status, profiles and deletions."""
    actions.register_action("orgs.membership", _("Change a membership"), _("Changed a membership"))
    actions.register_action("orgs.editor", _("Change who is an editor"), _("Changed who is an editor"))
    actions.register_action("orgs.access", _("Change access"), _("Changed whether a person signs in or administers"))
    actions.register_action("orgs.invitation", _("Invite a person"), _("Changed an invitation"))
    actions.register_action("orgs.handed_link", _("Hand over a link"), _("Changed a link that is handed over"))
    actions.register_action("orgs.status", _("Change status"), _("Changed the status of the organization"))
    actions.register_action("orgs.profile", _("Change profile"), _("Changed the organization’s profile"))
    actions.register_action("orgs.page_deleted", _("Delete a page"), _("Deleted a page"))
    actions.register_action(
        "orgs.second_factor_reset_asked",
        _("Ask for the reset of a lost phone"),
        _("Asked the administrators to remove a lost phone"),
    )
    actions.register_action("orgs.created", _("Create organization"), _("Created the organization"))


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Return the pages a page chooser offers: members the own organizations' and those above, editors all (hook).

    The stock one lists all drafts.
    """
    return (
        pages.filter(pk__in=access_scopes.pages_and_ancestors(request.user).values("pk"))
        if sees_only_own(request.user)
        else pages
    )


# The order runs this after Wagtail's own hook, which adds the item.
@hooks.register("construct_homepage_summary_items", order=1000)
def remove_page_count(request: HttpRequest, items: list[Any]) -> None:
    """Remove the number of pages from a member's admin home; editors keep it (hook)."""
    if sees_only_own(request.user):
        # In place: Wagtail goes on with the list it has given.
        items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]


@hooks.register("construct_main_menu")
def hide_closed_menus(request: HttpRequest, items: list[Any]) -> None:
    """Remove from a member's admin menu the entries that members cannot open; editors keep all (hook)."""
    if sees_only_own(request.user):
        # In place, as above.
        items[:] = [item for item in items if item.name not in CLOSED_MENUS]


hooks.register("before_serve_page", refuse_hidden)
