"""Read the test feeds of other projects, and tell how many are read, refused, and end in a fault of ours.

    python tools/foreign_feeds.py FOLDER

FOLDER holds feeds as files (.xml, .rss, .atom, .rdf, .json), in folders of any depth, for example the test data of
feedparser, gofeed and Miniflux. They are not part of this repository. Ends with 1 when reading a file raises anything
but a refusal, and with 2 when there are no such files.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "site")]
ENDINGS = {".xml", ".rss", ".atom", ".rdf", ".json"}
ADDRESS = "http://feeds.example/feed"
SLOWEST = 5


class Faults(logging.Handler):
    """A log handler that keeps the faults of the parser, which reading turns into refusals."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the error of a logged exception."""
        self.kept.append(repr(record.exc_info[1]) if record.exc_info else record.getMessage())


def read_files(files: list[Path]) -> tuple[Counter[str], list[str], list[tuple[float, Path]]]:
    """Read files as feeds; return the numbers of results by name, the faults, and the seconds of each file."""
    from press.reading.errors import UnreadableFeedError
    from press.reading.parsing import read_feed

    log, results, faults, times = Faults(), Counter[str](), list[str](), list[tuple[float, Path]]()
    logging.getLogger("press.reading.parsing").addHandler(log)
    logging.getLogger("press.reading.parsing").propagate = False
    for file in files:
        begun = time.perf_counter()
        try:
            feed = read_feed(file.read_bytes(), "application/json" if file.suffix == ".json" else "", ADDRESS, "en")
            results["read"] += 1
            results["items"] += len(feed["items"])
        except UnreadableFeedError as error:
            results[f"refused: {error.problem}"] += 1
        except Exception as error:
            log.kept.append(repr(error))
        times.append((time.perf_counter() - begun, file))
        faults += [f"{file}: {fault}" for fault in log.kept]
        log.kept.clear()
    return results, faults, times


def main(arguments: list[str]) -> int:
    """Print what reading the files of a folder brought; return the exit status."""
    folder = Path(arguments[0]) if arguments else None
    files = sorted(file for file in folder.rglob("*") if file.suffix in ENDINGS) if folder else []
    if not files:
        print(f"NOTHING WAS TESTED: there are no feeds in {folder or 'a folder that is named'}.\n{__doc__}")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from django.conf import settings

    # In this process, where their faults are seen.
    settings.CHECKS_ARE_ISOLATED = False
    results, faults, times = read_files(files)
    print(f"{len(files)} files in {sum(seconds for seconds, _file in times):.1f} s")
    for name, number in results.most_common():
        print(f"  {name}: {number}")
    for seconds, file in sorted(times, reverse=True)[:SLOWEST]:
        print(f"  slow: {seconds:.2f} s {file}")
    print(f"  faults: {len(faults)}", *faults, sep="\n    ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
