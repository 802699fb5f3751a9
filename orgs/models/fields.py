"""Model fields for telephone numbers and websites."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.typed_text.telephone import is_telephone

LONGEST_TELEPHONE = 40


def validate_telephone(value: str) -> None:
    """Raise ValidationError for a text that is neither empty nor a telephone number."""
    if value and not is_telephone(value):
        raise ValidationError(_("Write a telephone number in digits, such as 012 345 678."), code="no_telephone")


class TelephoneField(models.CharField):  # type: ignore[type-arg]
    """One telephone number or several, in the digits of any script; templates make a link of each."""

    default_validators = [validate_telephone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"max_length": LONGEST_TELEPHONE} | kwargs))

    def formfield(self, **kwargs: Any) -> Any:
        """Return a form field for telephone numbers: telephone keyboard, no suggestions of the browser."""
        box = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})
        return super().formfield(**({"widget": box} | kwargs))

    def deconstruct(self) -> Any:
        """Return the field for migrations as a plain CharField, so that they do not need this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class WebsiteField(models.URLField):  # type: ignore[type-arg]
    """A web address whose form field completes an address without a scheme by http://.

    Django 5.2 warns of every form field that does not name the scheme, since the default changes in Django 6.0.
    """

    def formfield(self, **kwargs: Any) -> Any:
        """Return a form field for URLs that adds http:// when the scheme is missing."""
        return super().formfield(**({"assume_scheme": "http"} | kwargs))

    def deconstruct(self) -> Any:
        """Return the field for migrations as a plain URLField, so that they do not need this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
