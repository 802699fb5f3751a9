"""What has a name in each of the portal's languages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


class Bilingual:
    """Shows whichever of a model's fields `name_en` and `name_km` the reader's language asks for."""

    name_en: Any
    name_km: Any

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the language that is active."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        return self.name_km if language == "km" else self.name_en
