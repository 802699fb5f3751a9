"""Questions before one decision on many things: about unopened ones, and about their checks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from moderation.checks.progress import check_counts, matter_check_counts, pending_matter_checks
from moderation.models import Matter, Submission
from workspace.decorators import WorkRequest
from workspace.desk.desk_items import key_of
from workspace.desk.desk_list import DeskItem

# The keys of what was opened; of a submission its number, as sessions held it before.
OPENED = "opened_submissions"
# As many a session remembers as opened.
MOST_REMEMBERED = 500


@dataclass(frozen=True)
class BulkQuestion:
    """A question about one of many submissions or matters, to be confirmed before the decision.

    `key` names it and the reasons: a yes holds for exactly these.
    """

    item: DeskItem
    is_unopened: bool
    found: int
    pending: int

    @property
    def key(self) -> str:
        """Return the value that the form sends back when the editor confirms this question."""
        return f"{key_of(self.item)}-{int(self.is_unopened)}-{self.found}-{self.pending}"

    @property
    def url(self) -> str:
        """Return the path of the desk page on which this submission or matter can be read."""
        name = "matter" if isinstance(self.item, Matter) else "review"
        return reverse(f"workspace:{name}", args=[self.item.pk])

    @property
    def reasons(self) -> list[str]:
        """Return why the editor must confirm: not opened, checks found a problem, checks not made yet."""
        told = {
            _("You have not opened it."): self.is_unopened,
            _("Its checks found a problem, or could not be made."): self.found,
            _("Its checks have not been made yet."): self.pending,
        }
        return [words for words, holds in told.items() if holds]


def remember_opened(request: WorkRequest, item: DeskItem) -> None:
    """Note in the editor's session, up to 500 items, that she opened a waiting submission or matter."""
    # Two languages that were sent as one are shown on one page, whichever address led to it.
    item = item.parts[0] if isinstance(item, Submission) else item
    opened = request.session.get(OPENED, [])
    if item.is_waiting and _session_key(item) not in opened:
        # Only the latest: a session must not grow without end.
        request.session[OPENED] = [*opened, _session_key(item)][-MOST_REMEMBERED:]


def bulk_questions(request: WorkRequest, items: Iterable[DeskItem]) -> list[BulkQuestion]:
    """Return the chosen items that an editor must still confirm before one decision on them all.

    Those that her form has just confirmed are left out.
    """
    items = list(items)
    opened, counts = set(request.session.get(OPENED, [])), _check_counts(items)
    asked = [BulkQuestion(item, _session_key(item) not in opened, *counts[key_of(item)]) for item in items]
    # Without `confirmed` the button of the list was pressed: old ticks of a page that is shown again are no answer.
    answered = set(request.POST.getlist("sure")) if request.POST.get("confirmed") else set()
    return [one for one in asked if one.reasons and one.key not in answered]


def digest_of_all(items: Iterable[DeskItem]) -> str:
    """Return a short text that is the same for the same things alone: a yes to all of them holds for exactly these."""
    return hashlib.sha256(" ".join(sorted(key_of(item) for item in items)).encode()).hexdigest()


def _session_key(item: DeskItem) -> str | int:
    return key_of(item) if isinstance(item, Matter) else item.pk


def _check_counts(items: list[DeskItem]) -> dict[str, tuple[int, int]]:
    """Return the numbers of checks that found something, and that are not made, by the keys of what was chosen."""
    pages = [item for item in items if isinstance(item, Submission)]
    matters = [item for item in items if isinstance(item, Matter)]
    of_pages, of_matters = check_counts(pages), matter_check_counts(matters)
    found = {key_of(page): of_pages[page.pk] for page in pages}
    # A matter without any result has no words, or its checks are not made yet: only its kind can tell.
    return found | {
        key_of(matter): of_matters.get(matter.pk) or (0, len(pending_matter_checks(matter))) for matter in matters
    }
