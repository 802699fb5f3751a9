"""The portal's own pages: their address, and who answers for them."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Site

from home.programme_pages import unfilled_placeholders
from operations.doctor.findings import SetupFinding, fault
from operations.doctor.installation.hosts import canonical_address
from operations.doctor.registry import check
from operations.doctor.servers.database import TABLES

SHOWN = 5


@check(after=TABLES)
def placeholders() -> Iterator[SetupFinding]:
    """Tell when the pages on privacy, terms and rules still have placeholders to fill in."""
    found = [f"{title} ({language}): {placeholder}" for title, language, placeholder in unfilled()]
    if found:
        more = " and more" if len(found) > SHOWN else ""
        yield fault(
            f"Pages of the programme are not filled in: {'; '.join(found[:SHOWN])}{more}.",
            "As an administrator fill in Settings, Operator of the portal, at /admin/; other gaps are in the pages.",
        )


@check(after=(*TABLES, "hosts.allowed", "hosts.base_url"))
def address() -> Iterator[SetupFinding]:
    """Tell when the portal has no site yet, or its host name in the database is not that of BASE_URL."""
    base, site = canonical_address(), Site.objects.filter(is_default_site=True).first()
    if site is None:
        yield fault("The portal has no front page yet.", "Run manage.py set_up_portal.")
    elif base and site.hostname != base.hostname:
        yield fault(
            f"Addresses of pages use {site.hostname}, but BASE_URL has {base.hostname}.",
            "Run manage.py set_up_portal.",
        )


# A function of its own, which tests replace.
def unfilled() -> list[tuple[str, str, str]]:
    """Return (title, language, placeholder) of the programme's pages that still have a placeholder to fill in."""
    return unfilled_placeholders()
