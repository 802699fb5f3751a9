"""Bringing files in, and telling which of them the public may have."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterable
from typing import IO, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Collection, Page, ReferenceIndex

from assets.metadata import without_metadata
from assets.models import Document, FilePublicity, Image, lock_rows

FILE_MODELS: tuple[type[models.Model], ...] = (Image, Document)


def add_picture(file: IO[bytes], *, title: str, collection: Collection, user: Any = None, **fields: Any) -> Image:
    """Take in an uploaded picture, without its metadata; `fields` are description, credit, people.

    Raises django.core.exceptions.ValidationError, with a message for people, as assets.metadata.without_metadata says.
    """
    # Before the constructor, which asks for the picture's size and knows no clear refusal.
    bare = without_metadata(file)
    return Image.objects.create(title=title, file=bare, collection=collection, uploaded_by_user=user, **fields)


@transaction.atomic
def publish_files(
    page: Page, *, also: Iterable[Image] = (), collections: Some[int] | None = None, is_open: bool = True
) -> None:
    """Let the public have the files of a page that is going live, and no others because of it.

    `page` is the specific page with the content that is going live. `also` are pictures that it shows without
    referring to them. With `collections` (ids), files that lie elsewhere stay private: an id in a page's content
    proves no right to the file. A page that is live, but hidden, holds its files fast without opening them (`is_open`).
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
    if any(row.is_open != is_open for row in before.values()):
        rows.update(is_open=is_open)
    new = [{"image_id": image, "document_id": document} for image, document in now - set(before)]
    FilePublicity.objects.bulk_create(
        [FilePublicity(page_id=page.pk, is_open=is_open, **files) for files in new], ignore_conflicts=True
    )


def hide_files(pages: int | models.QuerySet[Page]) -> None:
    """Take the files of a page (its id), or of many (a query), from the public, save what other pages still show.

    Those of a page that stays live are held fast: it may be seen again, as it was approved.
    """
    pages_filter = {"page_id": pages} if isinstance(pages, int) else {"page__in": pages}
    rows = FilePublicity.objects.filter(**pages_filter)
    rows.filter(page__live=False).delete()
    rows.update(is_open=False)


def lock_files(page: Page) -> None:
    """Lock the files of a page until the end of the transaction: what is compared is what is published."""
    for model, ids in files_of(page).items():
        lock_rows(model, ids)


def files_of(page: Page) -> dict[type[models.Model], set[int]]:
    """Ids of the pictures and documents to which a page's content refers: by field, block or link."""
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in FILE_MODELS}
    found: dict[type[models.Model], set[int]] = {model: set() for model in FILE_MODELS}
    # Not the table of the index, which a background task fills later; pictures must be there with their page.
    for content_type, object_id, *_path in ReferenceIndex._extract_references_from_object(page):
        if content_type in kinds:
            found[kinds[content_type]].add(int(object_id))
    return found


def shown_file_data(page: Page, *, is_former: bool = False) -> list[list[Any]]:
    """Return what a page shows of its files: ids, hashes, titles, alternative texts, sources, consent, tags.

    With `is_former` only what was asked of them at first.
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
    """Return the hashes of the bytes of all files to which a page's content refers."""
    ids = files_of(page)
    found = (
        model._default_manager.filter(pk__in=ids[model]).values_list("file_hash", flat=True)
        for model in ids
        if ids[model]
    )
    return {value for hashes in found for value in hashes if value}


def updated_description(image: Image, *, user: Any = None, collection: Collection | None = None, **said: Any) -> Image:
    """Return the picture with another description, credit or answer about its people.

    It is a copy where a public page shows it, for nobody reviews what changes behind that; and where it does not lie
    in `collection`, when that is given.
    """
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
    """Return another picture with the same bytes, of which the same is said but for `said`."""
    kept = {name: getattr(image, name) for name in Image.SHOWN if name != "file_hash"}
    with image.file.open("rb") as file:
        copy = add_picture(file, collection=collection, user=user, **(kept | said))
    copy.tags.set(image.tags.all())
    return copy


def existing_ids(model: type[models.Model], ids: set[int], collections: Some[int] | None) -> Iterable[int]:
    """Those of the ids that there are, in the collections."""
    if not ids:
        return ()
    found = model._default_manager.filter(pk__in=ids)
    if collections is not None:
        found = found.filter(collection_id__in=collections)
    return found.values_list("pk", flat=True)
