"""Model fields of our own."""

from __future__ import annotations

from typing import Any

from django.db import models


class WebsiteField(models.URLField):  # type: ignore[type-arg]
    """A web address whose form field completes an address without a scheme by http://.

    Django 5.2 warns of every form field that does not name the scheme, since the default changes in Django 6.0.
    """

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"assume_scheme": "http"} | kwargs))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
