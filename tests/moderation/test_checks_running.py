"""Checks run at the right moments and often enough, and survive a crash."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.utils.translation import override

from moderation.checks import check_submission, registry, stored_runs
from moderation.checks.execution import runner
from moderation.checks.handlers import has_serious_finding
from moderation.checks.registry import Check, Finding, FindingWords
from moderation.models import CheckResult, Submission
from moderation.services import approve, submit
from outbox.models import Event
from tests.accounts.sign_in_helpers import trust

pytestmark = pytest.mark.django_db


class Loud(Check):
    name, label = "loud", "Loud"
    says = {"loud": FindingWords("So loud: %(times)s", "Speak softly.")}
    seen: list[int] = []

    def findings(self, piece) -> Iterable[Finding]:
        self.seen.append(piece.page.pk)
        yield Finding("loud", "HELP", {"times": 3})


class Crashing(Check):
    name, label, says = "crashing", "Crashing", {}

    def findings(self, piece) -> Iterable[Finding]:
        raise RuntimeError("no")


@pytest.fixture
def only(monkeypatch):
    """Let these be the only checks."""

    def register(*checks):
        Loud.seen.clear()
        monkeypatch.setattr(registry, "checks_by_name", {check.name: check() for check in checks})

    return register


def outcomes(submission):
    return dict(submission.check_results.values_list("check_name", "outcome"))


def test_every_check_is_made_once_on_what_was_sent(waiting, drain):
    drain()
    assert set(outcomes(waiting)) == {check.name for check in registry.all_checks()}
    assert set(outcomes(waiting).values()) == {"passed"}
    check_submission(waiting, outside=False)
    assert waiting.check_results.count() == len(registry.all_checks())


def test_a_finding_is_kept_and_told_in_the_readers_language(only, draft, officer, drain):
    only(Loud)
    submission = submit(draft, officer)
    drain()
    (row,) = submission.check_results.all()
    assert row.findings == [{"message": "loud", "where": "HELP", "with": {"times": 3}}]
    (result,) = stored_runs([row])
    with override("en"):
        assert [(s.message, s.where, s.advice) for s in result.shown] == [("So loud: 3", "HELP", "Speak softly.")]


def test_a_crash_is_told_and_blocks_nothing(only, draft, officer, editor, drain, caplog):
    only(Crashing, Loud)
    submission = submit(draft, officer)
    drain()
    assert outcomes(submission) == {"crashing": "crashed", "loud": "found"}
    assert "crashing crashed" in caplog.text
    assert approve(submission, editor).state == Submission.State.APPROVED


def test_a_worker_that_died_halfway_makes_only_what_is_missing(only, waiting):
    only(Crashing, Loud)
    CheckResult.objects.create(submission=waiting, check_name="loud", outcome="passed")
    check_submission(waiting, outside=False)
    assert outcomes(waiting) == {"loud": "passed", "crashing": "crashed"}
    assert Loud.seen == []


class Asking(Loud):
    name, goes_outside = "asking", True


def test_what_asks_other_machines_has_an_event_of_its_own(only, waiting, drain):
    only(Asking, Loud)
    assert check_submission(waiting, outside=False) is True
    assert outcomes(waiting) == {"loud": "found"}
    assert check_submission(waiting, outside=True) is False
    assert outcomes(waiting) == {"loud": "found", "asking": "found"}
    assert check_submission(waiting, outside=False) is False


def test_a_worker_that_died_before_it_asked_for_the_others_asks_again(only, waiting, drain):
    only(Asking, Loud)
    check_submission(waiting, outside=False)
    drain()
    assert outcomes(waiting) == {"loud": "found", "asking": "found"}
    assert Loud.seen == [waiting.page_id] * 2


@pytest.mark.parametrize("has_to", [lambda self, piece: False, lambda self, piece: 1 / 0])
def test_nothing_to_ask_needs_no_event_and_a_crash_there_holds_up_nothing(only, waiting, drain, monkeypatch, has_to):
    monkeypatch.setattr(Asking, "has_to_ask", has_to)
    only(Asking, Loud)
    drain()
    assert outcomes(waiting) == {"loud": "found", "asking": "found"}


@pytest.mark.parametrize(("text", "events"), [("See https://example.org/.", 1), ("See /en/.", 0), ("None.", 0)])
def test_other_sites_are_asked_only_where_a_link_leads_there(
    make_page, organization, officer, drain, text, events, monkeypatch
):
    monkeypatch.setattr("moderation.checks.links.state_of", lambda address: "")
    submission = submit(make_page("update", organization, text=text), officer)
    drain()
    assert Event.objects.filter(kind="submission.check_links").count() == events
    assert outcomes(submission)["dead-links"] == "passed"


def test_one_piece_is_made_for_all_checks(waiting, drain, monkeypatch):
    made, version_of = [], runner.version_of
    monkeypatch.setattr(
        runner, "version_of", lambda page, revision: made.append(revision.pk) or version_of(page, revision)
    )
    drain()
    assert made == [waiting.revision_id]


def test_another_worker_that_was_quicker_wins(only, waiting, monkeypatch):
    only(Loud)
    findings = Loud.findings

    def quicker(self, piece):
        CheckResult.objects.create(submission=waiting, check_name="loud", outcome="passed")
        yield from findings(self, piece)

    monkeypatch.setattr(Loud, "findings", quicker)
    check_submission(waiting, outside=False)
    assert outcomes(waiting) == {"loud": "passed"}


def test_thousands_of_findings_are_cut(only, waiting, monkeypatch):
    only(Loud)
    monkeypatch.setattr(Loud, "findings", lambda self, piece: (Finding("loud", "x" * 999) for _n in range(10**6)))
    check_submission(waiting, outside=False)
    (row,) = waiting.check_results.all()
    assert len(row.findings) == runner.MOST_FINDINGS
    assert len(row.findings[0]["where"]) == runner.LONGEST_WHERE


def test_results_of_a_check_that_is_no_more_are_left_out(only, waiting):
    only(Loud)
    CheckResult.objects.create(submission=waiting, check_name="older", outcome="found", findings=[])
    CheckResult.objects.create(
        submission=waiting, check_name="loud", outcome="found", findings=[{"message": "gone", "where": "", "with": {}}]
    )
    (result,) = stored_runs(waiting.check_results.all())
    assert (result.check.name, result.findings) == ("loud", [])


def test_what_was_deleted_meanwhile_is_no_error(draft, officer, drain):
    submit(draft, officer)
    draft.delete()
    drain()
    assert not CheckResult.objects.exists()
    assert not Event.objects.exclude(error="").exists()


@pytest.mark.parametrize(("text", "after"), [("Call Dara: 012 345 678.", "due"), ("We weave.", "none")])
def test_a_serious_finding_has_what_was_published_by_trust_looked_at(
    organization, officer, make_page, drain, monkeypatch, text, after
):
    monkeypatch.setattr("moderation.services.post_reviews.is_sampled", lambda organization: False)
    trust(organization)
    page = make_page("update", organization, owner=officer, text=text)
    page.get_workflow().start(page, officer)
    submission = Submission.objects.get(page=page)
    assert submission.is_by_trust
    drain()
    submission.refresh_from_db()
    assert submission.post_review == after
    assert has_serious_finding(submission) == (after == "due")
