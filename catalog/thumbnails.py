"""The picture that stands beside an entry. Scaling one is slow, so it is done after the row is there."""

from __future__ import annotations

from django.db import transaction
from wagtail.images.models import Filter

import outbox
from catalog.models import CatalogEntry
from catalog.outbox_events import CATALOG_THUMBNAIL, ThumbnailPayload
from orgs.models import OrgContentPage

COVER = "max-240x320|format-webp"  # of a publication: shown whole
LARGE = "fill-960x640|format-webp"  # a lead, as wide as a phone
SMALL = "fill-208x208|format-webp"  # 104 pixels on a screen of double density


def existing_thumbnails(page: OrgContentPage) -> dict[str, str]:
    """The addresses of a page's picture by the row's field; empty when it has none, or it is not scaled yet."""
    image, wanted = page.entry_image(), thumbnail_filters(page)
    found = image.find_existing_renditions(*wanted.values()) if image else {}
    return {field: found[scaling].url if scaling in found else "" for field, scaling in wanted.items()}


def request_thumbnails(page: OrgContentPage) -> None:
    """Let a page's picture be scaled soon, after the current transaction."""
    if page.entry_image():
        outbox.record(CATALOG_THUMBNAIL, f"page:{page.pk}", ThumbnailPayload(page=page.pk), key=f"page:{page.pk}")


def make_thumbnails(page_id: int) -> None:
    """Scale the picture of a page and put it into the page's row; nothing where either is gone."""
    page = OrgContentPage.objects.filter(pk=page_id).first()
    image = page.specific.entry_image() if page else None
    if image is not None:
        ready = {field: image.get_rendition(scaling).url for field, scaling in thumbnail_filters(page.specific).items()}
        with transaction.atomic():
            CatalogEntry.objects.filter(pk=page_id).update(**ready)


def thumbnail_filters(page: OrgContentPage) -> dict[str, Filter]:
    """How a page's picture is scaled, by the field of its row."""
    if page.page_kind.shows_whole_picture:
        return dict.fromkeys(("image", "thumbnail"), Filter(COVER))
    return {"image": Filter(LARGE), "thumbnail": Filter(SMALL)}
