"""The names and labels of the registered kinds of matters; apart, because the models need them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# The longest name of a kind, as it is stored.
LONGEST_KIND = 12
# Moderation's own kinds.
REPORT, PROFILE, APPLICATION = "report", "profile", "application"
# The labels of the kinds by their names, filled by register_matter_kind.
kind_labels: dict[str, _StrPromise] = {}
