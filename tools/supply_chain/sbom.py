"""Write the list of the image's libraries for programs that look for faults and licences: a CycloneDX file, as JSON.

    python -m tools.supply_chain.sbom [FILE]    by default var/sbom.json

Each library of requirements/production.txt with its version, its licence and the hashes of its files. Two runs on the
same requirements give the same bytes. CycloneDX: https://cyclonedx.org/specification/overview/
"""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tools.supply_chain.licences import REQUIREMENTS, licences

FILE = REQUIREMENTS.parent / "var" / "sbom.json"
BLOCK = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)((?:[^\n]*\\\n\s+--hash=[^\n]+)+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# The file says when it was made; the same requirements give the same file, so it cannot be the hour of the run.
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    requirements = (REQUIREMENTS / "production.txt").read_text()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(document(requirements))
    print(f"{target}: {len(list(pinned(requirements)))} libraries")


def document(requirements: str) -> str:
    """Return the CycloneDX document of the libraries that the text of a requirements file pins."""
    named = licences({name for name, _version, _hashes in pinned(requirements)})
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, requirements),
        components=[component(name, version, hashes, named[name]) for name, version, hashes in pinned(requirements)],
    )
    bom.metadata.timestamp = NO_TIME
    return str(JsonV1Dot6(bom).output_as_string(indent=2)) + "\n"


def pinned(requirements: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, version and SHA-256 hashes of each library that the text of a requirements file pins."""
    for name, version, hashes in BLOCK.findall(requirements):
        yield name, version, HASH.findall(hashes)


def component(name: str, version: str, hashes: list[str], licence: str) -> Component:
    url = PackageURL("pypi", name=name, version=version)
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        purl=url,
        bom_ref=str(url),
        licenses=[DisjunctiveLicense(name=licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=value) for value in hashes],
    )


if __name__ == "__main__":
    main()
