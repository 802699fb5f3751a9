"""Nobody decides without knowing whether the checks were made: it waits, or it says in words that it did not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from wagtail.models import Page, PageLogEntry

from common.refusal import Refusal
from moderation.checks.progress import check_counts, has_clean_checks, pending_checks
from moderation.checks.registry import all_checks
from moderation.models import Correction
from moderation.services import accept_correction, approve, offer_correction
from tests.moderation.row_helpers import mark_checked
from tools.packages import REPOSITORY

PUBLISHING = {"approve", "accept_correction"}


def test_approving_waits_until_every_check_is_made(waiting, editor):
    for check in all_checks():
        with pytest.raises(Refusal, match=str(check.label)) as refused:
            approve(waiting, editor, unchecked=False)
        assert refused.value.code == "checks_pending"
        waiting.check_results.create(check_name=check.name, outcome="passed")
    approve(waiting, editor, unchecked=False)
    assert Page.objects.get(pk=waiting.page_id).live


def test_a_check_that_crashed_was_made_and_is_not_clean(waiting, editor):
    mark_checked(waiting, headings="crashed")
    assert not pending_checks(waiting) and not has_clean_checks(waiting)
    assert check_counts([waiting]) == {waiting.pk: (1, 0)}
    approve(waiting, editor, unchecked=False)


def test_without_the_checks_the_history_says_so(waiting, editor):
    approve(waiting, editor, unchecked=True)
    entry = PageLogEntry.objects.get(page=waiting.page_id, action="moderation.approved")
    assert entry.data["unchecked"] == [check.name for check in all_checks()]
    assert "before all checks were made" in entry.message


def test_with_the_checks_it_says_nothing_of_them(waiting, editor):
    mark_checked(waiting)
    approve(waiting, editor, unchecked=True)
    entry = PageLogEntry.objects.get(page=waiting.page_id, action="moderation.approved")
    assert "unchecked" not in entry.data and "checks" not in str(entry.message)


def test_accepting_a_correction_waits_too(waiting, editor, officer):
    correction = offer_correction(waiting, editor, {"text": "Seven looms came. We weave."})
    with pytest.raises(Refusal, match="not been made"):
        accept_correction(correction, officer, unchecked=False)
    assert Correction.objects.get().state == "offered"
    mark_checked(waiting)
    accept_correction(correction, officer, unchecked=False)
    assert Page.objects.get(pk=waiting.page_id).live


def calls_without_a_word(path: Path) -> list[int]:
    tree = ast.parse(path.read_text())
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in PUBLISHING
        and not any(keyword.arg == "unchecked" for keyword in node.keywords)
    ]


def test_every_door_says_whether_it_waits():
    """A view that forgets it would publish without the checks, and only the history would tell."""
    paths = (REPOSITORY / "site" / "workspace").rglob("*.py")
    found = {path.name: lines for path in paths if (lines := calls_without_a_word(path))}
    assert found == {}
