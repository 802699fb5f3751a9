"""What moderation changes in Wagtail's admin: the page editor saves drafts and sends them for review, nothing else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, CancelWorkflowMenuItem, PageLockedMenuItem, SaveDraftMenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from moderation.services import Refused, submit

SEND = "action-send-for-review"
# What Wagtail's forms send when the result would be public at once.
PUBLISHING = {"action-publish", "publish_copies", "alias"}


class SendForReviewMenuItem(ActionMenuItem):
    """Saves the draft; then the hook below sends it. So what was typed is kept, also when sending is refused."""

    label = gettext_lazy("Send for review")
    name = SEND
    icon_name = "resubmit"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] != "revisions_revert" and super().is_shown(context)


class TakeBackMenuItem(CancelWorkflowMenuItem):
    label = gettext_lazy("Take back")


@hooks.register("construct_page_action_menu")
def only_drafts_and_review(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    kept = [item for item in items if isinstance(item, SaveDraftMenuItem | PageLockedMenuItem)]
    own: list[ActionMenuItem] = [SendForReviewMenuItem(order=10), TakeBackMenuItem(order=20)]
    items[:] = kept + [item for item in own if item.is_shown(context)]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def send_for_review(request: Any, page: Page) -> HttpResponse | None:
    if SEND not in request.POST:
        return None
    try:
        submit(page, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is sent for review. You will get a mail when an editor has answered."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_create_page")
@hooks.register("before_copy_page")
def nothing_public_at_once(request: HttpRequest, *args: Any) -> None:
    # The guard would refuse it too, but only after the tree has counted a child.
    if PUBLISHING & request.POST.keys():
        raise PermissionDenied


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label, message in (
        ("submit", gettext_lazy("Send for review"), gettext_lazy("Sent for review")),
        ("take_back", gettext_lazy("Take back"), gettext_lazy("Taken back")),
        ("approved", gettext_lazy("Approve"), gettext_lazy("Approved")),
        ("returned", gettext_lazy("Return"), gettext_lazy("Returned with a reason")),
        ("withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdrawn from the public")),
    ):
        actions.register_action(f"moderation.{name}", label, message)
