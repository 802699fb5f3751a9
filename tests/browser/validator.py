"""The Nu HTML checker (tools/install-validator)."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from tests.services.servers import REPOSITORY, run


@cache
def validator() -> list[str]:
    """Return the command that checks pages; it is installed when it is not there."""
    jar = run([REPOSITORY / "tools" / "install-validator"]).strip()
    return ["java", "-Xmx400m", "-jar", jar, "--format", "json", "--errors-only", "--exit-zero-always"]


def complaints(folder: Path) -> list[str]:
    """Return the checker's complaints about all pages in a folder, by the names of their files."""
    done = subprocess.run(
        [*validator(), "--skip-non-html", str(folder)], capture_output=True, text=True, check=True, timeout=600
    )
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [
        f"{Path(each['url']).stem}: {each['message']} ({' '.join(each.get('extract', '').split())[:160]})"
        for each in messages
    ]
