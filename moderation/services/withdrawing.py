"""Withdrawal of public pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

import outbox
from assets.services import files_of, lock_files
from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.models import Submission, Withdrawal
from moderation.outbox_events import PAGE_WITHDRAWN, WithdrawalPayload
from moderation.rules.approvals import shows_what_was_approved
from moderation.rules.permissions import may_withdraw, needs_reason_to_withdraw
from moderation.services.remembering import remember_takedown
from moderation.services.sending import cancel_review
from moderation.services.steps import lock_row, lock_row_with_pair, locked
from orgs.models import OrgContentPage
from orgs.permissions import is_member

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def withdraw(page: Page, user: User, reason: str = "", *, with_other_language: bool = False) -> Withdrawal:
    """Unpublish a page or all its languages, end schedule and review. Refusal if not allowed or a reason is lacking.

    `with_other_language` withdraws the page in its other language too, if that is public or scheduled: both or none.
    """
    others = public_in_other_language(page) if with_other_language else []
    lock_row_with_pair(page.pk, *(other.pk for other in others))
    withdrawal, *_more = [_withdraw(each.pk, user, readable(reason)) for each in [page, *others]]
    return withdrawal


def public_in_other_language(page: Page) -> list[OrgContentPage]:
    """Return a page's versions in other languages, of the same organization, that are public or scheduled."""
    twins = OrgContentPage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    if isinstance(page, OrgContentPage):
        twins = twins.filter(organization=page.organization_id)
    return [twin for twin in twins if twin.live or twin.approved_schedule]


def _withdraw(page_id: int, user: User, reason: str) -> Withdrawal:
    """Withdraw one page. Raises Refusal."""
    page = locked(page_id)
    _check_withdrawable(page, user, reason)
    for submission in Submission.objects.waiting().filter(page=page.pk):
        cancel_review(submission, user)
    # Before the page changes: what it says is remembered as it was public.
    withdrawal = _noted(page, user, reason, was_public=page.live)
    # No scheduled version may become public later.
    page.revisions.update(approved_go_live_at=None)
    _unpublish(page, withdrawal)
    return withdrawal


@transaction.atomic
def note_unpublished(page: OrgContentPage, user: User) -> Withdrawal:
    """Store a withdrawal without a reason for a page just unpublished in Wagtail's admin (called by a receiver)."""
    return _noted(page, user, "", was_public=True)


@transaction.atomic
def close_changed(page: OrgContentPage) -> bool:
    """Unpublish a live page with files if its content or files differ from the approved ones; return if it was done.

    Nothing that people do brings that about: files that a live page shows cannot change (assets.models.Uploaded). But
    what is seen again must not rest on that alone.
    """
    # Without files there is nothing to compare: most pages need no lock.
    if not any(files_of(page).values()):
        return False
    page = locked(page.pk)
    lock_files(page)
    if not page.live or shows_what_was_approved(page):
        return False
    reason = _("It was not made public again, because its pictures or documents had changed since the approval.")
    _unpublish(page, _noted(page, None, reason, was_public=False))
    return True


def _unpublish(page: OrgContentPage, withdrawal: Withdrawal) -> None:
    """Unpublish a page, and record that in its history and in the outbox."""
    # Without a user: Wagtail would check the publish permission, which nobody has.
    page.unpublish(log_action=False)
    log(instance=page, action="moderation.withdraw", user=withdrawal.created_by, data={"reason": withdrawal.reason})
    outbox.record(PAGE_WITHDRAWN, f"page:{page.pk}", WithdrawalPayload(page=page.pk, withdrawal=withdrawal.pk))


def _noted(page: OrgContentPage, user: User | None, reason: str, *, was_public: bool) -> Withdrawal:
    """Store a withdrawal; one from outside the organization also remembers what the page said."""
    withdrawal = Withdrawal.objects.create(
        organization_id=page.organization_id,
        page_id=page.pk,
        title=page.title,
        submission=Submission.objects.filter(page=page.pk).order_by("pk").last(),
        created_by=user,
        reason=reason,
        is_takedown=user is not None and needs_reason_to_withdraw(user, page),
    )
    if withdrawal.is_takedown:
        remember_takedown(page, withdrawal, was_public=was_public)
    return withdrawal


@transaction.atomic
def answer_withdrawal(withdrawal: Withdrawal, user: User, answer: str) -> Withdrawal:
    """Store and log a member's answer to an outside takedown. Refusal for others, no text, or a second answer."""
    lock_row(withdrawal.page_id)
    withdrawal = Withdrawal.objects.select_related("created_by", "page").get(pk=withdrawal.pk)
    if not is_member(user, withdrawal.organization_id):
        raise Refusal(_("Only members of its organization can answer."), code="members_only")
    if not Withdrawal.objects.from_outside().filter(pk=withdrawal.pk).exists():
        raise Refusal(_("Your organization withdrew it itself."), code="own_withdrawal")
    if withdrawal.answered_at:
        raise Refusal(_("Your organization has answered already."), code="already_answered")
    if not readable(answer):
        raise Refusal(_("Write what the editors should know."), code="reason_required")
    withdrawal.answer, withdrawal.answered_by, withdrawal.answered_at = readable(answer), user, timezone.now()
    withdrawal.save(update_fields=["answer", "answered_by", "answered_at"])
    log(instance=withdrawal.page.specific, action="moderation.answer", user=user, data={"reason": withdrawal.answer})
    return withdrawal


def _check_withdrawable(page: Page, user: User, reason: str) -> None:
    """Raise Refusal when this person may not withdraw the page, or without a needed reason."""
    if not may_withdraw(user, page):
        raise Refusal(_("Only members of its organization and editors can withdraw a page."), code="members_only")
    # A reverse one-to-one relation: hasattr() is False where no home has this page.
    if hasattr(page, "organization_home"):
        raise Refusal(
            _("The home page of an organization cannot be withdrawn. An administrator can hide the organization."),
            code="organization_home",
        )
    if not (page.live or page.approved_schedule):
        raise Refusal(_("It is not public."), code="not_public")
    if needs_reason_to_withdraw(user, page) and not reason:
        raise Refusal(_("Write why, so that the organization understands it."), code="reason_required")
