"""Wagtail's own API, which the portal does not serve: no process loads any of it."""

from __future__ import annotations

import sys

from django.conf import settings

from portal.settings import wagtail_api


def test_no_part_of_it_is_loaded() -> None:
    """A newer Wagtail may look for it in more places than those that hold empty modules."""
    assert not [name for name in settings.INSTALLED_APPS if name.startswith("wagtail.api")]
    parts = {name: module for name, module in sys.modules.items() if name.startswith("wagtail.") and ".api.v3" in name}
    assert wagtail_api.API in parts
    assert not [name for name, module in parts.items() if module.__spec__]
