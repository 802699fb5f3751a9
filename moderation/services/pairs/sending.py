"""Sending a page and its other language as one: both become public in one transaction, or neither does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.refusal import Refusal
from moderation.models import SentTogether, Submission
from moderation.services.post_reviews import is_trusted_with, publish_trusted
from moderation.services.sending import sending_pair, submit
from moderation.services.steps import lock_rows

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def send_together(original: Page, translation: Page, user: User) -> list[Submission]:
    """Send a page and its translation as one, or publish both by trust; return both. Refusal: one refused or timed.

    Each is asked the same questions as a page that is sent alone. Where trust lets both be public at once, both are;
    else both wait, on one line of the desk, until the earlier of their due times. Raises ValueError for two pages that
    are no translations of each other.
    """
    if original.pk == translation.pk or original.translation_key != translation.translation_key:
        raise ValueError("These pages are no translations of each other.")
    for page in (original, translation):
        _refuse_planned(page)
    # Both before the first is sent: two people who send them in different order must not wait for each other.
    lock_rows([original.pk, translation.pk])
    told = sending_pair.set(True)
    try:
        sent = [_sent(page, user) for page in (original, translation)]
    finally:
        sending_pair.reset(told)
    if all(is_trusted_with(submission, user) for submission in sent):
        _publish(sent, user)
    else:
        _join(*sent)
    # Read anew: what follows changes other objects of the same rows.
    return [Submission.objects.with_pairs().get(pk=submission.pk) for submission in sent]


def _refuse_planned(page: Page) -> None:
    """Raise Refusal for a page that is to become public at an hour of its own: then the other would be public alone."""
    if page.get_latest_revision_as_object().go_live_at:
        raise Refusal(
            _("%(title)s becomes public at a planned time. Send each language alone, or take the time out.")
            % {"title": page.draft_title or page.title},
            code="scheduled",
        )


def _sent(page: Page, user: User) -> Submission:
    try:
        return submit(page, user)
    except Refusal as refusal:
        title = page.draft_title or page.title
        raise Refusal(f"{title}: {refusal}", code=refusal.code) from refusal


def _publish(sent: list[Submission], user: User) -> None:
    for submission in sent:
        if submission.workflow_state:
            publish_trusted(submission.workflow_state, user)


def _join(original: Submission, translation: Submission) -> None:
    """Store that two submissions wait as one, until the earlier due time."""
    SentTogether.objects.create(original=original, translation=translation)
    due = min(original.due_at, translation.due_at)
    half = min((each.reminder_at for each in (original, translation) if each.reminder_at), default=None)
    Submission.objects.filter(pk__in=[original.pk, translation.pk]).update(due_at=due, reminder_at=half)
