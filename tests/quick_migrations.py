"""Migrations carried out in a third of the time, for the databases that tests copy.

With each change of a model Django makes the classes of all models anew that are related to it, however remotely, and in
this project nearly all are: most of the time that migrations take. What a migration changes in the database depends on
the changed model and on those that inherit from it; the others are made anew before code of a migration runs, as
Django does it itself for changes that it delays.

tests/schema/test_quick_migrations.py compares the databases that both ways make.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db.migrations.state import ProjectState

ModelKey = tuple[str, str]


@contextmanager
def quick_migrations() -> Iterator[None]:
    """Let migrations in the block make few classes anew: those of the changed models and of what inherits from them."""
    with patch.object(ProjectState, "_find_reload_model", changed_models):
        yield


def changed_models(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[ModelKey]:
    """Return the app label and name of a changed model, and those of all models that inherit from it."""
    # Whoever needs the models with all that lies between them, as code of migrations, has them made anew.
    state.is_delayed = True
    changed: set[ModelKey] = set()
    waiting = [(app_label, model_name)]
    while waiting:
        key = waiting.pop()
        if key not in changed:
            changed.add(key)
            model = state.apps.all_models[key[0]].get(key[1])
            children = model.__subclasses__() if model else ()
            waiting += [(child._meta.app_label, child._meta.model_name) for child in children]
    return changed
