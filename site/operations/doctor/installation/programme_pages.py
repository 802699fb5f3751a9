"""The programme's own pages say who answers for the portal."""

from __future__ import annotations

from collections.abc import Iterator

from home.programme_pages import unfilled_placeholders
from operations.doctor.findings import SetupFinding, fault
from operations.doctor.registry import check
from operations.doctor.servers.database import TABLES

SHOWN = 5


@check(after=TABLES)
def placeholders() -> Iterator[SetupFinding]:
    """Tell when the pages on privacy, terms and rules still have places to be filled in."""
    found = [f"{title} ({language}): {placeholder}" for title, language, placeholder in unfilled()]
    if found:
        more = " and more" if len(found) > SHOWN else ""
        yield fault(
            f"Pages of the programme are not filled in: {'; '.join(found[:SHOWN])}{more}.",
            "Write into them who runs the portal and how to reach whom; administrators edit them at /admin/.",
        )


def unfilled() -> list[tuple[str, str, str]]:
    """Return page, language and placeholder of what is still to be filled in."""
    return unfilled_placeholders()
