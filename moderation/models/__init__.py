"""The models of moderation."""

from moderation.models.checks import CheckResult
from moderation.models.corrections import Correction
from moderation.models.decisions.held import HeldDecision
from moderation.models.decisions.saved_replies import SavedReply
from moderation.models.imported import ImportedContent
from moderation.models.matters import Matter
from moderation.models.notifications import DeskDigest, Notice, Reminder
from moderation.models.pairs import SentTogether
from moderation.models.profile_changes import ProfileChange
from moderation.models.remembered import RememberedContent
from moderation.models.reports import Report
from moderation.models.review import ReviewTask
from moderation.models.settings import AnswerTime, Reason
from moderation.models.submissions import Submission, SubmissionNote, Withdrawal

__all__ = [
    "AnswerTime",
    "CheckResult",
    "Correction",
    "DeskDigest",
    "HeldDecision",
    "ImportedContent",
    "Matter",
    "Notice",
    "ProfileChange",
    "Reason",
    "RememberedContent",
    "Reminder",
    "Report",
    "ReviewTask",
    "SavedReply",
    "SentTogether",
    "Submission",
    "SubmissionNote",
    "Withdrawal",
]
