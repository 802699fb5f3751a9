"""`make bench`: measures speed in one run, interleaved, and prints medians with their spread.

make bench                     everything
make bench BENCH="search"      one of them: search, publish, outbox, approval, guard, elastic,
                               paint, cache, discussions, mail_in, mail_reading, papers, press,
                               press_pages
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench import (
    approval,
    cache,
    discussions,
    elastic,
    guard,
    mail_in,
    mail_reading,
    outbox,
    paint,
    papers,
    press,
    press_pages,
    publish,
    search,
)

BENCHES = {
    "search": search.measure,
    "publish": publish.measure,
    "outbox": outbox.measure,
    "approval": approval.measure,
    "guard": guard.measure,
    "elastic": elastic.measure,
    "paint": paint.measure,
    "cache": cache.measure,
    "discussions": discussions.measure,
    "mail_in": mail_in.measure,
    "mail_reading": mail_reading.measure,
    "papers": papers.measure,
    "press": press.measure,
    "press_pages": press_pages.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], help="what to measure")
    parser.add_argument("--pages", type=int, default=20_000, help="pages of the large corpus")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is measured")
    options = parser.parse_args()
    for name in options.names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="neary-bench-") as folder:
            BENCHES[name](Path(folder), options.pages, options.rounds)


if __name__ == "__main__":
    main()
