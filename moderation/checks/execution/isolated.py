"""The execution of checks in a process of their own.

A check that does not come to an end is killed with that process, and nothing else with it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from django.conf import settings
from django.db import IntegrityError, transaction
from wagtail.models import Page

from assets.previews.making import PreviewAnswer, read_document
from common.helper_process import HelperError, HelperProcess, NoHelperError
from moderation.checks.execution.runner import (
    CheckAnswer,
    CheckRequest,
    CheckRun,
    DocumentRequest,
    Outcome,
    answer,
    check_run_of,
    plain_findings,
)
from moderation.checks.links import MOST_SECONDS
from moderation.checks.registry import all_checks, check_named
from moderation.matters.registry import matter_kind
from moderation.models import CheckResult, Matter, Submission

logger = logging.getLogger(__name__)

# Seconds for one check, and for all of one page; checks that ask other machines have their own limit.
FOR_ONE, FOR_ALL = 10.0, 40.0
# More than the check allows itself, so that it ends with what it knows and is not killed.
FOR_OUTSIDE = MOST_SECONDS + 10.0
# Kills of the helper process for one page; checks that are still missing then are recorded as crashed.
MOST_KILLS = 2

# By its dotted name: the new process imports it, and gets no objects of this one.
helper = HelperProcess("moderation.checks.execution.runner.answer_alone")


def check_now(page: Page) -> list[CheckRun]:
    """Run the checks that ask no other machine on a page's newest draft; return the results, nothing is stored."""
    # Somebody waits for the answer: other sites may take half a minute.
    names = [check.name for check in all_checks() if not check.goes_outside]
    request: CheckRequest = {"page": page.pk, "revision": page.latest_revision_id, "checks": names, "outside": False}
    try:
        return make(request)[0]
    except NoHelperError:
        logger.exception("The checks of page %s could not run.", page.pk)
        return crashed(names)


def check_texts(texts: Sequence[str]) -> list[CheckRun]:
    """Run the checks that read words alone on texts that are no page; return the results, nothing is stored.

    A check that cannot be made has the outcome CRASHED: whoever publishes on what was found waits for an editor then.
    Not to be called in a transaction: checks take their time, and on SQLite everybody would wait for it.
    """
    names = [check.name for check in all_checks() if check.reads_texts_alone]
    request: CheckRequest = {
        "page": None,
        "revision": None,
        "texts": list(texts),
        "checks": names,
        "outside": False,
    }
    try:
        return make(request)[0]
    except NoHelperError:
        logger.exception("The checks of a text could not run.")
        return crashed(names)


def serious_runs(runs: Iterable[CheckRun]) -> list[CheckRun]:
    """Return those of the check results that are of serious checks and found something or could not be made."""
    return [run for run in runs if run.check.is_serious and run.outcome != Outcome.PASSED]


def check_matter(matter: Matter) -> None:
    """Run and store the checks that a matter's texts still lack. Raises NoHelperError if no process is free.

    Not to be called in a transaction.
    """
    texts = matter_kind(matter.kind).words(matter)
    done = set(matter.check_results.values_list("check_name", flat=True))
    missing = [check.name for check in all_checks() if check.reads_texts_alone and check.name not in done]
    if texts and missing:
        made, _left = make({"page": None, "revision": None, "texts": texts, "checks": missing, "outside": False})
        _keep(made, matter=matter)


def check_submission(submission: Submission, *, outside: bool) -> bool:
    """Run and store a submission's missing checks, local or (`outside`) networked; return if networked ones are left.

    Checks that ask other machines are made when called again with `outside`. Not to be called in a transaction: checks
    take their time, and on SQLite everybody would wait for it. Raises NoHelperError when no process takes the request
    now.
    """
    # The job may run again after a crash: only what is missing is made.
    done = set(submission.check_results.values_list("check_name", flat=True))
    missing = [check.name for check in all_checks() if check.name not in done]
    if submission.page_id is None or submission.revision_id is None or not missing:
        return False
    made, left = make(
        {"page": submission.page_id, "revision": submission.revision_id, "checks": missing, "outside": outside}
    )
    _keep(made, submission=submission)
    return bool(left)


def read_document_apart(document_id: int, total: float = FOR_ALL) -> PreviewAnswer:
    """Read a document for its preview in the separate helper process for checks, and return the preview's content.

    Raises HelperError when that process is killed or dies, NoHelperError when none takes the request in `total`
    seconds.
    """
    if not settings.CHECKS_ARE_ISOLATED:
        return read_document(document_id)
    request: DocumentRequest = {"document": document_id}
    # Unpacked, which reads the answer to its end: the helper is killed when a caller stops reading earlier.
    (told,) = helper.ask(request, seconds=FOR_ONE, total=total)
    return told


def make(request: CheckRequest) -> tuple[list[CheckRun], list[str]]:
    """Run the requested checks in the helper process; return results, and names of checks left for other machines.

    A check that is killed, or ends its process, has the outcome CRASHED; the others are tried again in a new process.
    """
    made: list[CheckRun] = []
    left: list[str] = []
    waiting, until = list(request["checks"]), time.monotonic() + (FOR_OUTSIDE if request["outside"] else FOR_ALL)
    # A turn ends when all checks are made, or when the helper was killed: then a new one makes the rest.
    for _kill in range(MOST_KILLS):
        begun: list[str] = []
        try:
            for step in _answers({**request, "checks": waiting}, until - time.monotonic()):
                _take(step, begun, made, left)
            return made, left
        except HelperError as error:
            # If no check had begun, the page itself could not be read: all of them count as crashed.
            stuck = begun[-1:] or waiting
            logger.error("The checks %s on page %s: %s", ", ".join(stuck), request["page"], error)
            done = {*begun, *stuck}
            made += crashed(stuck)
            # Without the check that was killed: the next turn must not end at the same place.
            waiting = [name for name in waiting if name not in done]
    return made + crashed(waiting), left


def crashed(names: list[str]) -> list[CheckRun]:
    """Return the unstored result CRASHED ("could not be checked") for each named check; unknown names are left out."""
    return [CheckRun(check, Outcome.CRASHED) for check in map(check_named, names) if check]


def _take(step: CheckAnswer, begun: list[str], made: list[CheckRun], left: list[str]) -> None:
    """Sort one step of the checks into the lists of begun, made and left ones."""
    if "begins" in step:
        begun.append(step["begins"])
    elif "left" in step:
        left.append(step["left"])
    elif run := check_run_of(step):
        made.append(run)


def _answers(request: CheckRequest, seconds: float) -> Iterator[CheckAnswer]:
    """Yield the steps of the requested checks, from the helper process or, in tests, from this one.

    Raises HelperError when the time is over.
    """
    if not settings.CHECKS_ARE_ISOLATED:
        return answer(request)
    if seconds <= 0:
        raise HelperError("No time is left.")
    return helper.ask(request, seconds=FOR_OUTSIDE if request["outside"] else FOR_ONE, total=seconds)


def _keep(results: list[CheckRun], **about: Submission | Matter) -> None:
    """Store the results that no other worker has stored meanwhile; store nothing where their subject is gone."""
    rows = [
        CheckResult(**about, check_name=result.check.name, outcome=result.outcome, findings=plain_findings(result))
        for result in results
    ]
    # ignore_conflicts: another worker was faster. IntegrityError: it was deleted meanwhile.
    with suppress(IntegrityError), transaction.atomic():
        CheckResult.objects.bulk_create(rows, ignore_conflicts=True)
