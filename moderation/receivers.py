"""Receivers of Wagtail's signals, which call the services whatever caused them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_unpublished,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from assets.models import Image
from assets.signals import file_changing
from mail import sending
from moderation.mails import DESK
from moderation.matters.applications import open_application_matter
from moderation.matters.kind_names import APPLICATION
from moderation.models import ProfileChange, ReviewTask
from moderation.services import (
    close_changed,
    mark_cancelled,
    note_unpublished,
    open_submission,
    publish_trusted,
    release_all,
)
from moderation.services.matters import check_matter_free, close_matter, release_all_matters
from orgs.models import Application, Organization, OrgContentPage
from orgs.signals import application_answered, application_opened, editor_ended, membership_ended, page_opening


@receiver(task_submitted)
def open_sent_submission(instance: TaskState, user: Any, **kwargs: Any) -> None:
    """Open a submission when Wagtail submits a page to the review task."""
    if isinstance(instance.task.specific, ReviewTask):
        open_submission(instance, user)


# Not task_submitted: Wagtail saves its workflow state once more after that signal.
@receiver(workflow_submitted)
def publish_if_trusted(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Publish a page without review when its workflow starts, if its organization and sender are trusted."""
    publish_trusted(instance, user)


@receiver(workflow_cancelled)
def mark_review_cancelled(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Mark the page's waiting submission as taken back when its Wagtail workflow was cancelled."""
    mark_cancelled(instance, user)


@receiver(membership_ended)
def release_claims_of_former_member(user: Any, organization: Organization, **kwargs: Any) -> None:
    """Release a former member's claims on submissions and matters of the organization that she left."""
    release_all(user, organization)
    release_all_matters(user, organization)


@receiver(editor_ended)
def release_claims_of_former_editor(user: Any, **kwargs: Any) -> None:
    """Release all claims of a former editor, and recall unsent mails to her about the desk."""
    release_all(user)
    release_all_matters(user)
    sending.recall(user.email, DESK)


@receiver(application_opened)
def open_matter_of_application(application: Application, **kwargs: Any) -> None:
    """Put an application before the editors, as a matter at the desk, in the transaction that saves it."""
    open_application_matter(application)


@receiver(application_answered)
def close_matter_of_application(application: Application, user: Any, **kwargs: Any) -> None:
    """End the matter of an application that an editor answers. Raises Refusal when another editor has claimed it."""
    check_matter_free(APPLICATION, application.pk, user)
    close_matter(APPLICATION, application.pk, decided_by=user)


@receiver(page_unpublished)
def record_admin_unpublish(instance: Page, **kwargs: Any) -> None:
    """Record a withdrawal of an organization's page that a person unpublished in Wagtail's admin.

    So a copy of it is recognised, and what an editor unpublished from outside is remembered.
    """
    # Set by Wagtail's admin views alone. Our services note a withdrawal themselves.
    user = get_active_log_context().user
    if user is not None and isinstance(instance, OrgContentPage):
        note_unpublished(instance, user)


@receiver(page_opening)
def unpublish_changed_page(page: OrgContentPage, **kwargs: Any) -> bool:
    """Unpublish a page with files that differ from the approved before it is seen again; return if so (receiver)."""
    return close_changed(page)


@receiver(file_changing, sender=Image)
def keep_proposed_logo(file: Image, **kwargs: Any) -> bool:
    """Return True, to forbid changing a picture, if a waiting profile change has it as old or new logo.

    Else the logo could change between an editor's look and her answer, or the one that she may go back to.
    """
    return ProfileChange.objects.waiting().filter(Q(before__logo=file.pk) | Q(after__logo=file.pk)).exists()


def ignore_signal(**kwargs: Any) -> None:
    """Do nothing: a signal receiver in place of Wagtail's own, which would send mails in the request."""


# Wagtail connects its notifiers later, by these dispatch_uids; Django ignores an id that is connected already.
for signal, sender, name in (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
):
    signal.connect(ignore_signal, sender=sender, dispatch_uid=name)
