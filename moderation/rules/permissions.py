"""Permissions on the way to the public, one small function a rule."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision

from moderation.models import Correction, Report, Submission
from moderation.rules.approvals import is_public_as_approved
from orgs.guard.conflict_of_interest import conflict_of
from orgs.models import Organization, OrgContentPage
from orgs.models.pages import organization_at
from orgs.permissions import all_memberships, is_editor, is_member, may_translate, may_write


def may_submit(user: Any, page: Page) -> bool:
    """Return whether a user may send a page for review: a writing member or editor; user None: if written elsewhere.

    A translator may send pages in the language into which she translates.

    A page that gives words from outside the portal needs no sender (None): nobody here wrote it.
    """
    if user is None:
        return is_written_elsewhere(page)
    return is_editor(user) or may_translate(user, organization_of(page), page.locale.language_code)


def is_written_elsewhere(page: Page) -> bool:
    """Return whether a page gives the words of somebody outside the portal, and nobody here saved or sent any of it."""
    is_of_that_kind = isinstance(page, OrgContentPage) and page.page_kind.is_written_elsewhere
    return is_of_that_kind and not page_writers(page)


def may_take_back(user: Any, submission: Submission) -> bool:
    """Return whether a user may take a submission back: a member, or the editor or translator who sent it."""
    if is_member(user, submission.organization_id):
        return True
    # Only while she may still send it: who is a translator no more decides on nothing.
    is_sender = submission.submitted_by_id == user.pk
    return is_sender and submission.page is not None and may_submit(user, submission.page)


def may_decide(user: Any, submission: Submission) -> bool:
    """Return whether a user is an editor with no part in a submission, who neither passed it on nor rejected it."""
    if conflict_of(user, submission.organization_id, authors(submission)):
        return False
    return user.pk not in passed_on_by(submission)


def may_correct(user: Any, submission: Submission) -> bool:
    """Return whether an editor may correct a submission: not a member, wrote nothing but corrections, not passed on."""
    if conflict_of(user, submission.organization_id, writers(submission)):
        return False
    return user.pk not in passed_on_by(submission)


def may_accept(user: Any, correction: Correction) -> bool:
    """Return whether a user may accept a correction: a writing member or deciding editor, never its own writer."""
    if user.pk == correction.created_by_id:
        return False
    submission = correction.submission
    return may_write(user, submission.organization_id) or may_decide(user, submission)


def takes_small_corrections(page: Page) -> bool:
    """Return False for a page whose kind requires that even small corrections wait for an answer."""
    return not (isinstance(page, OrgContentPage) and page.every_correction_waits)


def may_decline(user: Any, correction: Correction) -> bool:
    """Return whether a user may decline a correction: any editor, and any member of its organization.

    Members may also while the organization is suspended: nothing becomes public by it.
    """
    return is_editor(user) or is_member(user, correction.submission.organization_id)


def may_appeal(user: Any, submission: Submission) -> bool:
    """Return whether a user who may write for its organization may appeal against a rejection, allowed once."""
    is_open = submission.state == Submission.State.REFUSED and submission.appeal_of_id is None
    # A reverse one-to-one relation raises where there is no row, and hasattr() turns that into False.
    return is_open and may_write(user, submission.organization_id) and not hasattr(submission, "appeal")


def may_post_review(user: Any, submission: Submission) -> bool:
    """Return whether a user may review a submission after publication: an editor with no part in its page."""
    return conflict_of(user, submission.organization_id, post_review_writers(submission)) is None


def may_change_tier(user: Any, organization: Organization) -> bool:
    """Return whether a user may change an organization's tier: an editor who is no member of it."""
    return conflict_of(user, organization) is None


def may_withdraw(user: Any, page: Page) -> bool:
    """Return whether a user may withdraw an organization's page: one of its members, or any editor."""
    return isinstance(page, OrgContentPage) and (is_editor(user) or is_member(user, page.organization_id))


def needs_reason_to_withdraw(user: Any, page: OrgContentPage) -> bool:
    """Return True when a user is no member of a page's organization, so must give a reason to withdraw it."""
    return not is_member(user, page.organization_id)


def readable_reports(user: Any) -> QuerySet[Report]:
    """Return readers' reports except on this user's own organizations; that she is an editor is not checked.

    An organization does not learn of reports.
    """
    return Report.objects.exclude(organization__in=[membership.organization_id for membership in all_memberships(user)])


def organization_of(page: Page) -> Organization:
    """Return the organization to which a page belongs; for the portal's own pages the programme's."""
    return page.organization if isinstance(page, OrgContentPage) else organization_at(page.path)


def passed_on_by(submission: Submission) -> set[int]:
    """Return the ids of the editors who asked for a second opinion on a submission, or rejected what it appeals.

    Of two languages that were sent as one: on either of them.
    """
    refused_by = {part.appeal_of.decided_by_id for part in submission.parts if part.appeal_of}
    return {pk for pk in {part.second_look_by_id for part in submission.parts} | refused_by if pk}


def post_review_writers(submission: Submission) -> set[int]:
    """Return the ids of users who sent a submission, or ever saved or sent its page."""
    return _sent_by(submission) | page_writers(submission.page)


def page_writers(page: Page) -> set[int]:
    """Return the ids of all users who ever saved a revision of a page or sent the page for review."""
    sent = Submission.objects.filter(page=page.pk).exclude(submitted_by=None).values_list("submitted_by", flat=True)
    return _savers(Revision.objects.for_instance(page)) | set(sent)


def authors(submission: Submission) -> set[int]:
    """Return the ids of users who sent a submission, or saved or corrected its page since the public version.

    Also by a correction that was declined: where author and editor disagree, somebody else decides. Of two languages
    that were sent as one, whoever wrote in either is among them.
    """
    return {pk for part in submission.parts for pk in _sent_by(part) | _savers(_since_public(part.page))}


def writers(submission: Submission) -> set[int]:
    """Return the ids of users who sent a submission or saved its page since the public version, without correctors.

    Of two languages that were sent as one, whoever wrote in either is among them.
    """
    own = {part: _since_public(part.page).filter(corrections=None) for part in submission.parts}
    return {pk for part, revisions in own.items() for pk in _sent_by(part) | _savers(revisions)}


def _since_public(page: Page) -> Any:
    """Return the revisions since the public version; found once for a page object, for several rules ask."""
    if not hasattr(page, "_since_public"):
        page._since_public = _found_since_public(page)
    return page._since_public


def _found_since_public(page: Page) -> Any:
    """Return the revisions whose words the public version does not have, also where autosave changed it."""
    revisions = Revision.objects.for_instance(page)
    if not page.live_revision_id:
        return revisions
    public = Q(pk=page.live_revision_id)
    # By number and by time: autosave moves an old revision forward, and a revision saved while its predecessor
    # was in review is older than the public version's date though its words are not in it.
    newer = Q(pk__gt=_sent_as(page)) & ~public | Q(created_at__gt=page.last_published_at)
    return revisions.filter(newer if is_public_as_approved(page) else newer | public)


def _sent_as(page: Page) -> int:
    """Return the number of the revision that was sent before the public one; a correction's own number is later."""
    sent = Correction.objects.filter(revision=page.live_revision_id).values_list("submission__revision", flat=True)
    return sent.first() or page.live_revision_id


def _savers(revisions: Any) -> set[int]:
    return set(revisions.exclude(user=None).values_list("user", flat=True))


def _sent_by(submission: Submission) -> set[int]:
    return {submission.submitted_by_id} if submission.submitted_by_id else set()
