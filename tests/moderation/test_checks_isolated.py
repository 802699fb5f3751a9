"""A check that hangs, or ends its process, is killed and told; the others are made."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from assets.models import Document
from assets.previews.making import make_previews
from common.helper_process import HelperError, HelperProcess, NoHelperError
from moderation.checks import check_now, check_submission, registry
from moderation.checks.execution import isolated
from moderation.checks.execution.isolated import read_document_apart
from moderation.checks.registry import Check
from moderation.services import submit
from tests.assets.files import pdf_bytes


class Hanging(Check):
    name, label, says = "hanging", "Hanging", {}  # type: ignore[assignment]

    def findings(self, checked: Any) -> list[Any]:
        raise AssertionError("made in this process")


class Dying(Hanging):
    name = "dying"


@pytest.mark.django_db(transaction=True)
def test_checks_are_made_in_a_process_that_is_killed(
    make_page: Any, organization: Any, officer: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a real process, which reads what was committed; the one that hangs holds its interpreter."""
    if connection.vendor != "sqlite":
        pytest.skip("The helper is told where the database is by its address.")
    settings.CHECKS_ARE_ISOLATED = True
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}")
    monkeypatch.setenv("NEARY_DATA", str(settings.DATA))
    real = registry.checks_by_name
    named = {"personal-data": real["personal-data"], "hanging": Hanging(), "headings": real["headings"]}
    monkeypatch.setattr(registry, "checks_by_name", {**named, "dying": Dying()})
    monkeypatch.setattr(isolated, "FOR_ONE", 2.0)
    helper = HelperProcess("tests.moderation.hanging_check.answer_alone")
    monkeypatch.setattr(isolated, "helper", helper)
    page = make_page("update", organization, text="Call Sokha: 012 345 678.")
    submission = submit(page, officer)
    content = ContentFile(pdf_bytes(2), name="report.pdf")
    document = Document.objects.create(title="Report", file=content, collection=organization.collection)
    try:
        check_submission(submission, outside=False)
        # Documents are read there too.
        make_previews([document], read_document_apart)
    finally:
        helper.kill()
    told = {"personal-data": "found", "hanging": "crashed", "headings": "passed", "dying": "crashed"}
    assert dict(submission.check_results.values_list("check_name", "outcome")) == told
    assert document.preview.picture


class Late:
    """A helper that is late at every check but one."""

    def __init__(self, good: str, error: type[Exception] = HelperError) -> None:
        self.good, self.error, self.asked = good, error, 0

    def ask(self, request: Any, *, seconds: float, total: float) -> Any:
        self.asked += 1
        for name in request["checks"]:
            if self.error is HelperError:
                yield {"begins": name}
            if name != self.good:
                raise self.error
            yield {"check": name, "outcome": "passed", "findings": []}


@pytest.mark.django_db
def test_however_many_hang_every_check_is_told(waiting: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CHECKS_ARE_ISOLATED = True
    late = Late("consent")
    monkeypatch.setattr(isolated, "helper", late)
    check_submission(waiting, outside=False)
    outcomes = dict(waiting.check_results.values_list("check_name", "outcome"))
    assert outcomes == {check.name: "crashed" for check in registry.all_checks()} | {"consent": "passed"}
    assert late.asked == isolated.MOST_KILLS


@pytest.mark.django_db
def test_where_no_process_starts_checks_are_made_later(
    waiting: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outbox tries again; who looks at a draft is told at once."""
    settings.CHECKS_ARE_ISOLATED = True
    monkeypatch.setattr(isolated, "helper", Late("", NoHelperError))
    with pytest.raises(NoHelperError):
        check_submission(waiting, outside=False)
    assert not waiting.check_results.exists()
    assert {run.outcome for run in check_now(waiting.page)} == {"crashed"}
