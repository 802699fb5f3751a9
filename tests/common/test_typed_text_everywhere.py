"""No form, column or block is left out: each takes one line, something that is seen, and no more than its limit."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.forms.collections import CollectionForm
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockValidationError
from wagtail.fields import RichTextField, StreamField
from wagtail.images.forms import get_image_form
from wagtail.models import Page

from assets.models import Document, Image
from common.typed_text.characters import NOT_IN_A_LINE
from orgs.models.pages import LONGEST_PAGE
from orgs.pages.blocks import LONGEST_HEADING, MOST_COLUMNS, MOST_ROWS
from orgs.pages.content_walker import letters_of
from orgs.pages.registry import page_kinds
from tests.structure.test_patterns import sources
from tools.packages import folders

BROKEN = ["a\nb", "a\r\nb", "a\u2028b", "a\x1b[31mb", "a\u202eb", "a\u2066b", "a\x85b"]
# Written by programs, from what is limited elsewhere.
NOT_TYPED = {
    "assets.DocumentPreview.text",
    "catalog.CatalogEntry.names",
    "catalog.CatalogEntry.summary",
    "catalog.CatalogEntry.text",
    "outbox.Event.error",
    "translations.PublishedPair.words",
}


@cache
def form_fields() -> dict[str, forms.CharField]:
    """Every box for letters: of our forms, those in which pages and files are edited, and allauth's."""
    for _path, parts in sources():
        importlib.import_module(".".join(parts).removesuffix(".__init__"))
    classes = {each for each in subclasses(forms.BaseForm) if each.__module__.partition(".")[0] in folders()}
    classes |= {model.get_edit_handler().get_form_class() for model in page_kinds().models if model.content_panels}
    classes |= {get_image_form(Image), CollectionForm, LoginForm, RequestLoginCodeForm, ResetPasswordForm}
    return {
        f"{each.__module__}.{each.__name__}.{name}": field
        for each in classes
        for name, field in each.base_fields.items()
        if isinstance(field, forms.CharField)
    }


def subclasses(kind: type) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def columns() -> Iterator[models.Field[Any, Any]]:
    for model in apps.get_models():
        if model._meta.app_label in folders() or model in (Page, Image, Document):
            yield from model._meta.local_fields


@cache
def all_blocks() -> dict[str, blocks.Block]:
    """Every block of every stream, by its path."""
    found: dict[str, blocks.Block] = {}
    for field in columns():
        if isinstance(field, StreamField):
            found.update(walk(field.stream_block, str(field)))
    return found


def walk(block: Any, path: str) -> Iterator[tuple[str, blocks.Block]]:
    yield path, block
    for name, child in getattr(block, "child_blocks", {}).items():
        yield from walk(child, f"{path}.{name}")
    if isinstance(block, blocks.ListBlock):
        yield from walk(block.child_block, f"{path}.item")


def is_single_line(field: forms.Field) -> bool:
    box = field.widget
    return isinstance(box, forms.TextInput) and not isinstance(box, forms.PasswordInput | forms.HiddenInput)


def test_every_form_refuses_a_broken_line_or_makes_it_whole() -> None:
    boxes = {name: field for name, field in form_fields().items() if is_single_line(field)}
    assert len(boxes) > 30
    for name, field in boxes.items():
        for text in BROKEN:
            try:
                kept = field.clean(text)
            except ValidationError:
                continue
            # Line ends and controls are gone; in fields of one kind alone they would be part of nothing.
            assert not NOT_IN_A_LINE.search(str(kept)), (name, text)
            assert isinstance(field, forms.URLField | forms.EmailField) or is_of_digits(field), name


def is_of_digits(field: forms.Field) -> bool:
    return {"inputmode", "autocomplete"} & set(field.widget.attrs) != set()


def test_every_form_takes_what_nobody_sees_for_nothing() -> None:
    for name, field in form_fields().items():
        if isinstance(field.widget, forms.PasswordInput) or isinstance(field, forms.UUIDField):
            continue
        if field.required:
            with pytest.raises(ValidationError):
                field.clean("\u200b\u2060")
        else:
            assert field.clean("\u200b\u2060") in (field.empty_value, []), name


def test_every_column_of_letters_takes_one_line_of_something() -> None:
    letters = [field for field in columns() if isinstance(field, models.CharField) and not field.choices]
    assert len(letters) > 60
    for field in letters:
        for text in [*BROKEN, "\u200b", "\u3164"]:
            with pytest.raises(ValidationError):
                field.run_validators(text)
    for field in columns():
        if type(field) is models.TextField:
            with pytest.raises(ValidationError):
                field.run_validators("\u200b")


def test_every_block_of_one_line_takes_one() -> None:
    lines = [block for block in all_blocks().values() if isinstance(block, blocks.CharBlock | blocks.URLBlock)]
    assert len(lines) > 20
    for block in lines:
        with pytest.raises(ValidationError):
            block.clean("a\u2028b\u202e c")
    needed = [block for block in all_blocks().values() if isinstance(block, blocks.FieldBlock) and block.required]
    for block in needed:
        if isinstance(block.field, forms.CharField):
            with pytest.raises(ValidationError):
                block.clean(block.to_python("\u200b"))


def test_every_text_has_an_upper_length() -> None:
    texts = [field for field in columns() if isinstance(field, models.TextField | RichTextField | models.CharField)]
    endless = {str(field) for field in texts if not field.max_length and field.model._meta.app_label in folders()}
    assert endless == NOT_TYPED
    for path, block in all_blocks().items():
        if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
            assert block.meta.max_num, path
        elif isinstance(block, blocks.FieldBlock) and isinstance(block.field, forms.CharField):
            assert getattr(block, "max_length", None) or block.field.max_length, path


def test_every_box_has_an_upper_length_of_its_own_or_the_common_one() -> None:
    for name, field in form_fields().items():
        if not isinstance(field, forms.UUIDField) and not isinstance(field.widget, forms.PasswordInput):
            with pytest.raises(ValidationError):
                field.clean("a" * 1_100_000)
            assert field.max_length or name.partition(".")[0] not in folders() or not is_single_line(field), name


def test_the_limit_is_told_in_the_form() -> None:
    for name, field in form_fields().items():
        if is_single_line(field) and field.max_length:
            assert "maxlength" in field.widget.attrs | field.widget_attrs(field.widget), name


def test_a_column_holds_its_limit_without_a_form() -> None:
    for field in columns():
        if type(field) is models.TextField and field.max_length:
            with pytest.raises(ValidationError):
                field.run_validators("a" * (field.max_length + 1))


def test_a_table_has_limits_and_its_headings_are_lines() -> None:
    block = next(block for block in all_blocks().values() if isinstance(block, TypedTableBlock))

    def table(columns: int = 1, rows: int = 1, heading: str = "a", caption: str = "") -> Any:
        kinds = [{"type": "text", "heading": heading}] * columns
        return block.to_python({"columns": kinds, "rows": [{"values": ["x"] * columns}] * rows, "caption": caption})

    block.clean(table(MOST_COLUMNS, MOST_ROWS))
    for bad in (
        table(columns=MOST_COLUMNS + 1),
        table(rows=MOST_ROWS + 1),
        table(heading="a" * (LONGEST_HEADING + 1)),
        table(heading="a\nb"),
        table(caption="a\u202eb"),
    ):
        with pytest.raises(TypedTableBlockValidationError):
            block.clean(bad)


@pytest.mark.django_db
def test_a_whole_page_has_a_limit(make_page: Any, organization: Any) -> None:
    page = make_page("article", organization)
    page.body = [("paragraph", f"<p>{'word ' * 1900}</p>")] * 11
    with pytest.raises(ValidationError, match="at most"):
        page.full_clean()
    assert letters_of(page) > LONGEST_PAGE
