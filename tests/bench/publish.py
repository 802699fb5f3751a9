"""Publishing one page, effects included, on a small and on a large portal."""

from __future__ import annotations

from pathlib import Path

from tests.bench.sizes import compare_sizes

PUBLICATIONS = 4  # of each portal a round


def measure(folder: Path, pages: int, rounds: int) -> None:
    compare_sizes(
        "Publishing one page with all its effects", "publish_portal", folder, pages, rounds, count=PUBLICATIONS
    )
