"""The template context of an editor's page about one submission."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from common.refusal import Refusal
from moderation.checks.execution.runner import CheckRun, stored_runs
from moderation.checks.progress import missing_checks
from moderation.comparison.content_hash import has_hash
from moderation.comparison.page_diff import compare_pages
from moderation.comparison.revisions import public_version, version_of
from moderation.models import CheckResult, Correction, HeldDecision, RememberedContent, Submission
from moderation.rules.approvals import planned_times
from moderation.rules.memory import remembered_like
from moderation.rules.permissions import may_correct
from moderation.rules.refusals import (
    check_free,
    check_may_decide,
    describe_held_decision,
    describe_submission_state,
    standing_decision,
)
from moderation.services import renew_claim
from workspace.comparison_rows import collapse_unchanged
from workspace.desk.forms import DecisionForm
from workspace.desk.queue_rows import queue_row
from workspace.desk.sentences.rows import original_of, sentences_beside
from workspace.desk.shown_files import shown_files
from workspace.notes.conversation import conversation_on


def with_related(submission_id: int) -> Any:
    """Return a queryset of the submission of this id with all related rows; empty when its page was deleted."""
    rows = Submission.objects.select_related(
        "organization", "page__locale", "page__live_revision", "submitted_by", "decided_by", "claimed_by", "revision"
    )
    # A submission without its page can be neither shown nor decided on.
    rows = rows.select_related("second_look_by", "appeal_of__decided_by").exclude(page=None).filter(pk=submission_id)
    rows = rows.with_pairs()
    # In the same query: nearly always nothing is remembered or held, and then no further query is needed.
    held = HeldDecision.objects.about(OuterRef("pk"))
    return rows.annotate(has_memory=Exists(RememberedContent.objects.valid()), is_held=Exists(held))


def review_context(submission: Any, editor: Any, form: DecisionForm) -> dict[str, Any]:
    """Renew the editor's own claim, and return the template context of the page on which she decides.

    Two languages that were sent as one stand on it both.
    """
    submission = renew_own_claim(submission, editor)
    newer = Submission.objects.waiting().filter(page=submission.page_id).exclude(pk=submission.pk)
    parts = [part if part is submission else with_related(part.pk).first() for part in submission.parts]
    halves = [half_context(part, editor) for part in parts if part is not None]
    held = standing_decision(submission.parts) if submission.is_held else None
    pending = {str(check.label): None for half in halves for check in half["missing"]}
    return {
        "submission": submission,
        "halves": halves,
        "is_pair": len(halves) > 1,
        # The page has its checks in full: their number is not asked for.
        "line": queue_row(submission, None, timezone.now()),
        "decision": form,
        "why_not": describe_held_decision(held) if held else reason_not_to_decide(submission, editor),
        "is_hers": submission.holder == editor,
        "may_correct": submission.is_waiting and not held and may_correct(editor, submission),
        "outcome": "" if submission.is_waiting else describe_submission_state(submission),
        "newer": None if submission.is_waiting else newer.first(),
        "pending": ", ".join(pending) if submission.is_waiting else "",
    }


def half_context(submission: Any, editor: Any) -> dict[str, Any]:
    """Return the template context of one submission: its sentences, changes, files, checks, open correction, notes."""
    results = list(submission.check_results.all())
    page, sent = submission.page, version_of(submission.page, submission.revision) if submission.revision else None
    original = original_of(submission)
    return {
        "submission": submission,
        "language": page.locale.language_code,
        "planned": planned_times(submission.revision) if sent else (None, None),
        "is_as_sent": sent is not None and has_hash(submission.revision, submission.content_hash, sent),
        "correction": submission.corrections.filter(state=Correction.State.OFFERED)
        .select_related("created_by")
        .first(),
        "remembered": remembered_like(sent) if sent and submission.is_waiting and submission.has_memory else None,
        # A page that is not public now is compared with nothing: all its text is new.
        "rows": collapse_unchanged(compare_pages(public_version(page) if page.live else None, sent)) if sent else [],
        "files": shown_files(sent),
        "checks": checks_of(results),
        "missing": missing_checks(results),
        "original": original,
        "sentences": sentences_beside(submission, original) if original else [],
        "talk": conversation_on(submission, editor),
    }


def renew_own_claim(submission: Any, editor: Any) -> Any:
    """Renew the editor's own claim on a submission if she has one; return the submission; ignore refusals."""
    if not submission.is_waiting or submission.claimed_by_id != editor.pk:
        return submission
    try:
        renew_claim(submission, editor)
    except Refusal:
        return submission
    # Read again: renew_claim locks and changes a row of its own.
    return with_related(submission.pk).get()


def reason_not_to_decide(submission: Submission, editor: Any) -> str:
    """Return why an editor may not decide on a submission now (conflict or another's claim); "" if she may."""
    try:
        check_may_decide(editor, submission)
        check_free(editor, submission)
    except Refusal as refusal:
        return str(refusal)
    return ""


def checks_of(results: Iterable[CheckResult]) -> list[CheckRun]:
    """Return stored check results for display: those with findings or crashes first, passed ones last."""
    # False sorts before True.
    return sorted(stored_runs(results), key=lambda result: result.outcome == "passed")
