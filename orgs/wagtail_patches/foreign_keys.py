"""Rows of Wagtail's log and workflows, saved without a query for each foreign key."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models


def clean_fields(self: models.Model, exclude: Collection[str] | None = None) -> None:
    """Check every field of a row but the foreign keys that are set. ValidationError: a field is wrong or missing.

    The database refuses a key whose row is not there. Django would look for each of these rows with a query.
    """
    set_keys = {each.name for each in self._meta.concrete_fields if each.many_to_one and has_value(self, each)}
    models.Model.clean_fields(self, exclude=set_keys | set(exclude or ()))


def has_value(row: models.Model, field: Any) -> bool:
    """Return whether a field of a row is not null, without reading what a foreign key points at."""
    return getattr(row, field.attname) is not None
