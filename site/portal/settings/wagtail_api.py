"""Keeps Wagtail's own API (`wagtail.api.v3`) from being loaded: the portal serves its own, in `api`.

Five of Wagtail's apps import it when they start, to add their addresses, even where it is not installed: its schemas
and serializers took a third of the start of every process.
"""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

APPS = ("wagtail.contrib.redirects", "wagtail.documents", "wagtail.images", "wagtail.locales", "wagtail.snippets")
API = "wagtail.api.v3.api"


def leave_out() -> None:
    """Put empty modules where Wagtail's apps look for its API (to be called before Django loads the apps)."""
    put(API, api=SimpleNamespace(add_router=do_nothing))
    for app in APPS:
        for module in ("", ".registry", ".router"):
            put(f"{app}.api.v3{module}", router=None, register_content_types=do_nothing)


def put(name: str, **contents: Any) -> None:
    """Put a module with these contents under a name, so that it is not loaded; a loaded module stays."""
    module = ModuleType(name)
    vars(module).update(contents)
    sys.modules.setdefault(name, module)


def do_nothing(*_: Any) -> None:
    """Do nothing with any arguments: stands where Wagtail's apps call functions of its API."""
