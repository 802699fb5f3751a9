"""The audit of requirements never says "no fault" of what it did not look up."""

from __future__ import annotations

from typing import Any

import pytest

from tools.supply_chain import audit

CLEAN = {"name": "django", "version": "5.2.19", "vulns": []}
FAULTY = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
SKIPPED = {"name": "wagtail", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("result", "code", "said"),
    [
        ({"dependencies": [CLEAN]}, audit.CLEAN, "1 audited, 0 with known faults"),
        ({"dependencies": [CLEAN, FAULTY]}, audit.FAULTY, "pillow 1.0: PYSEC-1"),
        ({"dependencies": [CLEAN, SKIPPED]}, audit.NOT_AUDITED, "NOT AUDITED: 1 of 2 could not be looked up (wagtail)"),
        ("connection refused", audit.NOT_AUDITED, "NOT AUDITED: the source of known faults is out of reach"),
    ],
)
def test_each_result_is_told_for_what_it_is(
    result: dict[str, Any] | str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.report("base.txt", result) == code
    assert said in capsys.readouterr().out
