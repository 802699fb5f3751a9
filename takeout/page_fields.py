"""The fields and rows of a page that an archive has."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations

from orgs.pages.content_walker import own_fields
from orgs.pages.registry import page_kinds

# Columns that the whole page has, not one of its contents.
NOT_IN_ROWS = {"id", "sort_order"}


def page_models() -> dict[str, type[Any]]:
    """Return the classes of pages of organizations by the label that an archive names them by."""
    return {model._meta.label: model for model in page_kinds().models}


def content_fields(page: Any) -> list[models.Field]:
    """Return the fields of a page whose values stand in an archive."""
    return own_fields(page)


def row_columns(page: Any) -> dict[str, list[models.Field]]:
    """Return the columns of the rows below a page, such as participants, by the name of their relation."""
    return {
        relation.get_accessor_name(): [
            field
            for field in relation.related_model._meta.concrete_fields
            # The column that leads back to the page is its place in the tree of the archive.
            if field.editable and field.name not in NOT_IN_ROWS and field.name != relation.field.name
        ]
        for relation in get_all_child_relations(page)
        # Rows of other packages (such as Wagtail's comments) are not the page's content.
        if relation.related_model._meta.app_label == type(page)._meta.app_label
    }
