from moderation.models.answers import AnswerTime, Reason
from moderation.models.checks import CheckResult
from moderation.models.corrections import Correction
from moderation.models.facts import FactsChange
from moderation.models.notices import Batch, Notice, Reminder
from moderation.models.reports import Report
from moderation.models.review import ReviewTask
from moderation.models.submissions import Submission, Withdrawal

__all__ = [
    "AnswerTime",
    "Batch",
    "CheckResult",
    "Correction",
    "FactsChange",
    "Notice",
    "Reason",
    "Reminder",
    "Report",
    "ReviewTask",
    "Submission",
    "Withdrawal",
]
