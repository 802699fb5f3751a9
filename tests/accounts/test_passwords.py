"""Messages about passwords have the digits of their language."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override


@pytest.mark.parametrize(("language", "digit"), [("en", "8"), ("km", "៨")])
def test_a_password_s_length_is_told_in_the_reader_s_digits(language: str, digit: str) -> None:
    with override(language):
        assert any(digit in text for text in password_validators_help_texts())
        with pytest.raises(ValidationError, match=digit):
            validate_password("short")
