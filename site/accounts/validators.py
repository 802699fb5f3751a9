"""What a password must be, told in the reader's own digits."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import get_language

from khmer.typography import numerals


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    def get_help_text(self) -> str:
        return numerals(super().get_help_text(), get_language() or "en")

    def get_error_message(self) -> str:
        return numerals(super().get_error_message(), get_language() or "en")
