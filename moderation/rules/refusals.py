"""Reasons for which a submission or decision is refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.comparison.content_hash import content_hash
from moderation.models import Correction, HeldDecision, Reason, Submission
from moderation.models.claims import ClaimableMixin
from moderation.rules.approvals import approved_hash, has_expired, scheduled_for
from moderation.rules.completeness import check_complete
from moderation.rules.permissions import authors, may_decide, may_submit, organization_of, passed_on_by
from orgs.guard.conflict_of_interest import refuse_conflict

if TYPE_CHECKING:
    from accounts.models import User


def describe_submission_state(submission: Submission) -> str:
    """Return a sentence about a submission's state: waiting, taken back, published, or who decided and how."""
    if submission.is_by_trust and scheduled_for(submission.page_id):
        return _("It becomes public at the planned time without a review, because its organization is trusted.")
    if submission.is_by_trust:
        return _("It was published at once, because its organization is trusted.")
    said = {
        Submission.State.APPROVED: _("%(name)s has approved it already."),
        Submission.State.RETURNED: _("%(name)s has returned it already."),
        Submission.State.REFUSED: _("%(name)s has rejected it already."),
        Submission.State.TAKEN_BACK: _("It was taken back."),
        Submission.State.WAITING: _("It waits for an editor."),
    }
    name = submission.decided_by.name if submission.decided_by else _("Somebody")
    return said[Submission.State(submission.state)] % {"name": name}


def describe_held_decision(held: HeldDecision) -> str:
    """Return a sentence that says who decided how on a submission, though the decision is still held."""
    said = {
        HeldDecision.Decision.APPROVE: _("%(name)s has approved it already."),
        HeldDecision.Decision.RETURN: _("%(name)s has returned it already."),
        HeldDecision.Decision.REJECT: _("%(name)s has rejected it already."),
    }
    return said[HeldDecision.Decision(held.decision)] % {"name": held.editor.name}


def describe_correction_state(correction: Correction) -> str:
    """Return a sentence about a correction's state: offered, published, dropped, or who answered and how."""
    said = {
        Correction.State.OFFERED: _("It waits for an answer."),
        Correction.State.ACCEPTED: _("%(name)s has accepted the correction already."),
        Correction.State.PUBLISHED: _("The correction was published already, because nobody answered in time."),
        Correction.State.DECLINED: _("%(name)s has declined the correction already."),
        Correction.State.DROPPED: _("The correction is no longer offered."),
    }
    name = correction.answered_by.name if correction.answered_by else _("Somebody")
    return said[Correction.State(correction.state)] % {"name": name}


def check_sendable(page: Page, revision: Revision, user: object, appeal_of: Submission | None = None) -> None:
    """Raise Refusal: page incomplete, expired, unchanged or rejected before, organization suspended, user not allowed.

    `page` is the page as the revision has it; `appeal_of` is the rejection that another editor is to look at.
    """
    if not may_submit(user, page):
        raise Refusal(_("Only members of the organization can send its pages for review."), code="members_only")
    if not organization_of(page).is_active:
        raise suspended_refusal()
    check_complete(page)
    if has_expired(revision):
        raise Refusal(_("Its expiry time has already passed. Set a later one, then send it."), code="expired")
    sent = content_hash(revision, page)
    # A page that was withdrawn may be sent again without a change.
    if page.live and sent == public_hash(page):
        raise Refusal(
            _("Nothing has changed since it was published. Change something, then send it."), code="unchanged"
        )
    refused = Submission.objects.filter(page=page.pk, state=Submission.State.REFUSED, content_hash=sent)
    if appeal_of is None and refused.exists():
        raise Refusal(
            _("An editor has rejected exactly this. Change what the editor wrote about, then send it."),
            code="rejected_before",
        )


def suspended_refusal() -> Refusal:
    """Return the Refusal for members who write for their organization while it is suspended."""
    return Refusal(
        _("Your organization is suspended at the moment. Write to the editors to learn more."),
        code="organization_suspended",
    )


def check_may_decide(editor: User, submission: Submission) -> None:
    """Raise Refusal, with the reason, when an editor may not decide about a submission."""
    if may_decide(editor, submission):
        return
    refuse_conflict(editor, submission.organization_id)
    if editor.pk == submission.second_look_by_id:
        raise Refusal(
            _("Another editor has to decide: you asked for a second opinion."), code="second_opinion_requested"
        )
    if editor.pk in passed_on_by(submission):
        raise Refusal(_("Another editor has to decide: you rejected it before."), code="rejected_by_same_editor")
    refuse_conflict(editor, submission.organization_id, authors(submission))


def standing_decision(parts: Collection[Submission]) -> HeldDecision | None:
    """Return the held decision on submissions that are decided on as one; None without one."""
    return HeldDecision.objects.standing().filter(submission__in=parts).select_related("editor").first()


def check_undecided(parts: Collection[Any]) -> None:
    """Raise Refusal when an editor's held decision stands on submissions that are decided on as one.

    They are those of locked_parts, which knows whether one stands: nearly always no query is needed.
    """
    held = standing_decision(parts) if any(part.is_held for part in parts) else None
    if held:
        raise Refusal(describe_held_decision(held), code="already_decided")


def check_free(editor: User, about: ClaimableMixin) -> None:
    """Raise Refusal when another editor holds the claim on a submission or matter."""
    holder = about.holder
    if holder not in (None, editor):
        raise Refusal(
            _("%(name)s has claimed it until %(time)s. Choose another submission, or ask this editor.")
            % {"name": holder.name, "time": time_format(localtime(about.held_until))},
            code="claimed",
        )


def check_reason(reason: str, reasons: Collection[Reason]) -> None:
    """Raise Refusal when an editor gives neither a text nor a reason from the list for a decision."""
    if not (readable(reason) or reasons):
        raise Refusal(
            _("Choose a reason, or write what should be changed, so that the author can do it."), code="reason_required"
        )


def public_hash(page: Page) -> str | None:
    """Return the approved content hash of a page's public revision, else that revision's own; None if not public."""
    # Read from the row: a page made from a revision has the live_revision of the time when that was saved.
    public = Revision.objects.filter(pk__in=Page.objects.filter(pk=page.pk).values("live_revision")).first()
    if public is None:
        return None
    return approved_hash(public.pk) or content_hash(public)
