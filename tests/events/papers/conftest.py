"""Papers need Pango: without it their tests are left out, but where CI promises it they fail."""

from __future__ import annotations

import os
import warnings

import pytest

from events.papers import storage
from events.papers.rendering import can_make_papers

if can_make_papers() or os.environ.get("CI"):
    collect_ignore_glob: list[str] = []
else:
    collect_ignore_glob = ["test_*.py"]
    warnings.warn("NOT TESTED, because Pango is not installed (Debian: libpango-1.0-0): papers", stacklevel=1)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Print in this process, and collect what was printed: starting another one takes seconds."""
    made: list[str] = []

    def print_here(html: str) -> bytes:
        from events.papers.printing import print_html

        made.append(html)
        return print_html(html)

    monkeypatch.setattr(storage, "print_paper", print_here)
    return made
