"""Validation of every text column, of our models and of the libraries': one line, and something visible.

Forms clean before (form_fields); this holds for what is written past them: services, commands, copies, the API.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.validators import MaxLengthValidator
from django.db import models

from common.typed_text.lengths import length
from common.typed_text.validators import validate_content, validate_one_line


def validate_everywhere() -> None:
    """Add validators (visible content, one line, length) to all text fields of models; patch how Django counts length.

    Django's limit of length counts as browsers do from here on, in forms and in models.
    """
    MaxLengthValidator.clean = _length  # type: ignore[assignment,method-assign]
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.CharField):
                _add(field, validate_one_line)
            # Not for rich text: there the form checks that something stands between the tags.
            if isinstance(field, models.CharField) or type(field) is models.TextField:
                _add(field, validate_content)
                _limit(field)


def _limit(field: Any) -> None:
    """Add a validator for a text's limit, which Django adds for columns of one line only."""
    if field.max_length is not None and not any(isinstance(each, MaxLengthValidator) for each in field.validators):
        field.validators.append(MaxLengthValidator(field.max_length))


def _add(field: Any, validator: Any) -> None:
    if validator not in field.validators:
        field.validators.append(validator)


def _length(self: MaxLengthValidator, value: Any) -> int:
    return length(value) if isinstance(value, str) else len(value)
