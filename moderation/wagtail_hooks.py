"""Changes of Wagtail's admin: its page editor saves drafts and sends them for review, nothing else."""

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
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, Page

from common.refusal import Refusal
from moderation.rules.outcomes import sent_text
from moderation.rules.tiers import publishes_at_once
from moderation.services import mark_copy, submit
from moderation.wagtail_integration import snippets  # noqa: F401 - for what it registers
from orgs.models import OrgContentPage
from orgs.permissions import may_write

SEND = "action-send-for-review"
# Names in the data of Wagtail's forms when the result would be public at once.
PUBLISHING = {"action-publish", "publish_copies", "alias"}
# (name of the log action, its label, the message in the history)
LOG_ACTIONS = (
    ("submit", gettext_lazy("Send"), gettext_lazy("Sent")),
    ("take_back", gettext_lazy("Take back"), gettext_lazy("Taken back")),
    ("approved", gettext_lazy("Approve"), gettext_lazy("Approved")),
    ("returned", gettext_lazy("Return for changes"), gettext_lazy("Returned with a reason")),
    ("refused", gettext_lazy("Reject"), gettext_lazy("Rejected")),
    ("second", gettext_lazy("Ask for a second opinion"), gettext_lazy("A second opinion was requested")),
    ("correct", gettext_lazy("Correct"), gettext_lazy("A correction was offered")),
    ("correction_accepted", gettext_lazy("Accept a correction"), gettext_lazy("The correction was accepted")),
    ("correction_declined", gettext_lazy("Decline a correction"), gettext_lazy("The correction was declined")),
    (
        "correction_published",
        gettext_lazy("Publish a correction without an answer"),
        gettext_lazy("Published with a small correction that nobody had answered"),
    ),
    (
        "trusted",
        gettext_lazy("Publish by trust"),
        gettext_lazy("Sent without prior review, because the organization is trusted"),
    ),
    (
        "post_review_fine",
        gettext_lazy("Review after publication"),
        gettext_lazy("Reviewed after publication: no problem"),
    ),
    (
        "post_review_finding",
        gettext_lazy("Find a problem"),
        gettext_lazy("Reviewed after publication: a problem was found"),
    ),
    (
        "schedule_dropped",
        gettext_lazy("Cancel a scheduled publication"),
        gettext_lazy("Not published at the planned time: something had changed since the approval"),
    ),
    ("withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdrawn from the public")),
    ("answer", gettext_lazy("Answer a withdrawal"), gettext_lazy("The organization answered the withdrawal")),
    ("note", gettext_lazy("Write a note"), gettext_lazy("A note was written")),
    ("tier", gettext_lazy("Change tier"), gettext_lazy("Changed the tier of the organization")),
    ("matter_approved", gettext_lazy("Approve"), gettext_lazy("Approved")),
    ("matter_returned", gettext_lazy("Return for changes"), gettext_lazy("Returned with a reason")),
    ("matter_rejected", gettext_lazy("Reject"), gettext_lazy("Rejected")),
    ("report", gettext_lazy("Answer a report"), gettext_lazy("A reader's report was answered")),
)


class CheckedFormatter(LogFormatter):
    """A formatter of log entries that adds a note where not all checks had been made."""

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return a log entry's message, with a note if it was done before all checks were made."""
        told = str(self.message)
        return f"{told} ({_('before all checks were made')})" if log_entry.data.get("unchecked") else told


class SendForReviewMenuItem(ActionMenuItem):
    """The button that saves the draft, after which the hook below sends it.

    So what was typed is kept, also when sending is refused.
    """

    label = gettext_lazy("Send for review")
    label_when_trusted = gettext_lazy("Send")
    name = SEND
    icon_name = "resubmit"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Return whether the button is shown: by Wagtail's own rule, but never while an old revision is viewed."""
        return context["view"] != "revisions_revert" and super().is_shown(context)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Return the button's context; its label is "Send" if the user's page needs no review."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = parent_context.get("page") or parent_context.get("parent_page")
        user = parent_context["request"].user
        if isinstance(page, OrgContentPage):
            is_hers = may_write(user, page.organization_id)
            context["label"] = (
                self.label_when_trusted if is_hers and publishes_at_once(page.organization, user) else self.label
            )
        return context


class TakeBackMenuItem(CancelWorkflowMenuItem):
    """The button that ends the review of a page."""

    label = gettext_lazy("Take back")


@hooks.register("construct_page_action_menu")
def limit_page_actions(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Keep of the page editor's buttons send for review, save draft, locked and take back, in this order (a hook)."""
    kept = [item for item in items if isinstance(item, SaveDraftMenuItem | PageLockedMenuItem)]
    shown: list[ActionMenuItem] = [SendForReviewMenuItem(order=10), *kept, TakeBackMenuItem(order=20)]
    # In place: Wagtail goes on with the list it has given. The first one is the button, the others are its menu.
    items[:] = [item for item in shown if item in kept or item.is_shown(context)]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def send_for_review(request: Any, page: Page) -> HttpResponse | None:
    """Send a page just saved in Wagtail's editor for review if that button was pressed (hook).

    A member is then shown where the page stands and when an editor will answer; after a refusal, the editor again.
    """
    if SEND not in request.POST:
        return None
    try:
        # Wagtail has saved the page already, so a refusal loses nothing.
        sent = submit(page, request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        if refusal.code == "questions_open" and isinstance(page, OrgContentPage):
            return redirect("workspace:pictures", page.pk)
    else:
        messages.success(request, sent_text(sent, request.user))
        if isinstance(page, OrgContentPage):
            return redirect("workspace:content-item", page.pk)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_create_page")
@hooks.register("before_copy_page")
def refuse_publishing_at_once(request: HttpRequest, *args: Any) -> None:
    """Raise PermissionDenied for a request to create or copy a page that would be public at once (hook)."""
    # The publication guard would refuse it too, but only after the parent's number of children has grown.
    if PUBLISHING & request.POST.keys():
        raise PermissionDenied


@hooks.register("after_copy_page")
def keep_mark_of_import(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Mark the copy of a page that was made from another site like that page (a hook)."""
    mark_copy(page, new_page)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Register labels and messages of moderation's log actions for Wagtail's history (a hook)."""
    for name, label, message in LOG_ACTIONS:
        told = {"label": label, "message": message}
        # Wagtail takes a class for each action; these differ in two texts alone.
        actions.register_action(f"moderation.{name}")(type("ModerationFormatter", (CheckedFormatter,), told))
