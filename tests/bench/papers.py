"""The time that papers take, and their size: made by the helper process that the portal uses, once it runs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.processes import spread

LONGEST, HEAVIEST = 1000, 80_000  # milliseconds, bytes


def measure(folder: Path, pages: int, rounds: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django

    django.setup()
    from events.papers.rendering import helper
    from tests.events.papers.sample_papers import PAPERS

    print("\nPapers as PDF, from the template to the file")
    try:
        for name, make in PAPERS.items():
            for language in ("en", "km"):
                print(f"  {name:<20} {language}  {told(make, language, rounds)}")
    finally:
        helper.kill()


def told(make: Callable[[str], str], language: str, rounds: int) -> str:
    from events.papers.rendering import print_paper

    size, took = len(print_paper(make(language))), []
    for _ in range(rounds):
        begun = time.perf_counter()
        print_paper(make(language))
        took.append((time.perf_counter() - begun) * 1000)
    is_met = sorted(took)[len(took) // 2] <= LONGEST and size <= HEAVIEST
    allowed = f"allowed {LONGEST} ms and {HEAVIEST / 1000:.0f} kB"
    return f"{spread(took)}, {size / 1000:.1f} kB; {allowed}: {'met' if is_met else 'MISSED'}"
