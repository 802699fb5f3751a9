"""The picture that stands beside an entry. Scaling one is slow, so it is done after the row is there.

A row copies the addresses of two sizes of the picture. Whoever deletes the picture or a size takes them out of the row
in the same transaction (catalog.receivers); a page is locked by all who write its row, so that none is written back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.db.models import Q
from wagtail.images.models import Filter

import outbox
from assets.models import Image, Rendition
from catalog.models import CatalogEntry, CatalogEntryQuerySet
from catalog.outbox_events import CATALOG_THUMBNAIL, ThumbnailPayload
from orgs import public_version
from orgs.models import OrgContentPage

COVER = "max-240x320|format-webp"  # of a publication: shown whole
LARGE = "fill-960x640|format-webp"  # a lead, as wide as a phone
SMALL = "fill-208x208|format-webp"  # 104 pixels on a screen of double density


def existing_thumbnails(page: OrgContentPage) -> dict[str, Any]:
    """A page's picture and its addresses by the row's field; empty when it has none, or it is not scaled yet."""
    image, wanted = page.entry_image(), thumbnail_filters(page)
    found = existing_urls(image, wanted) if image else {}
    return {"picture": image.pk if image else None} | {field: found.get(field, "") for field in wanted}


def existing_urls(image: Image, wanted: dict[str, Filter]) -> dict[str, str]:
    """The addresses of those sizes that there are, as the database says: what caches keep may be gone."""
    specs = {scaling.spec for scaling in wanted.values()}
    stored = Rendition.objects.filter(image=image, filter_spec__in=specs)
    urls = {(rendition.filter_spec, rendition.focal_point_key): rendition.url for rendition in stored}
    found = {field: urls.get((scaling.spec, scaling.get_cache_key(image))) for field, scaling in wanted.items()}
    return {field: url for field, url in found.items() if url}


def request_thumbnails(page_id: int) -> None:
    """Let a page's picture be scaled soon, after the current transaction."""
    outbox.record(CATALOG_THUMBNAIL, f"page:{page_id}", ThumbnailPayload(page=page_id), key=f"page:{page_id}")


def make_thumbnails(page_id: int) -> None:
    """Scale the picture of a page and put it into the page's row; nothing where the page is gone."""
    page = OrgContentPage.objects.filter(pk=page_id).first()
    if page is None:
        return
    if image := page.specific.entry_image():
        for scaling in thumbnail_filters(page.specific).values():
            image.get_rendition(scaling)
    with transaction.atomic():
        for locked in locked_pages([page_id]):
            CatalogEntry.objects.filter(pk=page_id).update(**existing_thumbnails(locked.specific))


@transaction.atomic
def forget_thumbnails(rows: CatalogEntryQuerySet, **fields: Any) -> None:
    """Take the addresses of pictures that are about to go out of rows, and let new ones be made where a picture stays.

    `fields` are what else changes of the rows.
    """
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        list(locked_pages(ids).values_list("pk"))
        CatalogEntry.objects.filter(pk__in=ids).update(image="", thumbnail="", **fields)
        for page_id in ids:
            request_thumbnails(page_id)
        public_version.bump_version()


def locked_pages(ids: list[int]) -> Any:
    """Pages, locked by whoever writes their rows.

    The lock makes what is read behind it the newest there is, and keeps it so until the row is written. Publishing
    writes the page's own table, sometimes no other; where it writes both, the common one first, and so it is locked
    here: in the other order the two wait for each other.
    """
    return OrgContentPage.objects.select_for_update(of=("page_ptr", "self")).filter(pk__in=ids).order_by("pk")


def lost_files(rows: Iterable[CatalogEntry]) -> dict[int, list[str]]:
    """The names of files that rows name and the storage has lost, by page; S3 loses none, and is not asked."""
    if not isinstance(default_storage, FileSystemStorage):
        return {}
    named = {row.pk: {name_of(url) for url in (row.image, row.thumbnail) if url} for row in rows}
    lost = {pk: sorted(name for name in names if not default_storage.exists(name)) for pk, names in named.items()}
    return {pk: names for pk, names in lost.items() if names}


def drop_renditions(names: list[str]) -> None:
    """Forget sizes of pictures whose files are lost: they are made anew."""
    for rendition in Rendition.objects.filter(file__in=names):
        rendition.delete()


def rows_naming(rendition: Rendition) -> CatalogEntryQuerySet:
    url = rendition.url
    return CatalogEntry.objects.filter(Q(image=url) | Q(thumbnail=url), picture=rendition.image_id)


def name_of(url: str) -> str:
    """The name under which a file lies in the storage."""
    return unquote(url.removeprefix(settings.MEDIA_URL))


def thumbnail_filters(page: OrgContentPage) -> dict[str, Filter]:
    """How a page's picture is scaled, by the field of its row."""
    if page.page_kind.shows_whole_picture:
        return dict.fromkeys(("image", "thumbnail"), Filter(COVER))
    return {"image": Filter(LARGE), "thumbnail": Filter(SMALL)}
