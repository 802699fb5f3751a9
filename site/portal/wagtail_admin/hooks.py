"""The block on libraries that would add to Wagtail's screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail import hooks

from orgs.wagtail_patches import registry

# The reason for each, by the name of its package.
DISABLED_LIBRARIES = {
    "wagtail_localize": "Its screens put words and whole pages into another language past the review, and take the"
    " page editor's place where they did.",
}

stock_register = hooks.register


def register(hook_name: str, fn: Callable[..., Any] | None = None, order: int = 0) -> Any:
    """Register a Wagtail hook (or return a decorator that does); hooks of disabled libraries are ignored."""
    if fn is None:
        return lambda decorated: (register(hook_name, decorated, order), decorated)[1]
    if fn.__module__.partition(".")[0] not in DISABLED_LIBRARIES:
        stock_register(hook_name, fn, order)
    return None


def disable_library_hooks() -> None:
    """Patch Wagtail's hook registration so that hooks of disabled libraries are ignored."""
    why = " ".join(DISABLED_LIBRARIES.values())
    registry.register(registry.Patch("wagtail.hooks:register", "(hook_name, fn=None, order=0)", register, why))
    registry.apply_all()
