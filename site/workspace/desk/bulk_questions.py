"""Questions before one decision on many submissions: about unopened ones, and about their checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moderation.checks.progress import check_counts
from moderation.models import Submission
from workspace.decorators import WorkRequest

OPENED = "opened_submissions"
# Submissions that a session remembers as opened.
MOST_REMEMBERED = 500


@dataclass(frozen=True)
class BulkQuestion:
    """A question about one of many submissions, to be confirmed before the decision.

    `key` names submission and reasons: a yes holds for exactly these.
    """

    submission: Submission
    is_unopened: bool
    found: int
    pending: int

    @property
    def key(self) -> str:
        """Return the value that the form sends back when the editor confirms this question."""
        return f"{self.submission.pk}-{int(self.is_unopened)}-{self.found}-{self.pending}"

    @property
    def reasons(self) -> list[str]:
        """Return the reasons, in words, for which the editor must confirm the decision on this submission."""
        told = {
            _("You have not opened it."): self.is_unopened,
            _("Its checks found a problem, or could not be made."): self.found,
            _("Its checks have not been made yet."): self.pending,
        }
        return [words for words, holds in told.items() if holds]


def remember_opened(request: WorkRequest, submission: Submission) -> None:
    """Note in an editor's session that she has opened a waiting submission, of the last 500 she opened."""
    opened = request.session.get(OPENED, [])
    if submission.is_waiting and submission.pk not in opened:
        # Only the latest: a session must not grow without end.
        request.session[OPENED] = [*opened, submission.pk][-MOST_REMEMBERED:]


def bulk_questions(request: WorkRequest, submissions: Iterable[Submission]) -> list[BulkQuestion]:
    """Return the questions that an editor must confirm before she decides on several submissions at once.

    Those that her form has just confirmed are left out.
    """
    submissions = list(submissions)
    opened, counts = set(request.session.get(OPENED, [])), check_counts(submissions)
    asked = [BulkQuestion(row, row.pk not in opened, *counts[row.pk]) for row in submissions]
    answered = set(request.POST.getlist("sure")) if request.POST.get("confirmed") else set()
    return [one for one in asked if one.reasons and one.key not in answered]
