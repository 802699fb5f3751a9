"""A private Elasticsearch for tests: some ten seconds and 850 MB, so it starts only for a test that asks for it.

Mark such tests `xdist_group("elasticsearch")`: parallel runs then share one server.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.processes import START
from tests.services.servers import REPOSITORY, Process, ServerMissing, run, spare_port, start, wait_for

MEMORY = "-Xms512m -Xmx512m"
# For a few minutes of tests the second compiler takes more time than what it makes saves.
BRIEF = f"{MEMORY} -XX:TieredStopAtLevel=1"


@dataclass
class Elasticsearch:
    """A running single node without security, whose files lie in a folder."""

    process: Process
    port: int
    folder: Path
    java_options: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The answer to one request, from JSON. Raises urllib.error.HTTPError for a refusal."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def answers(self) -> bool:
        """Return whether it serves. Raises ServerMissing with its last words when it has ended."""
        if not self.process.running():
            raise ServerMissing(f"Elasticsearch ended at once: {self.process.log.read_text()[-2000:]}")
        try:
            return bool(self.ask("GET", "/"))
        except OSError:
            return False

    def start(self) -> None:
        """Start it again on its port, with the data that it has."""
        self.process = launch(self.folder, self.port, self.java_options).process

    def await_answer(self) -> None:
        wait_for(self.answers, "Elasticsearch", seconds=START, every=0.2)

    def kill(self) -> None:
        self.process.kill()

    def wipe(self) -> None:
        """Lose all data, as with a broken disk; it must not run."""
        shutil.rmtree(self.folder / "data")

    def hang(self) -> None:
        """Let it accept connections and answer nothing."""
        self.process.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.signal(signal.SIGCONT)


@contextmanager
def elasticsearch(java_options: str = BRIEF) -> Iterator[Elasticsearch]:
    """A private Elasticsearch while the block runs. Raises ServerMissing where none is installed or none starts."""
    home = Path(run([REPOSITORY / "tools" / "install-elasticsearch", "--where"]).strip())
    if not (home / "bin" / "elasticsearch").exists():
        raise ServerMissing("Elasticsearch is not installed (tools/install-elasticsearch)")
    with tempfile.TemporaryDirectory(prefix="neary-elasticsearch-") as folder:
        # The process belongs to another user than root: that user must be able to walk to its folder.
        os.chmod(folder, 0o755)
        server = launch(Path(folder), spare_port(), java_options)
        try:
            server.await_answer()
            yield server
        finally:
            server.process.stop()


def launch(folder: Path, port: int, java_options: str) -> Elasticsearch:
    command = [str(REPOSITORY / "tools" / "elasticsearch"), str(folder), str(port)]
    environment = os.environ | {"ES_JAVA_OPTS": os.environ.get("ES_JAVA_OPTS", java_options)}
    return Elasticsearch(start(command, folder / "log", env=environment), port, folder, java_options)
