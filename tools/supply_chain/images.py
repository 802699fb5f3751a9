"""Pin the images that containers are made of, so that the same files give the same containers later.

    python tools/supply_chain/images.py

Asks the registry for the digest of each image's tag, writes it behind the tag, and takes Debian's packages of today
from now on. With --check it says which images are not pinned, and ends with 1 when one is not.

The registry's interface: https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

DOCKER = Path(__file__).resolve().parents[2] / "docker"
FILES = [DOCKER / name for name in ("Dockerfile", "compose.yaml", "compose.archive.yaml")]
REGISTRY = os.environ.get("IMAGE_REGISTRY", "https://registry-1.docker.io")
TOKENS = os.environ.get("IMAGE_TOKENS", "https://auth.docker.io/token?service=registry.docker.io")
# A name with a tag, perhaps with the digest behind it. Images of our own carry a variable in the place of the tag.
IMAGE = re.compile(r"^((?:FROM|\s+image:) )([a-z][\w./-]*):([\w.-]+)(?:@(sha256:[0-9a-f]{64}))?(?=\s|$)", re.MULTILINE)
DAY = re.compile(r"^(ARG DEBIAN_DAY=)\d{8}T\d{6}Z$", re.MULTILINE)
INDEX = "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json"
DEADLINE = 30  # seconds


def main() -> None:
    if "--check" in sys.argv[1:]:
        loose = [f"{file.name}: {name}" for file in FILES for name in unpinned(file.read_text())]
        sys.exit(f"Not pinned: {', '.join(loose)}" if loose else 0)
    today = datetime.now(UTC).strftime("%Y%m%dT000000Z")
    for file in FILES:
        file.write_text(pinned(file.read_text(), digest_of, today))


def unpinned(text: str) -> list[str]:
    """Return the images of a Dockerfile or compose file, as name:tag, that have no digest."""
    return [f"{name}:{tag}" for _before, name, tag, digest in IMAGE.findall(text) if not digest]


def pinned(text: str, digest: Callable[[str, str], str], day: str) -> str:
    """Return a Dockerfile or compose file with each image's present digest, and with Debian's packages of a day.

    `digest` returns the digest of a name and a tag; `day` is written as snapshot.debian.org writes it.
    """
    with_digests = IMAGE.sub(lambda found: f"{found[1]}{found[2]}:{found[3]}@{digest(found[2], found[3])}", text)
    return DAY.sub(rf"\g<1>{day}", with_digests)


def digest_of(name: str, tag: str) -> str:
    """Return the digest that the registry has for an image's tag now. Raises URLError when it cannot be asked."""
    # Official images lie in the folder "library".
    path = name if "/" in name else f"library/{name}"
    with urllib.request.urlopen(f"{TOKENS}&scope=repository:{path}:pull", timeout=DEADLINE) as answer:
        token = json.load(answer)["token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": INDEX}
    request = urllib.request.Request(f"{REGISTRY}/v2/{path}/manifests/{tag}", headers=headers, method="HEAD")
    with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
        return str(answer.headers["Docker-Content-Digest"])


if __name__ == "__main__":
    main()
