"""A base class for models with a name in each of the portal's languages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


class Bilingual:
    """A model with the fields `name_en` and `name_km`, shown by the name in the reader's language."""

    name_en: Any
    name_km: Any

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the active language: Khmer for "km", else English; no fallback for an empty one."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Return the Khmer name for "km", else the English one; no fallback for an empty one."""
        return self.name_km if language == "km" else self.name_en
