"""Who may do what on the way to the public, one small function a rule."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.models import Page, Revision

from moderation.models import Submission
from orgs.models import Organization, OrgContentPage
from orgs.models.pages import organization_at
from orgs.permissions import is_editor, is_member, may_write


def may_submit(user: Any, page: Page) -> bool:
    """Members send what their active organization wrote; editors also what they mend or write for the portal."""
    return is_editor(user) or may_write(user, organization_of(page))


def may_take_back(user: Any, submission: Submission) -> bool:
    """Its organization's members, and the editor who sent it."""
    return is_member(user, submission.organization_id) or is_own(user, submission)


def may_decide(user: Any, submission: Submission) -> bool:
    """An editor who wrote nothing of it."""
    return is_editor(user) and user.pk not in authors(submission)


def may_withdraw(user: Any, page: Page) -> bool:
    """Its organization's members at once, an editor any page."""
    return isinstance(page, OrgContentPage) and (is_editor(user) or is_member(user, page.organization_id))


def needs_reason_to_withdraw(user: Any, page: OrgContentPage) -> bool:
    """Who takes away what others wrote tells them why."""
    return not is_member(user, page.organization_id)


def is_own(user: Any, submission: Submission) -> bool:
    return is_editor(user) and submission.submitted_by_id == user.pk


def organization_of(page: Page) -> Organization:
    """The organization that answers for a page; the portal's own pages are the programme's."""
    return page.organization if isinstance(page, OrgContentPage) else organization_at(page.path)


def authors(submission: Submission) -> set[int]:
    """The ids of those who sent it or saved a revision since the version that is public now."""
    page = submission.page
    revisions = Revision.objects.for_instance(page)
    if page.live_revision_id:
        # By number and by time: autosave moves an old revision forward, and a revision saved while its predecessor
        # was in review is older than the public version's date though its words are not in it.
        newer = Q(pk__gt=page.live_revision_id) | Q(created_at__gt=page.last_published_at)
        revisions = revisions.filter(newer)
    found = set(revisions.exclude(user=None).values_list("user", flat=True))
    return found | ({submission.submitted_by_id} if submission.submitted_by_id else set())
