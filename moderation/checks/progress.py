"""The checks of a submission that were made, and those that were not: editors see both before they decide."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from moderation.checks.registry import Check, all_checks
from moderation.matters.registry import matter_kind
from moderation.models import CheckResult, Matter, Submission

Outcome = CheckResult.Outcome


def pending_checks(submission: Submission) -> list[Check]:
    """Return the registered checks that have no stored result for a submission yet; a crash is a result."""
    return missing_checks(submission.check_results.all())


def pending_matter_checks(matter: Matter) -> list[Check]:
    """Return the checks of a matter's texts without a stored result; none where the matter has no texts."""
    if not matter_kind(matter.kind).words(matter):
        return []
    return [check for check in missing_checks(matter.check_results.all()) if check.reads_texts_alone]


def missing_checks(results: Iterable[CheckResult]) -> list[Check]:
    """Return the registered checks that have no result among the given check results."""
    made = {result.check_name for result in results}
    return [check for check in all_checks() if check.name not in made]


def has_clean_checks(submission: Submission) -> bool:
    """Return whether every registered check of a submission was made and passed."""
    names = [check.name for check in all_checks()]
    passed = submission.check_results.filter(check_name__in=names, outcome=Outcome.PASSED)
    # A constraint allows one result for each check, so equal numbers mean: all of them.
    return passed.count() == len(names)


def with_all_checks(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Return those of the submissions that have a result of every registered check, crashed ones included."""
    names = [check.name for check in all_checks()]
    made = Count("check_results", filter=Q(check_results__check_name__in=names))
    # As above: one result for each check.
    return submissions.annotate(made_checks=made).filter(made_checks=len(names))


def check_counts(submissions: Iterable[Submission]) -> dict[int, tuple[int, int]]:
    """Return {submission id: (checks with findings or crashed, checks not made)}, both of a pair added; one query.

    The other language that was sent as one with a submission is counted with it.
    """
    names = [check.name for check in all_checks()]
    parts = {submission.pk: [part.pk for part in submission.parts] for submission in submissions}
    ids = [pk for pks in parts.values() for pk in pks]
    if not ids:
        return {}
    rows = CheckResult.objects.filter(submission__in=ids, check_name__in=names).order_by().values("submission")
    counted = rows.annotate(made=Count("pk"), found=Count("pk", filter=~Q(outcome=Outcome.PASSED)))
    known = {row["submission"]: (row["found"], len(names) - row["made"]) for row in counted}
    counts = {key: [known.get(pk, (0, len(names))) for pk in pks] for key, pks in parts.items()}
    return {key: (sum(one[0] for one in each), sum(one[1] for one in each)) for key, each in counts.items()}


def matter_check_counts(matters: Iterable[Matter]) -> dict[int, tuple[int, int]]:
    """Return {matter id: (checks that found something or crashed, checks not made)}, without unchecked matters.

    Matters on which none was made are left out: many have no words to check. It takes one query, or none.
    """
    names = [check.name for check in all_checks() if check.reads_texts_alone]
    ids = [matter.pk for matter in matters]
    if not ids:
        return {}
    rows = CheckResult.objects.filter(matter__in=ids, check_name__in=names).order_by().values("matter")
    counted = rows.annotate(made=Count("pk"), found=Count("pk", filter=~Q(outcome=Outcome.PASSED)))
    return {row["matter"]: (row["found"], len(names) - row["made"]) for row in counted}
