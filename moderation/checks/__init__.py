"""Automatic checks: what a program can see of a piece before an editor reads it. See docs/checks.md.

Importing this package registers them all; the order is that in which results are shown.
"""

from moderation.checks import personal, people, pictures, links, copies, language, order  # isort: skip
from moderation.checks.registry import Check, Finding, Words, check
from moderation.checks.running import Result, check_now, check_submission, kept

__all__ = [
    "Check",
    "Finding",
    "Result",
    "Words",
    "check",
    "check_now",
    "check_submission",
    "copies",
    "kept",
    "language",
    "links",
    "order",
    "people",
    "personal",
    "pictures",
]
