"""Every row of every table, to compare before and after."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each table of the database, by the name of its model."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for model in models
        if model._meta.managed and not model._meta.proxy
    }


def changed_tables(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Return the names of the models whose rows differ."""
    return {name for name in before if before[name] != after[name]}
