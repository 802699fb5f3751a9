"""Access rules for Wagtail's views of pictures and documents: the open ones with their ids; see orgs.guard.

The kinds stand here by their names: the package that knows them lies above.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COLLECTION = {"collection": "collection", "collection_id": "collection"}
IMAGE = {"image_id": "image", **COLLECTION}
DOCUMENT = {"document_id": "document", "doc_id": "document", **COLLECTION}
UPLOAD = {"uploaded_file_id": "upload", **COLLECTION}


def bulk(kwargs: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Return the kinds of ids in the address of a bulk action on pictures or documents; None for other models.

    `id=all`, by which the stock views mean everybody's files, is no id and is refused.
    """
    # `action` is a word of Wagtail's own addresses; what it does is checked by the permission policy.
    named = {"app_label": "plain", "model_name": "plain", "action": "plain", **COLLECTION}
    own = kwargs["app_label"] == "assets" and kwargs["model_name"] in ("image", "document")
    return {**named, "id": kwargs["model_name"]} if own else None


def chooser(kind: str) -> dict[str, str]:
    """Return the kinds of ids in the addresses of a chooser for "image" or "document" files, for access checks."""
    return {"pk": kind, "id": kind, **COLLECTION}


OPEN: dict[str, Any] = {
    "wagtail_bulk_action": bulk,
    "wagtailimages:index": COLLECTION,
    "wagtailimages:index_results": COLLECTION,
    "wagtailimages:add": COLLECTION,
    "wagtailimages:edit": IMAGE,
    "wagtailimages:delete": IMAGE,
    "wagtailimages:image_usage": IMAGE,
    "wagtailimages:add_multiple": COLLECTION,
    "wagtailimages:edit_multiple": IMAGE,
    "wagtailimages:delete_multiple": IMAGE,
    "wagtailimages:create_multiple_from_uploaded_image": UPLOAD,
    "wagtailimages:delete_upload_multiple": UPLOAD,
    "wagtailimages_chooser:choose": chooser("image"),
    "wagtailimages_chooser:choose_results": chooser("image"),
    "wagtailimages_chooser:chosen": chooser("image"),
    "wagtailimages_chooser:chosen_multiple": chooser("image"),
    "wagtailimages_chooser:create": chooser("image"),
    "wagtailimages_chooser:select_format": IMAGE,
    "wagtaildocs:index": COLLECTION,
    "wagtaildocs:index_results": COLLECTION,
    "wagtaildocs:add": COLLECTION,
    "wagtaildocs:edit": DOCUMENT,
    "wagtaildocs:delete": DOCUMENT,
    "wagtaildocs:document_usage": DOCUMENT,
    "wagtaildocs:add_multiple": COLLECTION,
    "wagtaildocs:edit_multiple": DOCUMENT,
    "wagtaildocs:delete_multiple": DOCUMENT,
    "wagtaildocs:create_multiple_from_uploaded_document": UPLOAD,
    "wagtaildocs:delete_upload_multiple": UPLOAD,
    "wagtaildocs_chooser:choose": chooser("document"),
    "wagtaildocs_chooser:choose_results": chooser("document"),
    "wagtaildocs_chooser:chosen": chooser("document"),
    "wagtaildocs_chooser:chosen_multiple": chooser("document"),
    "wagtaildocs_chooser:create": chooser("document"),
}

ADDRESSES = "An address that it makes would open a file past FilePublicity."

CLOSED: dict[str, str] = {
    "wagtailimages:url_generator": ADDRESSES,
    "wagtailimages:url_generator_output": ADDRESSES,
    "wagtailimages:preview": ADDRESSES,
}
