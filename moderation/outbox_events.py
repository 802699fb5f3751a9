"""The kinds of events about submissions, corrections, reports, withdrawals and profile changes."""

from __future__ import annotations

from typing import TypedDict

from orgs.outbox_events import OrganizationPayload
from outbox import declare


class SubmissionPayload(TypedDict):
    """The id of a submission."""

    submission: int


class ReminderPayload(SubmissionPayload):
    """A submission, and the mark of its response time that has passed (Reminder.Mark)."""

    mark: str


class CorrectionPayload(TypedDict):
    """The id of a correction."""

    correction: int


class WithdrawalPayload(TypedDict):
    """The ids of a page and of the withdrawal."""

    page: int
    withdrawal: int


class SchedulePayload(TypedDict):
    """The page whose schedule was dropped, its last submission if any, and the reason (Obstacle)."""

    page: int
    submission: int | None
    obstacle: str


class ProfileChangePayload(TypedDict):
    """The id of a change of an organization's profile."""

    change: int


class ReportPayload(TypedDict):
    """The id of a reader's report."""

    report: int


class MatterPayload(TypedDict):
    """The id of a matter."""

    matter: int


class MatterReminderPayload(MatterPayload):
    """A matter, and the mark of its response time that has passed (Reminder.Mark)."""

    mark: str


# Of kinds of events that a handler followed before their subjects had matters.
TOLD_BY_MATTER = "The event of its matter, recorded with it, tells the editors."

SUBMISSION_OPENED = declare("submission.opened", SubmissionPayload)
SUBMISSION_SECOND_OPINION = declare("submission.second_opinion", SubmissionPayload)
SUBMISSION_REMINDED = declare("submission.reminded", ReminderPayload)
SUBMISSION_DECIDED = declare("submission.decided", SubmissionPayload)
# A review after publication is due, or has found something.
SUBMISSION_POST_REVIEW = declare("submission.post_review", SubmissionPayload)
SUBMISSION_CHECK = declare("submission.check", SubmissionPayload)
SUBMISSION_CHECK_LINKS = declare("submission.check_links", SubmissionPayload)

CORRECTION_OFFERED = declare("correction.offered", CorrectionPayload)
CORRECTION_ANSWERED = declare("correction.answered", CorrectionPayload)

# A page was withdrawn, with a reason; `page.unpublished` is recorded as well.
PAGE_WITHDRAWN = declare("page.withdrawn", WithdrawalPayload)
SCHEDULE_DROPPED = declare("schedule.dropped", SchedulePayload)

PROFILE_PROPOSED = declare("profile.proposed", ProfileChangePayload, unhandled_because=TOLD_BY_MATTER)
PROFILE_DECIDED = declare("profile.decided", ProfileChangePayload)

REPORT_OPENED = declare("report.opened", ReportPayload, unhandled_because=TOLD_BY_MATTER)
REPORT_ANSWERED = declare("report.answered", ReportPayload)

# Something that is no page waits for an editor; recorded again when it becomes urgent.
MATTER_OPENED = declare("matter.opened", MatterPayload)
MATTER_REMINDED = declare("matter.reminded", MatterReminderPayload)
MATTER_CHECK = declare("matter.check", MatterPayload)
MATTER_DECIDED = declare(
    "matter.decided",
    MatterPayload,
    unhandled_because="The package of its kind carries it out in the same transaction, and tells whoever wrote it.",
)

# An organization's tier was changed.
ORGANIZATION_TIER_CHANGED = declare("tier.changed", OrganizationPayload)
