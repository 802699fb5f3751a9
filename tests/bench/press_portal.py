"""The measured process of the bench of press rounds: a round for each line that it is asked."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

GOOD_SOURCES = 80
# Slow, large, deep and lying ones.
HOSTILE = (
    "drip-body", "drip-headers", "silent", "large", "large-headers", "endless-chunks", "bomb", "gzip-twice", "short",
    "laughs", "laughs-utf-16", "laughs-broken", "deep", "deep-json", "deep-broken", "json-number", "loop", "to-cloud",
    "page", "fault",
)  # fmt: skip


def make_sources() -> None:
    """One source a host."""
    from press.models import Source
    from tests.press.feed_server import GOOD

    names = [*(list(GOOD)[number % len(GOOD)] for number in range(GOOD_SOURCES)), *HOSTILE]
    for number, name in enumerate(names):
        # Hostile ones among the good ones, as they come.
        feed = f"http://host-{number * 37 % len(names)}.example/{name}"
        Source.objects.create(name_en=name, name_km=name, feed=feed)


def read_round() -> dict[str, Any]:
    """Read all sources as if for the first time, and tell seconds and megabytes."""
    from press.models import FetchState, Item, Source
    from press.polling.rounds import read_sources
    from press.reading import apart

    Item.objects.all().delete()
    FetchState.objects.update(etag="", modified="", digest="", last_ok_at=None, failures=0)
    sources = list(Source.objects.select_related("fetch_state", "organization").order_by("feed"))
    # Of this round alone.
    Path("/proc/self/clear_refs").write_text("5")
    before, begun = memory("VmRSS"), time.perf_counter()
    outcomes = list(read_sources(sources, seconds=60))
    seconds = time.perf_counter() - begun
    # Not resource.getrusage: of a child it counts what its parent had when it was forked.
    # The one that reads, and the one that parses for it what may hang.
    helpers = [memory("VmHWM", pid) for pid in descendants("self")]
    apart.helper.kill()
    return {
        "seconds": seconds,
        "read": sum(1 for outcome in outcomes if not outcome.problem),
        "refused": sum(1 for outcome in outcomes if outcome.problem),
        "before": before,
        "process": memory("VmHWM"),
        "helpers": helpers,
    }


def descendants(pid: str) -> list[str]:
    """The ids of the processes that a process started, with those that these started, and that still run."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    own = [child for task in tasks for child in (task / "children").read_text().split()]
    return [found for child in own for found in (child, *descendants(child))]


def memory(name: str, pid: str = "self") -> float:
    """A process's memory in megabytes, now (VmRSS) or at its peak (VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def main() -> None:
    import django

    django.setup()
    from common.helper_process import HelperProcess
    from press.reading import apart
    from tests.bench.press_reader import PORT

    apart.helper = HelperProcess("tests.bench.press_reader.answer", sets_up_django=False)
    for line in sys.stdin:
        if port := json.loads(line).get("port"):
            os.environ[PORT] = str(port)
            make_sources()
            print(json.dumps({}), flush=True)
        else:
            print(json.dumps(read_round()), flush=True)


if __name__ == "__main__":
    main()
