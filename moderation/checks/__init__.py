"""Automatic checks of a page that was sent, made before an editor reads it. See docs/checks.md.

Importing this package registers them all; the order is that in which results are shown.
"""

# isort: off
from moderation.checks import (
    personal_data,
    consent,
    alternative_text,
    links,
    copied_text,
    language,
    khmer_text,
    headings,
    file_sizes,
    active_files,
)

# isort: on
from moderation.checks.execution.isolated import check_now, check_submission, check_texts, serious_runs
from moderation.checks.execution.runner import CheckRun, stored_runs
from moderation.checks.registry import Check, Finding, FindingWords, check

__all__ = [
    "Check",
    "CheckRun",
    "Finding",
    "FindingWords",
    "active_files",
    "alternative_text",
    "check",
    "check_now",
    "check_submission",
    "check_texts",
    "consent",
    "copied_text",
    "file_sizes",
    "headings",
    "khmer_text",
    "language",
    "links",
    "personal_data",
    "serious_runs",
    "stored_runs",
]
