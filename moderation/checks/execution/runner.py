"""The loop that runs checks one after the other, and the texts of their findings."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict, cast

from django.db import connections
from django.utils.translation import get_language
from wagtail.models import Page, Revision

from assets.previews.making import PreviewAnswer, read_document
from khmer.numbers import numerals
from moderation.checks.checked_page import CheckedPage, CheckedTexts
from moderation.checks.registry import Check, Finding, all_checks, check_named
from moderation.comparison.revisions import version_of
from moderation.models import CheckResult

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)
Outcome = CheckResult.Outcome
# A page can have thousands of the same finding: nobody reads more than these.
MOST_FINDINGS = 20
LONGEST_WHERE = 200


@dataclass(frozen=True)
class FindingText:
    """The words of one finding, in the reader's language."""

    message: str
    where: str
    advice: str


@dataclass(frozen=True)
class CheckRun:
    """The result of one check, stored or not."""

    check: Check
    outcome: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def label(self) -> _StrPromise:
        """Return the name of the check that was made, as readers see it."""
        return self.check.label

    @property
    def shown(self) -> list[FindingText]:
        """Return a list with message, place and advice of each finding, in the active language, for the template."""
        return [in_words(self.check, finding) for finding in self.findings]

    @property
    def is_truncated(self) -> bool:
        """Return whether there may be more findings than the 20 that are stored."""
        return len(self.findings) >= MOST_FINDINGS


def in_words(check: Check, finding: Finding) -> FindingText:
    """Return message, place and advice of a finding in the active language, with its values filled in."""
    words, language = check.says[finding.code], get_language() or "en"
    values = {name: numerals(it, language) if isinstance(it, int) else it for name, it in finding.values.items()}
    return FindingText(str(words.message) % values, finding.where, str(words.advice) % values)


def run_check(check: Check, checked: CheckedPage) -> CheckRun:
    """Run one check and return its result with at most 20 findings; a crash is logged and has the outcome CRASHED.

    Not to be called in a transaction: checks take their time, and on SQLite everybody would wait for it.
    """
    try:
        found = [_short(finding) for finding in islice(check.findings(checked), MOST_FINDINGS)]
    # A check reads what anybody wrote: whatever it raises, the others are still made.
    except Exception:
        page = checked.page.pk if isinstance(checked, CheckedPage) else None
        logger.exception("The check %s crashed on page %s.", check.name, page)
        return CheckRun(check, Outcome.CRASHED)
    return CheckRun(check, Outcome.FOUND if found else Outcome.PASSED, found)


def _short(finding: Finding) -> Finding:
    return Finding(finding.code, finding.where[:LONGEST_WHERE], finding.values)


class CheckRequest(TypedDict):
    """A request to run these checks on a page's revision, or on its row where it has no revision.

    With `outside` those that must ask other machines about it, else those that need not. With `texts` they are made of
    these words alone, which are no page.
    """

    page: int | None
    revision: int | None
    texts: NotRequired[list[str]]
    checks: list[str]
    outside: bool


class CheckAnswer(TypedDict, total=False):
    """One step of running checks: a check begins, has a result, or is left because it asks other machines."""

    begins: str
    check: str
    outcome: str
    findings: list[dict[str, Any]]
    left: str


def answer(request: CheckRequest) -> Iterator[CheckAnswer]:
    """Run the requested checks one by one on one page or text, and yield each step as a dict; nothing is stored."""
    checked = _content_of(request)
    if checked is None:
        return
    for check in filter(None, map(check_named, request["checks"])):
        # Said before it is made: if the process dies now, the caller knows which check it was.
        yield {"begins": check.name}
        # A submission is checked twice: first what needs no other machine, then the rest. Each check is made once.
        has_to_ask = _has_to_ask(check, checked)
        if has_to_ask == request["outside"]:
            made = run_check(check, checked)
            yield {"check": check.name, "outcome": made.outcome, "findings": plain_findings(made)}
        elif has_to_ask:
            yield {"left": check.name}


def _content_of(request: CheckRequest) -> CheckedPage | None:
    """Return what is to be checked; None for a page that is gone."""
    if "texts" in request:
        # Checks that read texts alone take both: CheckedTexts has all that they read.
        return cast(CheckedPage, CheckedTexts(tuple(request["texts"])))
    page = Page.objects.select_related("locale").filter(pk=request["page"]).first()
    if page is None:
        return None
    revision = Revision.page_revisions.filter(pk=request["revision"]).first() if request["revision"] else None
    return CheckedPage(version_of(page, revision) if revision else page.specific)


class DocumentRequest(TypedDict):
    """A request to read a document, by its id."""

    document: int


def answer_alone(request: CheckRequest | DocumentRequest) -> Iterator[CheckAnswer | PreviewAnswer]:
    """Run checks or read a document inside the helper process, yield the answers, close database connections."""
    try:
        if "document" in request:
            yield read_document(cast(DocumentRequest, request)["document"])
        else:
            yield from answer(cast(CheckRequest, request))
    finally:
        connections.close_all()


def _has_to_ask(check: Check, checked: CheckedPage) -> bool:
    """Return whether a check asks other machines about this page."""
    try:
        return check.goes_outside and check.has_to_ask(checked)
    except Exception:
        # run_check will meet the same error and report it, without stopping the other checks.
        return True


def plain_findings(result: CheckRun) -> list[dict[str, Any]]:
    """Return one check's findings as a list of JSON-ready dicts, for the table of results and between processes."""
    return [{"message": found.code, "where": found.where, "with": dict(found.values)} for found in result.findings]


def check_run_of(made: CheckAnswer) -> CheckRun | None:
    """Return the check result in one yielded step of checking; None for a step without a result."""
    check = check_named(made.get("check", ""))
    return CheckRun(check, made["outcome"], _findings(check, made["findings"])) if check else None


def stored_runs(rows: Iterable[CheckResult]) -> list[CheckRun]:
    """Return check results from database rows, in the order of the registered checks, without unregistered ones."""
    order = {check.name: place for place, check in enumerate(all_checks())}
    known = [(check, row) for row in rows if (check := check_named(row.check_name))]
    known.sort(key=lambda pair: order[pair[0].name])
    return [CheckRun(check, row.outcome, _findings(check, row.findings)) for check, row in known]


def _findings(check: Check, rows: list[dict[str, Any]]) -> list[Finding]:
    # A stored code may be one that the check no longer has.
    known = [found for found in rows if found["message"] in check.says]
    return [Finding(found["message"], found["where"], found["with"]) for found in known]
