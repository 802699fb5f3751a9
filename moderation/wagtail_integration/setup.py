"""The setup of the only workflow, and the removal of Wagtail's own."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from moderation.models import ReviewTask

# Shown in every language, so it is a name and no word to translate.
NAME = settings.WAGTAIL_SITE_NAME
WAGTAILS_GROUPS = ("Editors", "Moderators")


@transaction.atomic
def ensure_workflow(pages: Iterable[Page]) -> Workflow:
    """Create the review workflow if missing, apply it to pages, return it; delete Wagtail's own workflow and groups."""
    clear_wagtails_own()
    task = ReviewTask.objects.filter(active=True).first() or ReviewTask.objects.create(name=NAME)
    step = WorkflowTask.objects.filter(task=task, workflow__active=True).select_related("workflow").first()
    if step is None:
        workflow = Workflow.objects.create(name=NAME)
        step = WorkflowTask.objects.create(workflow=workflow, task=task)
    for page in pages:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": step.workflow})
    return step.workflow


def clear_wagtails_own() -> None:
    """Delete the user groups and the workflow that Wagtail's own migrations create."""
    tasks = GroupApprovalTask.objects.filter(groups__name__in=WAGTAILS_GROUPS)
    # The workflows first: afterwards nothing would lead to them.
    Workflow.objects.filter(workflow_tasks__task__in=tasks).delete()
    tasks.delete()
    Group.objects.filter(name__in=WAGTAILS_GROUPS).delete()
