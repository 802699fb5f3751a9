"""The commands of docs/backup.md, so that the drill runs what an administrator reads."""

from __future__ import annotations

import re

from tests.services.processes import REPOSITORY

PAGE = REPOSITORY / "docs" / "backup.md"
BACKUP, RESTORE = "Set it up", "When everything is lost"


def commands(heading: str) -> list[list[str]]:
    """Return the words of each command of manage.py that stands on a line of its own below a heading of the page."""
    parts = re.split(r"^#{2,3} (.+)$", PAGE.read_text(), flags=re.MULTILINE)
    section = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    # What stands after three blanks says what the command does.
    return [line.split("   ")[0].split() for line in re.findall(r"^    manage\.py (.+)$", section, re.MULTILINE)]
