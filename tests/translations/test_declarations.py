"""Every model with words is translated as a page, holds both languages, or is named with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from orgs.pages.registry import page_kinds
from tools.packages import names
from translations.declarations import IN_BOTH_LANGUAGES, NOT_TRANSLATED

# Fields without words: keys, codes, addresses, hashes, colours, names of kinds. A new name is looked at by somebody.
WITHOUT_WORDS = {
    *(
        "key",
        "name_key",
        "url_key",
        "guid_key",
        "title_key",
        "focal_point_key",
        "message_id",
        "token",
        "code",
        "device",
    ),
    *(
        "content_hash",
        "file_hash",
        "address_hash",
        "author_hash",
        "purpose_hash",
        "digest",
        "source_texts",
        "draft_texts",
    ),
    *(
        "public_texts",
        "archive",
        "model",
        "kind",
        "object_kind",
        "file_name",
        "address",
        "telephone",
        "phone",
        "handler",
    ),
    *("recipient", "verdict", "cut", "etag", "modified", "moved_to", "moved_from", "url", "host", "query", "stream"),
    *("language", "type", "image", "thumbnail", "colour", "brand_light", "brand_dark", "filter_spec", "password"),
}
WORDY = (models.CharField, models.TextField)
NOT_WORDY = (models.EmailField, models.URLField, models.SlugField)


def own_models() -> Iterator[Any]:
    packages = set(names())
    pages = set(page_kinds().models)
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in packages and model not in pages:
            yield model


def texts(model: Any) -> set[str]:
    """Return the names of a model's own fields that may hold words."""
    return {
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, WORDY) and not isinstance(field, NOT_WORDY) and not field.choices
    }


def in_both(model: Any) -> set[str]:
    return {name[:-3] for name in texts(model) if name.endswith("_en") and f"{name[:-3]}_km" in texts(model)}


def test_what_holds_both_languages_is_declared_so() -> None:
    found = {model._meta.label: in_both(model) for model in own_models() if in_both(model)}
    assert found == {label: set(fields) for label, fields in IN_BOTH_LANGUAGES.items()}


def test_every_other_field_with_words_has_the_reason_why_it_is_not_translated() -> None:
    for model in own_models():
        both = {f"{name}_{code}" for name in in_both(model) for code in ("en", "km")}
        left = texts(model) - both - WITHOUT_WORDS
        declared = NOT_TRANSLATED.get(model._meta.label, {})
        # A field that is usually a code may hold words here, such as the address of a person.
        assert left <= set(declared), model._meta.label
        assert set(declared) <= texts(model), model._meta.label
        assert all(declared.values())
    assert set(NOT_TRANSLATED) <= {model._meta.label for model in own_models()}


def test_an_organizations_profile_is_translated_where_it_is_written() -> None:
    """Its facts hold both languages; what it writes about itself on its home is a page in each."""
    assert IN_BOTH_LANGUAGES["orgs.Organization"] == ("name", "description")
    home = next(model for model in page_kinds().models if model.__name__ == "OrganizationPage")
    assert "body" in home.translated_fields
