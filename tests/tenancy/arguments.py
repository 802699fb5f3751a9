"""Values for the parameters of all addresses: for each parameter, the value of one side of the scenario."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site, Task, Workflow

from moderation.models import Matter, SavedReply
from tests.accounts.soft_passkey import enrol_passkey
from tests.tenancy.patterns import Address
from tests.tenancy.scenario import Side, organization_paths

Value = Callable[[Side], Any]

# Parameters that name an object of an organization.
OBJECTS: dict[str, Value] = {
    "page_id": lambda side: side.draft.pk,
    "page_pk": lambda side: side.draft.pk,
    "page_to_move_id": lambda side: side.draft.pk,
    "destination_id": lambda side: side.home.pk,
    "parent_page_id": lambda side: side.home.pk,
    "object_id": lambda side: side.draft.pk,
    "revision_id": lambda side: side.revision.pk,
    "revision_id_a": lambda side: side.revision.pk,
    "revision_id_b": lambda side: side.draft.revisions.order_by("pk").first().pk,
    "workflow_state_id": lambda side: side.workflow_state.pk,
    "task_state_id": lambda side: side.workflow_state.current_task_state_id,
    "collection_id": lambda side: side.organization.collection_id,
    "session_id": lambda side: side.session.pk,
    "translation_source_id": lambda side: side.translation.source_id,
    "translation_id": lambda side: side.translation.pk,
    "string_segment_id": lambda side: side.translation.source.stringsegment_set.first().pk,
    "overridable_segment_id": lambda side: 1,
    "document_id": lambda side: side.document.pk,
    "doc_id": lambda side: side.document.pk,
    "image_id": lambda side: side.image.pk,
    "uploaded_file_id": lambda side: side.upload.pk,
    "submission_id": lambda side: side.submission.pk,
    "correction_id": lambda side: side.correction.pk,
    "report_id": lambda side: side.report.pk,
    "batch_id": lambda side: side.batch.pk,
    "matter_id": lambda side: Matter.objects.get(kind="report", object_id=side.report.pk).pk,
    "change_id": lambda side: side.facts.pk,
    "membership_id": lambda side: side.officer.memberships.get().pk,
    "link_id": lambda side: side.handed_link.pk,
    "invitation_id": lambda side: side.invitation.pk,
    "board": lambda side: side.board.slug,
    "post_id": lambda side: side.board.threads.get().posts.get().pk,
    "gathering_id": lambda side: side.registration.gathering_id,
    "code": lambda side: side.registration.code,
    "application_id": lambda side: side.application.pk,
    "path": lambda side: side.image.file.name,
    "slug": lambda side: side.organization.slug,
}

# What `pk` is, by the beginning of the view's name.
KEYS: dict[str, Value] = {
    "wagtailadmin_api:pages": lambda side: side.draft.pk,
    "wagtailadmin_api:documents": lambda side: side.document.pk,
    "wagtailadmin_api:images": lambda side: side.image.pk,
    "wagtailadmin_pages:": lambda side: side.draft.pk,
    "wagtailadmin_collections:": lambda side: side.organization.collection_id,
    "wagtailusers_users:": lambda side: side.officer.pk,
    "wagtailusers_groups:": lambda side: side.group.pk,
    "wagtaildocs_chooser:": lambda side: side.document.pk,
    "wagtailimages_chooser:": lambda side: side.image.pk,
    "mfa_": lambda side: enrol_passkey(side.manager).pk,
}

# Parameters, and `pk`s, that name nothing of an organization.
SHARED: dict[str, Callable[[], Any]] = {
    "version": lambda: "0",
    # Of what readers report and is no page.
    "kind": lambda: "post",
    "thread": lambda: 1,
    "post": lambda: 1,
    # Of the press review, which is the programme's.
    "item_id": lambda: 1,
    "source_id": lambda: 1,
    # Of the editors.
    "reply_id": lambda: SavedReply.objects.latest("pk").pk,
    "year": lambda: 2026,
    "month": lambda: 11,
    "action_name": lambda: "publish",
    "action": lambda: "delete",
    "app_label": lambda: "assets",
    "app_name": lambda: "assets",
    "model_name": lambda: "image",
    "content_type_app_name": lambda: "blog",
    "content_type_model_name": lambda: "articlepage",
    "task_id": lambda: Task.objects.get().pk,
    "workflow_pk": lambda: Workflow.objects.get().pk,
    "redirect_id": lambda: Redirect.objects.get_or_create(old_path="/old")[0].pk,
    "language": lambda: "en",
    "mode": lambda: "default",
    "filter_spec": lambda: "original",
    "uidb64": lambda: "MQ",
    "uidb36": lambda: "1",
    "token": lambda: "unheard-of",
    "secret": lambda: "unheard-of",
    "key": lambda: "unheard-of",
    "address": lambda: "nowhere",
    "section": lambda: "pages",
    "page_view_restriction_id": lambda: 1,
    "wagtailadmin_workflows:": lambda: Workflow.objects.get().pk,
    "wagtailsettings:": lambda: 1,
    "wagtaillocales:": lambda: Locale.objects.first().pk,
    "wagtailsites:": lambda: Site.objects.get().pk,
}

# Views that ask by model about a page.
OF_PAGES = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_pages:choose_parent"}

# Views of an event, which is the public page of each side; it has a registration.
OF_EVENTS = {"register", "registration", "registration-settings", "registration-add", "registration-list"}
OF_EVENTS |= {"registration-sent", "event-figures", "recommendations"}


def shared_snippet(view: str) -> type[Model] | None:
    """The model of a snippet's view, where its rows belong to no organization."""
    named = re.match(r"wagtailsnippet(?:s|choosers)_([a-z]+)_([a-z]+):", view)
    model = apps.get_model(named[1], named[2]) if named else None
    return model if model and model not in dict(organization_paths()) else None


def value_of(address: Address, parameter: str) -> tuple[Value | None, Any]:
    """Return the value of an object's parameter, or the value that all share. Raises LookupError for an unknown one."""
    if parameter == "pk":
        if snippet := shared_snippet(address.view):
            return None, getattr(snippet._base_manager.order_by("pk").first(), "pk", 1)
        for table in (KEYS, SHARED):
            if name := next((n for n in table if (":" in n or n == "mfa_") and address.view.startswith(n)), None):
                return (KEYS[name], None) if table is KEYS else (None, SHARED[name]())
    elif address.view == "wagtailadmin_editing_sessions:ping" and parameter == "session_id":
        # Another's, or none that is known, begins a session of one's own: nothing of the other is read.
        return None, 1
    elif address.view in OF_PAGES and parameter in ("app_label", "model_name"):
        return None, {"app_label": "blog", "model_name": "articlepage"}[parameter]
    elif parameter == "page_id" and address.view.removeprefix("workspace:") in OF_EVENTS:
        return lambda side: side.live.pk, None
    elif parameter == "page_id" and address.view == "workspace:translation":
        return lambda side: side.translation.get_target_instance().pk, None
    elif parameter in OBJECTS:
        return OBJECTS[parameter], None
    elif parameter in SHARED:
        return None, SHARED[parameter]()
    raise LookupError(
        f"{address}: what is {parameter!r}? Say so in tests/tenancy/arguments.py: OBJECTS for what belongs to an "
        "organization, SHARED for what does not."
    )


def arguments(address: Address, own: Side, foreign: Side) -> list[dict[str, Any]]:
    """Ways to fill an address: all of the foreign side, and each of its objects foreign among own ones."""
    shared, objects = {}, {}
    for parameter in address.parameters:
        of_side, value = value_of(address, parameter)
        if of_side:
            objects[parameter] = of_side
        else:
            shared[parameter] = value
    filled = [shared | {name: value(foreign) for name, value in objects.items()}]
    if len(objects) > 1:
        filled += [
            shared | {name: value(foreign if name == strange else own) for name, value in objects.items()}
            for strange in objects
        ]
    return filled


def names_an_object(address: Address) -> bool:
    return any(value_of(address, parameter)[0] for parameter in address.parameters)
