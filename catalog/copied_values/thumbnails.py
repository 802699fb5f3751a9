"""Thumbnails: the two sizes of a page's picture that lists show.

Scaling is slow, so it is done after the row is written. A row copies the addresses of both sizes. Deleting a picture
or a size also removes its address from rows, in the same transaction (catalog.receivers). Everything that writes
a page's row locks the page, so that a deleted address is not written back.
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
    """Return a page's picture id and its thumbnails' URLs by catalog field; "" where not scaled yet.

    An address is empty where the picture has not been scaled yet.
    """
    image, wanted = page.entry_image(), thumbnail_filters(page)
    found = existing_urls(image, wanted) if image else {}
    # Every field is named, also the empty ones: whoever updates a row with this empties what is gone.
    return {"picture": image.pk if image else None} | {field: found.get(field, "") for field in wanted}


def existing_urls(image: Image, wanted: dict[str, Filter]) -> dict[str, str]:
    """Return the URLs of the wanted sizes of a picture that exist already, by field.

    No cache is asked.
    """
    specs = {scaling.spec for scaling in wanted.values()}
    stored = Rendition.objects.filter(image=image, filter_spec__in=specs)
    # The focal point is part of the key: a picture whose focus has moved is scaled again.
    urls = {(rendition.filter_spec, rendition.focal_point_key): rendition.url for rendition in stored}
    found = {field: urls.get((scaling.spec, scaling.get_cache_key(image))) for field, scaling in wanted.items()}
    return {field: url for field, url in found.items() if url}


def request_thumbnails(page_id: int) -> None:
    """Record the outbox job that scales a page's picture for its catalog row."""
    outbox.record(CATALOG_THUMBNAIL, f"page:{page_id}", ThumbnailPayload(page=page_id), key=f"page:{page_id}")


def make_thumbnails(page_id: int) -> None:
    """Scale a page's picture and save the thumbnails' URLs in its catalog row; nothing if the page is gone."""
    page = OrgContentPage.objects.filter(pk=page_id).first()
    if page is None:
        return
    if image := page.specific.entry_image():
        for scaling in thumbnail_filters(page.specific).values():
            # Outside of a transaction: scaling takes long, and must hold no lock.
            image.get_rendition(scaling)
    with transaction.atomic():
        # The page is read again under the lock: it may have got another picture while this one was scaled.
        for locked in locked_pages([page_id]):
            CatalogEntry.objects.filter(pk=page_id).update(**existing_thumbnails(locked.specific))


@transaction.atomic
def forget_thumbnails(rows: CatalogEntryQuerySet, **fields: Any) -> None:
    """Empty the thumbnail URLs of catalog rows, set `fields`, record jobs for new ones, outdate cached pages.

    `fields` are other changes of the same rows.
    """
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        # list(), because a lock is taken only when the query is run.
        list(locked_pages(ids).values_list("pk"))
        CatalogEntry.objects.filter(pk__in=ids).update(image="", thumbnail="", **fields)
        for page_id in ids:
            request_thumbnails(page_id)
        public_version.bump_version()


def locked_pages(ids: list[int]) -> Any:
    """Return a queryset of these pages that locks their rows until the transaction ends.

    The lock makes what is read behind it the newest there is, and keeps it so until the row is written. Publishing
    writes the page's own table, sometimes no other; where it writes both, the common one first, and so it is locked
    here: in the other order the two wait for each other.
    """
    return OrgContentPage.objects.select_for_update(of=("page_ptr", "self")).filter(pk__in=ids).order_by("pk")


def lost_files(rows: Iterable[CatalogEntry]) -> dict[int, list[str]]:
    """Return {page id: names of thumbnail files} that catalog rows name and local storage lacks; {} for other storage.

    Only local storage is asked; S3 loses no files.
    """
    # Asking S3 for each file would be one request a file, at every check.
    if not isinstance(default_storage, FileSystemStorage):
        return {}
    named = {row.pk: {name_of(url) for url in (row.image, row.thumbnail) if url} for row in rows}
    lost = {pk: sorted(name for name in names if not default_storage.exists(name)) for pk, names in named.items()}
    return {pk: names for pk, names in lost.items() if names}


def drop_renditions(names: list[str]) -> None:
    """Delete the picture renditions with these file names, so that they are made again."""
    for rendition in Rendition.objects.filter(file__in=names):
        rendition.delete()


def rows_naming(rendition: Rendition) -> CatalogEntryQuerySet:
    """Return the catalog entries whose picture or thumbnail is this rendition."""
    # The picture's id is given too, because rows have an index on pictures and none on addresses.
    url = rendition.url
    return CatalogEntry.objects.filter(Q(image=url) | Q(thumbnail=url), picture=rendition.image_id)


def name_of(url: str) -> str:
    """Return the storage name of the file at a URL below MEDIA_URL."""
    # An address is percent-encoded, the name of a file in the storage is not.
    return unquote(url.removeprefix(settings.MEDIA_URL))


def thumbnail_filters(page: OrgContentPage) -> dict[str, Filter]:
    """Return the scaling filters of a page's picture for the catalog fields `image` and `thumbnail`."""
    if page.page_kind.shows_whole_picture:
        return dict.fromkeys(("image", "thumbnail"), Filter(COVER))
    return {"image": Filter(LARGE), "thumbnail": Filter(SMALL)}
