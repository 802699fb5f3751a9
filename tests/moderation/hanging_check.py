"""Two checks for a process of their own: one that never comes to an end, and one that ends its process."""

from __future__ import annotations

import os
from collections.abc import Iterator

from moderation.checks.checked_page import CheckedPage
from moderation.checks.execution.runner import answer_alone
from moderation.checks.registry import Check, Finding, check
from tests.common.helper_answers import hang

__all__ = ["answer_alone"]


@check
class Hanging(Check):
    name, label, says = "hanging", "Hanging", {}  # type: ignore[assignment]

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        hang()
        yield Finding("never")


@check
class Dying(Check):
    name, label, says = "dying", "Dying", {}  # type: ignore[assignment]

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        os._exit(1)
