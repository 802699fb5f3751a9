"""Look for known security faults in the requirements, with pip-audit.

    python tools/supply_chain/audit.py    audit requirements/*.txt

Ends with 0 when every requirement was looked up and none has a known fault, with 1 when one has, and with 2 when
pip-audit could not look up some or all of them: its own exit code is 0 then, which reads like "no fault".
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
DEADLINE = 300  # seconds
SHOWN = 5  # names of what could not be looked up
CLEAN, FAULTY, NOT_AUDITED = 0, 1, 2


def main() -> None:
    sys.exit(max(report(path.name, audit(path)) for path in sorted(REQUIREMENTS.glob("*.txt"))))


def audit(requirements: Path) -> dict[str, Any] | str:
    """Return pip-audit's report of one file, or its complaint when it made none."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(requirements), "--disable-pip", "--format=json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE)
        return dict(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return f"no answer within {DEADLINE} seconds"
    except ValueError:
        return done.stderr.strip().rpartition("\n")[2] or "pip-audit made no report"


def report(name: str, result: dict[str, Any] | str) -> int:
    """Print what was found in one file and return the exit code for it."""
    if isinstance(result, str):
        print(f"{name}: NOT AUDITED: the source of known faults is out of reach ({result}).")
        return NOT_AUDITED
    dependencies = result["dependencies"]
    skipped = [each["name"] for each in dependencies if "skip_reason" in each]
    faulty = [each for each in dependencies if each.get("vulns")]
    for each in faulty:
        for fault in each["vulns"]:
            print(f"{name}: {each['name']} {each['version']}: {fault['id']}, mended in {fault['fix_versions'] or '-'}")
    if skipped:
        names = ", ".join(skipped[:SHOWN]) + (", ..." if len(skipped) > SHOWN else "")
        print(f"{name}: NOT AUDITED: {len(skipped)} of {len(dependencies)} could not be looked up ({names}).")
        return NOT_AUDITED
    print(f"{name}: {len(dependencies)} audited, {len(faulty)} with known faults.")
    return FAULTY if faulty else CLEAN


if __name__ == "__main__":
    main()
