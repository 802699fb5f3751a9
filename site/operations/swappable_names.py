"""Names of the settings that swap models (AUTH_USER_MODEL and its like), kept while migrations run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps.registry import Apps


@contextmanager
def swappable_names_kept() -> Iterator[None]:
    """Keep Django's cache of swappable setting names within the block, which speeds up migrations.

    Django keeps them anyway, but forgets them with each model that a migration adds to its own copy of the models, and
    then goes through all models again for each foreign key: a fifth of the time of an empty database's migrations.
    """
    find: Any = Apps.get_swappable_settings_name
    # Shadows the method of functools.cache, which cannot be replaced.
    vars(find)["cache_clear"] = lambda: None
    try:
        yield
    finally:
        del vars(find)["cache_clear"]
        find.cache_clear()
