"""The things that a page's content may refer to, and the names by which an archive refers to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.coreutils import resolve_model_string
from wagtail.models import Page

from assets.models import Document, Image
from events.models import Series
from vocabulary.models import Institution

# Things of the whole portal, which an archive names by their slug.
SHARED: dict[str, type[models.Model]] = {"series": Series, "institution": Institution}
FILES: dict[str, type[models.Model]] = {"image": Image, "document": Document}


def target_model(definition: Any) -> type[models.Model] | None:
    """Return the model that a field or block refers to; None for a plain value."""
    if isinstance(definition, models.ForeignKey):
        return definition.related_model  # type: ignore[return-value]
    if not isinstance(definition, blocks.ChooserBlock):
        return None
    # The block of documents has its model by name.
    return resolve_model_string(definition.target_model)


def reference_kind(model: type[models.Model]) -> str:
    """Return the name by which an archive refers to a thing of this model; "" for what no archive has."""
    if issubclass(model, Page):
        return "page"
    return next((name for name, known in (SHARED | FILES).items() if known is model), "")
