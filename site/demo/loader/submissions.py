"""The demo's submissions that wait for editors, and past decisions."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from demo.content_files import DemoOrganization
from moderation import services as moderation
from moderation.comparison.content_hash import content_hash
from moderation.models import Submission
from moderation.timing.response_times import due_at, reminder_at
from orgs.models import OrgContentPage

# Past decisions of so many days are recorded: the portal computes its turnaround from them.
RECORDED_DAYS = dt.timedelta(days=60)


def send(pages: list[OrgContentPage], demo_org: DemoOrganization, officer: User, editor: User, now: dt.datetime) -> int:
    """Submit a demo organization's new waiting and returned pages, record past approvals; return how many wait."""
    demo_pages = {demo_page.slug: demo_page for demo_page in demo_org.pages}
    waiting = 0
    for page in pages:
        demo_page = demo_pages[page.slug]
        if demo_page.is_live:
            record_past_decision(page, officer, editor, now)
        elif demo_page.state != "draft":
            submission = moderation.submit(page, officer)
            backdate(submission, now + dt.timedelta(hours=demo_page.settings["sent"]))
            if demo_page.state == "returned":
                moderation.request_changes(submission, editor, demo_page.settings["reason"])
            else:
                waiting += 1
    return waiting


def backdate(submission: Submission, sent: dt.datetime) -> None:
    """Set an earlier sending time on a demo submission, with the reminder and due times that follow."""
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=sent,
        reminder_at=reminder_at(submission.organization, submission.kind, sent),
        due_at=due_at(submission.organization, submission.kind, sent),
    )


def record_past_decision(page: OrgContentPage, officer: User, editor: User, now: dt.datetime) -> None:
    """Store an approved submission for a live demo page, if it was published in the last 60 days.

    It was sent some hours before.
    """
    decided = page.first_published_at
    if now - decided > RECORDED_DAYS:
        return
    sent = decided - dt.timedelta(hours=2 + page.pk % 17)
    revision = page.get_latest_revision()
    Submission.objects.create(
        organization=page.organization,
        page_id=page.pk,
        revision=revision,
        content_hash=content_hash(revision),
        title=page.title,
        kind=page.page_kind.name,
        state=Submission.State.APPROVED,
        submitted_by=officer,
        submitted_at=sent,
        due_at=due_at(page.organization, page.page_kind.name, sent),
        decided_by=editor,
        decided_at=decided,
    )
