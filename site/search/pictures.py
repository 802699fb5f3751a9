"""The picture that stands beside an entry. Scaling one is slow, so it is done after the row is there."""

from __future__ import annotations

from django.db import transaction
from wagtail.images.models import Filter

import outbox
from orgs.models import OrgContentPage
from search.models import SearchEntry

# Lists show 3:2 pictures, 960 px wide on a front page; a publication shows its cover, whole.
SPECS = {"publication": "max-240x320|format-webp"}
DEFAULT_SPEC = "fill-960x640|format-webp"


def ready_picture(page: OrgContentPage) -> str:
    """The address of a page's picture in lists; empty when it has none, or it is not scaled yet."""
    image = page.entry_image()
    if image is None:
        return ""
    scaling = Filter(spec_of(page))
    found = image.find_existing_renditions(scaling)
    return found[scaling].url if scaling in found else ""


def ask_for_picture(page: OrgContentPage) -> None:
    """Let a page's picture be scaled soon, after the current transaction."""
    if page.entry_image():
        outbox.record("search.picture", f"page:{page.pk}", {"page": page.pk}, key=f"page:{page.pk}")


def add_picture(page_id: int) -> None:
    """Scale the picture of a page and put it into the page's row; nothing where either is gone."""
    page = OrgContentPage.objects.filter(pk=page_id).first()
    image = page.specific.entry_image() if page else None
    if image is not None:
        rendition = image.get_rendition(spec_of(page.specific))
        with transaction.atomic():
            SearchEntry.objects.filter(pk=page_id).update(image=rendition.url)


def spec_of(page: OrgContentPage) -> str:
    return SPECS.get(page.entry_type, DEFAULT_SPEC)
