"""Compare an organization with the one that was restored from its archive."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from assets.models import Document, Image
from moderation.comparison.comparable_parts import parts_of
from orgs.models import Organization, OrgContentPage

# Pages of the portal itself, and clippings, which belong to its programme alone: neither goes into another Neary.
OF_THE_PORTAL = {"StandardPage", "ClippingPage"}
# The name of a file in the store, which gets an ending of its own when another file has it.
STORED_NAME = re.compile(r"^[\w.-]+\.(?:jpg|png|webp|pdf)$", re.MULTILINE)


def written(organization: Organization) -> list[Any]:
    """Return what is written on the pages below an organization's homes: languages, dates, texts, topics, places."""
    return sorted(map(_page, below_homes(organization)), key=repr)


def below_homes(organization: Organization) -> list[Any]:
    """Return the pages that can stand below an organization's home, in their specific classes."""
    pages = OrgContentPage.objects.filter(organization=organization, organization_home=None)
    return [page for page in pages.specific() if type(page).__name__ not in OF_THE_PORTAL]


def _page(page: Any) -> tuple[Any, ...]:
    newest = page.get_latest_revision_as_object()
    return (
        type(page).__name__,
        page.locale.language_code,
        page.slug,
        page.first_published_at,
        # A partner is another organization, and is left out; participants say by themselves how they were counted.
        [
            part._replace(text=STORED_NAME.sub("", part.text))
            for part in parts_of(newest)
            if part.key not in ("partners", "participants")
        ],
        [(row.kind, *row.counts) for row in newest.participants.all()] if hasattr(newest, "participants") else [],
    )


def file_hashes(organization: Organization) -> list[str]:
    """Return the SHA-256 of each picture and document of an organization."""
    return sorted(
        hashlib.sha256(file.file.open("rb").read()).hexdigest()
        for model in (Image, Document)
        for file in model.objects.filter(collection=organization.collection)
    )


def translations(organization: Organization) -> int:
    """Return the number of pages of an organization that exist in both languages."""
    keys = [page.translation_key for page in below_homes(organization)]
    return len(keys) - len(set(keys))
