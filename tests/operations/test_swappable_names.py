"""While migrations run, Django goes through all models once for each name of a setting that swaps models."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db.migrations.state import StateApps

from operations.swappable_names import swappable_names_kept

find = Apps.get_swappable_settings_name


def add_a_model_to_a_copy() -> None:
    StateApps([], {}).clear_cache()


def is_asked_anew() -> bool:
    before = find.cache_info().misses
    assert apps.get_swappable_settings_name("accounts.User") == "AUTH_USER_MODEL"
    return find.cache_info().misses > before


def test_a_name_is_kept_until_the_block_ends() -> None:
    with swappable_names_kept():
        is_asked_anew()
        add_a_model_to_a_copy()
        assert not is_asked_anew()

    assert is_asked_anew()
    add_a_model_to_a_copy()
    assert is_asked_anew()


def test_an_error_in_the_block_ends_it() -> None:
    with pytest.raises(ValueError), swappable_names_kept():
        raise ValueError

    is_asked_anew()
    add_a_model_to_a_copy()
    assert is_asked_anew()
