"""Access rules for Wagtail's page views: the views that members reach, and those that are closed to them.

OPEN names a view and what each id in its address, query string and form is (orgs.guard.access_scopes). CLOSED names a
view, or a whole namespace ("name:"), and says why. A view that is on neither is closed too, and fails the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from wagtail.models import Page

from orgs.guard.access_scopes import INSIDE, PLAIN
from orgs.guard.tenant_guard import ParameterKinds, ViewRule

PAGE: ParameterKinds = {"page_id": "page"}
TYPE: ParameterKinds = {"content_type_app_name": PLAIN, "content_type_model_name": PLAIN}
FILTERS: ParameterKinds = {"owner": "person", "edited_by": "person", "user": "person"}
# "ancestor", not "page": a member also opens the pages above her home, to come down to it.
EXPLORER: ParameterKinds = {"parent_page_id": "ancestor", **FILTERS}
CHOOSER: ParameterKinds = {"parent_page_id": "ancestor", "target_pages[]": "page"}
# The side menu of the admin asks this API for the pages above a member's home as well.
PAGE_API: ParameterKinds = {
    "pk": "ancestor",
    "id": "ancestor",
    "child_of": "ancestor",
    "descendant_of": "ancestor",
    "ancestor_of": "ancestor",
    "translation_of": "page",
}


def edited_object(kwargs: Mapping[str, Any]) -> ParameterKinds | None:
    """Return the kinds of ids in the URL of a page's editing session; None (not allowed) for other models.

    Pictures and documents have no such sessions.
    """
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    # The names come from the address: an unknown model is closed like any other view, and no error 500.
    except LookupError:
        return None
    # The view takes any model that has permissions, people and collections too.
    named: ParameterKinds = {"app_label": PLAIN, "model_name": PLAIN, "session_id": INSIDE, "revision_id": INSIDE}
    return {**named, "object_id": "page"} if issubclass(model, Page) else None


OPEN: dict[str, ViewRule] = {
    "wagtailadmin_home": {},
    "wagtailadmin_logout": {},
    "wagtailadmin_dismissibles": {},
    "wagtailadmin_sprite": {},
    "wagtailadmin_javascript_catalog": {},
    "wagtailadmin_block_preview": {},
    "wagtailadmin_explore_root": FILTERS,
    "wagtailadmin_explore": EXPLORER,
    "wagtailadmin_explore_results": EXPLORER,
    "wagtailadmin_pages:search": FILTERS,
    "wagtailadmin_pages:search_results": FILTERS,
    "wagtailadmin_pages:add_subpage": {"parent_page_id": "page"},
    "wagtailadmin_pages:add": {"parent_page_id": "page", **TYPE},
    "wagtailadmin_pages:preview_on_add": {"parent_page_id": "page", **TYPE},
    # Both revisions are looked up among those of the page, which is checked.
    "wagtailadmin_pages:edit": {"overwrite_revision_id": INSIDE, "loaded_revision_id": INSIDE, **PAGE},
    "wagtailadmin_pages:preview_on_edit": PAGE,
    "wagtailadmin_pages:view_draft": PAGE,
    "wagtailadmin_pages:delete": PAGE,
    "wagtailadmin_pages:usage": PAGE,
    # The stock form takes any page of the portal as the new parent, and names it when it refuses.
    "wagtailadmin_pages:copy": {"new_parent_page": "page", **PAGE},
    "wagtailadmin_pages:confirm_workflow_cancellation": PAGE,
    "wagtailadmin_pages:revisions_index": PAGE,
    "wagtailadmin_pages:revisions_view": {"revision_id": INSIDE, **PAGE},
    "wagtailadmin_pages:revisions_revert": {"revision_id": INSIDE, **PAGE},
    "wagtailadmin_pages:revisions_compare": {"pk": "page", "revision_id_a": INSIDE, "revision_id_b": INSIDE},
    "wagtailadmin_pages:workflow_history": PAGE,
    "wagtailadmin_pages:history": {**PAGE, **FILTERS},
    "wagtailadmin_pages:history_results": {**PAGE, **FILTERS},
    "wagtailadmin_choose_page": CHOOSER,
    "wagtailadmin_choose_page_child": CHOOSER,
    "wagtailadmin_choose_page_search": CHOOSER,
    "wagtailadmin_choose_page_chosen_multiple": {"id": "page"},
    "wagtailadmin_choose_page_external_link": CHOOSER,
    "wagtailadmin_choose_page_email_link": CHOOSER,
    "wagtailadmin_choose_page_phone_link": CHOOSER,
    "wagtailadmin_choose_page_anchor_link": CHOOSER,
    "wagtailadmin_api:pages:listing": PAGE_API,
    "wagtailadmin_api:pages:detail": PAGE_API,
    "wagtailadmin_editing_sessions:ping": edited_object,
    "wagtailadmin_editing_sessions:release": {"session_id": "session"},
    # The portal has replaced the view of this address: the stock one suggests tags of all organizations.
    "wagtailadmin_tag_autocomplete": {},
}

MODERATION = "Nothing becomes public, or stops being so, but by moderation.services."
OTHERS = "It shows or takes what belongs to all organizations."
UNUSED = "No page or screen for members uses it."
TREE = "Moving, reordering, locking and restricting is not for members."

CLOSED: dict[str, str] = {
    "wagtailadmin_pages:unpublish": MODERATION,
    "wagtailadmin_pages:revisions_unschedule": MODERATION,
    "wagtailadmin_pages:workflow_action": MODERATION,
    "wagtailadmin_pages:collect_workflow_action_data": MODERATION,
    "wagtailadmin_pages:workflow_preview": MODERATION,
    "wagtailadmin_pages:convert_alias": MODERATION,
    "wagtailadmin_api:pages:action": "It publishes, moves and copies by JSON that no form checks.",
    "wagtailadmin_api:pages:find": UNUSED,
    "wagtailadmin_api:documents:": UNUSED + " Unscoped: it lists every organization's files.",
    "wagtailadmin_api:images:": UNUSED + " Unscoped: it lists every organization's files.",
    "wagtailadmin_pages:move": TREE,
    "wagtailadmin_pages:move_confirm": TREE + " It names any destination.",
    "wagtailadmin_pages:set_page_position": TREE,
    "wagtailadmin_pages:set_privacy": TREE,
    "wagtailadmin_pages:lock": TREE,
    "wagtailadmin_pages:unlock": TREE,
    "wagtailadmin_pages:type_use": OTHERS,
    "wagtailadmin_pages:type_use_results": OTHERS,
    "wagtailadmin_pages:choose_parent": OTHERS,
    "wagtailadmin_pages:workflow_history_detail": "It looks the workflow up in the whole table.",
    "wagtailadmin_tag_model_autocomplete": UNUSED,
    "wagtailadmin_collections:": OTHERS,
    "wagtailadmin_workflows:": OTHERS,
    "wagtailadmin_reports:": OTHERS,
    "wagtailembeds:": UNUSED + " It makes the server fetch any address.",
    "wagtailsnippets:": OTHERS,
    "wagtailredirects:": OTHERS,
    "wagtailsettings:": OTHERS,
    "wagtailsites:": OTHERS,
    "wagtaillocales:": OTHERS,
    "wagtailadmin_login": "The door to sign in is allauth's.",
    "wagtailadmin_password_reset": "The door is allauth's.",
    "wagtailadmin_password_reset_done": "The door is allauth's.",
    "wagtailadmin_password_reset_confirm": "The door is allauth's.",
    "wagtailadmin_password_reset_complete": "The door is allauth's.",
}

# To nobody, administrators included.
DISABLED: dict[str, str] = {
    "wagtailusers_groups:": "Groups follow memberships: an edited one would give rights that no list of people shows.",
    "wagtailadmin_error_test": "A page that fails, for trying out error reports.",
    "wagtailredirects:start_import": "Redirects are few; whole files of them nobody has checked.",
    "wagtailredirects:process_import": "Redirects are few; whole files of them nobody has checked.",
}
