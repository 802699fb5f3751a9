"""Messages about what happened to a submission; they follow the rows, not the button that was pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khmer import typography
from moderation.checks.progress import pending_checks
from moderation.models import Submission
from moderation.rules.approvals import scheduled_for
from moderation.rules.refusals import describe_submission_state

if TYPE_CHECKING:
    from accounts.models import User

State = Submission.State


def sent_text(submission: Submission, user: User) -> str:
    """Return the message for a user who just sent a page: published, scheduled, or waiting for review."""
    if submission.state == State.APPROVED:
        return _public_from(submission) or _("It is published.")
    if submission.state != State.WAITING:
        return describe_submission_state(submission)
    if user.decision_mails:
        return _("Sent for review. You will get a mail when an editor has answered.")
    return _("Sent for review. You will see the answer here, because you chose to get no mails about it.")


def verified_text(submission: Submission) -> str:
    """Return the message for a user who just confirmed a help service: public, or waiting for an editor."""
    if submission.state == State.APPROVED:
        return _public_from(submission) or _("Thank you. The new day is public.")
    return _("Thank you. An editor will review it again.")


def accepted_text(submission: Submission) -> str:
    """Return the message for a user who just accepted a correction: public now, or from a scheduled time."""
    return _public_from(submission) or _("Accepted: it is public with the corrections.")


def approved_text(submission: Submission) -> str:
    """Return the message for an editor who just approved a submission: published, or public at a planned time."""
    title = {"title": submission.title}
    if scheduled_for(submission.page_id):
        return _("Approved, public at the planned time: %(title)s") % title
    return _("Published: %(title)s") % title


def with_checks_told(submission: Submission, told: str) -> str:
    """Return the message `told`, with a sentence added if some checks of what was decided on were not made yet."""
    sent = filter(None, (submission, submission.other_language))
    is_pending = any(pending_checks(each) for each in sent)
    return f"{told} {_('The checks had not all been made.')}" if is_pending else told


def with_other_language_told(submission: Submission, told: str) -> str:
    """Return the message `told`, with a sentence added if the other language was sent and decided as one with it."""
    added = _("The decision is for both languages.")
    return f"{told} {added}" if submission.other_language else told


def _public_from(submission: Submission) -> str:
    """Return a sentence with the time at which the page becomes public; empty when no time is ahead."""
    hour = scheduled_for(submission.page_id)
    if hour is None:
        return ""
    language = get_language() or "en"
    named = {"day": typography.date(hour, language), "time": typography.time_of_day(hour, language)}
    return _("It becomes public on %(day)s, %(time)s.") % named
