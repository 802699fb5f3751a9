"""Services for files: store pictures, and make files of pages public or private."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterable
from typing import IO, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Collection, Page, ReferenceIndex

from assets.models import Document, FilePublicity, Image, lock_rows
from assets.pictures.metadata import without_metadata

FILE_MODELS: tuple[type[models.Model], ...] = (Image, Document)


def add_picture(file: IO[bytes], *, title: str, collection: Collection, user: Any = None, **fields: Any) -> Image:
    """Store an uploaded picture, without metadata, in a collection. Raises ValidationError if it is unfit.

    The ValidationError of django.core.exceptions has a message for people, as `without_metadata` says.
    """
    # Before the constructor, which reads the picture's size and cannot refuse a bad file clearly.
    bare = without_metadata(file)
    return Image.objects.create(title=title, file=bare, collection=collection, uploaded_by_user=user, **fields)


@transaction.atomic
def publish_files(
    page: Page, *, also: Iterable[Image] = (), collections: Some[int] | None = None, is_open: bool = True
) -> None:
    """Record which files a page shows, and if all may see them (`is_open`); delete records of files no longer shown.

    `page` is the specific page with the content that is going live. `also` are pictures that it shows without referring
    to them. With `collections` (ids), files in other collections stay private: an id in a page's content proves no
    right to the file. Without `is_open` the files of a live but hidden page are frozen and stay private.
    """
    wanted = files_of(page)
    wanted[Image].update(image.pk for image in also)
    rows = FilePublicity.objects.filter(page_id=page.pk)
    before = {(row.image_id, row.document_id): row for row in rows}
    now: set[tuple[int | None, int | None]] = set()
    now.update((pk, None) for pk in existing_ids(Image, wanted[Image], collections))
    now.update((None, pk) for pk in existing_ids(Document, wanted[Document], collections))
    if gone := [row.pk for files, row in before.items() if files not in now]:
        rows.filter(pk__in=gone).delete()
    # Also those that stay: a page that was hidden is shown again with all of them.
    if any(row.is_open != is_open for row in before.values()):
        rows.update(is_open=is_open)
    new = [{"image_id": image, "document_id": document} for image, document in now - set(before)]
    # ignore_conflicts: two transactions may record the same page at once; the constraint lets one row be.
    FilePublicity.objects.bulk_create(
        [FilePublicity(page_id=page.pk, is_open=is_open, **files) for files in new], ignore_conflicts=True
    )


def hide_files(pages: int | models.QuerySet[Page]) -> None:
    """Make the files of one or many pages private, unless other public pages show them.

    `pages` is an id or a query. Files of a page that stays live stay frozen: it may be seen again, as it was approved.
    """
    pages_filter = {"page_id": pages} if isinstance(pages, int) else {"page__in": pages}
    rows = FilePublicity.objects.filter(**pages_filter)
    # The other rows stay, closed: their files remain frozen.
    rows.filter(page__live=False).delete()
    rows.update(is_open=False)


def lock_files(page: Page) -> None:
    """Lock the rows of all pictures and documents that a page refers to until the transaction ends."""
    for model, ids in files_of(page).items():
        lock_rows(model, ids)


def files_of(page: Page) -> dict[type[models.Model], set[int]]:
    """Return {Image: ids, Document: ids} of the files that a page's content refers to by field, block or link."""
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in FILE_MODELS}
    found: dict[type[models.Model], set[int]] = {model: set() for model in FILE_MODELS}
    # Not from the index's table, which a background task fills later: files must be public together with their page.
    # Wagtail's private function, which its own index uses; requirements/base.in pins the version.
    for content_type, object_id, *_path in ReferenceIndex._extract_references_from_object(page):
        if content_type in kinds:
            found[kinds[content_type]].add(int(object_id))
    return found


def shown_file_data(page: Page, *, is_former: bool = False) -> list[list[Any]]:
    """Return hashes, titles, descriptions, consent, tags ... of a page's files, as lists for a content hash.

    With `is_former` only the fields SHOWN_AT_FIRST, for pages that were approved when the others were not compared yet.
    """
    return [row for model, ids in files_of(page).items() if ids for row in _shown_data(model, ids, is_former)]


def _shown_data(model: type[Any], ids: set[int], is_former: bool) -> list[list[Any]]:
    found = model.objects.filter(pk__in=ids).order_by("pk")
    if is_former:
        return [list(row) for row in found.values_list("pk", *model.SHOWN_AT_FIRST)]
    tags: dict[int, list[str]] = {}
    for pk, name in found.exclude(tags=None).values_list("pk", "tags__name"):
        tags.setdefault(pk, []).append(name)
    return [[*row, sorted(tags.get(row[0], []))] for row in found.values_list("pk", *model.SHOWN)]


def file_hashes_of(page: Page) -> set[str]:
    """Return the hashes of all files that a page's content refers to."""
    ids = files_of(page)
    found = (
        model._default_manager.filter(pk__in=ids[model]).values_list("file_hash", flat=True)
        for model in ids
        if ids[model]
    )
    return {value for hashes in found for value in hashes if value}


def updated_description(image: Image, *, user: Any = None, collection: Collection | None = None, **said: Any) -> Image:
    """Save new descriptive data of a picture, or on a copy if it is public or of another collection; return it.

    The picture is copied when a public page shows it, because nobody reviews such a change, and when it does not lie in
    `collection`, if that is given.
    """
    # Nothing is new: no copy, and no save that a frozen file would refuse.
    if all(getattr(image, name) == value for name, value in said.items()):
        return image
    home = collection or image.collection
    if image.collection_id != home.pk or image.is_frozen:
        return _copied(image, home, user, said)
    for name, value in said.items():
        setattr(image, name, value)
    image.save()
    return image


def _copied(image: Image, collection: Collection, user: Any, said: dict[str, Any]) -> Image:
    """Return another picture with the same bytes and data, except for `said`."""
    kept = {name: getattr(image, name) for name in Image.SHOWN if name != "file_hash"}
    with image.file.open("rb") as file:
        copy = add_picture(file, collection=collection, user=user, **(kept | said))
    copy.tags.set(image.tags.all())
    return copy


def existing_ids(model: type[models.Model], ids: set[int], collections: Some[int] | None) -> Iterable[int]:
    """Return those ids that exist in the model's table, in one of the collections unless that is None."""
    if not ids:
        return ()
    found = model._default_manager.filter(pk__in=ids)
    if collections is not None:
        found = found.filter(collection_id__in=collections)
    return found.values_list("pk", flat=True)
