"""Password validators whose messages use the reader's digits."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import get_language

from khmer.typography import numerals


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """A validator of the least length of a password, with messages in the reader's digits."""

    def get_help_text(self) -> str:
        """Return the rule on the least length of a password, in the reader's digits."""
        return numerals(super().get_help_text(), get_language() or "en")

    def get_error_message(self) -> str:
        """Return the error text for a too short password, in the reader's digits."""
        return numerals(super().get_error_message(), get_language() or "en")
