"""Processes that answer one command a line, so that two portals can be measured in turn."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]


def environment(data: Path, settings: str = "portal.settings.dev") -> dict[str, str]:
    """An environment whose database and files lie in a folder of their own."""
    mine = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return mine | {
        "NEARY_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": settings,
        "DEBUG": "false",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "site")]),
    }


def manage(env: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=REPOSITORY, env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed: {done.stderr[-3000:]}")


class Answerer:
    """A process that runs `tests.bench.<module>` and answers JSON lines."""

    def __init__(self, module: str, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.{module}"],
            cwd=REPOSITORY,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **question: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"The measured process ended with {self.process.wait()}")
        return json.loads(line)

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)


def answer(handle: Any) -> None:
    """The other end: call `handle(**question)` for each line of standard input and print what it gives."""
    for line in sys.stdin:
        print(json.dumps(handle(**json.loads(line))), flush=True)


def spread(values: list[float], digits: int = 1) -> str:
    """Median and the range of the middle half, milliseconds."""
    ordered = sorted(values)
    quarter = len(ordered) // 4
    median, low, high = statistics.median(ordered), ordered[quarter], ordered[-1 - quarter]
    return f"{median:9.{digits}f} ms ({low:.{digits}f} to {high:.{digits}f})"
