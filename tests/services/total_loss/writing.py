"""Somebody who writes without an end, and takes note of each page after it was committed.

Runs inside a portal's process.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from django.db import transaction

from orgs.models import Organization
from tests.factories import make_page

PAUSE = 0.2


@dataclass(frozen=True)
class Written:
    """A page that was committed, and when (seconds since 1970)."""

    page: int
    title: str
    committed: float


def write_without_end(notes: str) -> None:
    """Publish an update after another, in both languages by turns."""
    organization = Organization.objects.get(slug="silk-weavers")
    with Path(notes).open("a") as file:
        for number in count(1):
            with transaction.atomic():
                title = f"Written before the loss {number}"
                page = make_page("update", organization, ("en", "km")[number % 2], live=True, title=title)
            file.write(json.dumps([page.pk, title, time.time()]) + "\n")
            file.flush()
            time.sleep(PAUSE)


def read_notes(notes: Path) -> list[Written]:
    lines = notes.read_text().splitlines() if notes.exists() else []
    return [Written(*json.loads(line)) for line in lines]
