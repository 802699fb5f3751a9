"""Making the checks: on what was sent, each once, and on what somebody is writing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from wagtail.models import Page

from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, all_checks, check_named
from moderation.comparison.revisions import version_of
from moderation.models import CheckResult, Submission

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)
Outcome = CheckResult.Outcome
# One page can have thousands of the same: nobody reads more than these.
MOST_FINDINGS = 20
LONGEST_WHERE = 200


@dataclass(frozen=True)
class FindingText:
    """What a reader is told of one finding, in her language."""

    message: str
    where: str
    advice: str


@dataclass(frozen=True)
class CheckRun:
    """What one check has shown, whether it is kept or not."""

    check: Check
    outcome: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def label(self) -> _StrPromise:
        return self.check.label

    @property
    def shown(self) -> list[FindingText]:
        return [in_words(self.check, finding) for finding in self.findings]


def in_words(check: Check, finding: Finding) -> FindingText:
    words = check.says[finding.code]
    return FindingText(str(words.message) % finding.values, finding.where, str(words.advice) % finding.values)


def run_check(check: Check, checked: CheckedPage) -> CheckRun:
    """Make one check. A crash is logged and told as such; it holds up nobody.

    Not to be called in a transaction: checks take their time, and on SQLite everybody would wait for it.
    """
    try:
        found = [_short(finding) for finding in islice(check.findings(checked), MOST_FINDINGS)]
    except Exception:
        logger.exception("The check %s crashed on page %s.", check.name, checked.page.pk)
        return CheckRun(check, Outcome.CRASHED)
    return CheckRun(check, Outcome.FOUND if found else Outcome.PASSED, found)


def _short(finding: Finding) -> Finding:
    return Finding(finding.code, finding.where[:LONGEST_WHERE], finding.values)


def check_now(page: Page) -> list[CheckRun]:
    """Look at a page as it is, for whoever is writing it. Nothing is asked of other machines, nothing is kept."""
    checked = CheckedPage(page)
    return [run_check(check, checked) for check in all_checks() if not check.goes_outside]


def check_submission(submission: Submission, *, outside: bool) -> bool:
    """Make those checks that were not made yet on what was sent, and keep what they show.

    Tells whether some are left that must ask other machines; these are made with `outside`.
    """
    done = set(submission.check_results.values_list("check_name", flat=True))
    missing = [check for check in all_checks() if check.name not in done]
    if submission.revision is None or not missing:
        return False
    checked = CheckedPage(version_of(submission.page, submission.revision))
    asking = [check for check in missing if _has_to_ask(check, checked)]
    chosen = asking if outside else [check for check in missing if check not in asking]
    _keep(submission, [run_check(check, checked) for check in chosen])
    return bool(asking) and not outside


def _has_to_ask(check: Check, checked: CheckedPage) -> bool:
    try:
        return check.goes_outside and check.has_to_ask(checked)
    except Exception:
        # Making it tells of the crash, and holds up no other there.
        return True


def _keep(submission: Submission, results: list[CheckRun]) -> None:
    """Keep what no other worker has kept meanwhile; nothing where the submission is gone."""
    rows = [
        CheckResult(
            submission=submission, check_name=result.check.name, outcome=result.outcome, findings=_plain(result)
        )
        for result in results
    ]
    with suppress(IntegrityError), transaction.atomic():
        CheckResult.objects.bulk_create(rows, ignore_conflicts=True)


def _plain(result: CheckRun) -> list[dict[str, Any]]:
    return [{"message": found.code, "where": found.where, "with": dict(found.values)} for found in result.findings]


def stored_runs(rows: Iterable[CheckResult]) -> list[CheckRun]:
    """Stored results as they are shown, in the order of the checks; those of checks that are no more are left out."""
    order = {check.name: place for place, check in enumerate(all_checks())}
    known = [(check, row) for row in rows if (check := check_named(row.check_name))]
    known.sort(key=lambda pair: order[pair[0].name])
    return [CheckRun(check, row.outcome, _findings(check, row)) for check, row in known]


def _findings(check: Check, row: CheckResult) -> list[Finding]:
    known = [found for found in row.findings if found["message"] in check.says]
    return [Finding(found["message"], found["where"], found["with"]) for found in known]
