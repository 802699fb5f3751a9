"""References in an admin form: chooser fields, blocks of a stream field, links and pictures in rich text.

What was posted is read before it is validated: a field that fails is shown again, with the title of what it chose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.forms import BaseForm, Field, ModelChoiceField
from django.http import Http404

Reference = tuple[type[Model], str]


def posted_references(form: Any) -> set[Reference]:
    """Return (model, id) of all objects that a posted form's data refers to. Raises Http404 for broken data."""
    try:
        return set(references(form, posted_value))
    # Wagtail's stream blocks read posted counters and JSON without checks: made-up data ends in one of these errors.
    except (KeyError, ValueError, TypeError) as error:
        raise Http404 from error


def initial_references(form: Any) -> set[Reference]:
    """Return (model, id) of the objects that a form referred to before it was posted."""
    return set(references(form, initial_value))


def references(form: Any, value_of: Callable[[BaseForm, str], Any]) -> Iterator[Reference]:
    """Yield model and id of each object that a form and its formsets refer to; `value_of` gives a field's value."""
    for name, field in form.fields.items():
        yield from references_in(form, name, field, value_of(form, name))
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from references(child, value_of)


def references_in(form: Any, name: str, field: Field, value: Any) -> Iterator[Reference]:
    """Yield model and id of each object to which one form field's value refers."""
    column = column_of(form, name)
    if isinstance(field, ModelChoiceField):
        model = field.queryset.model  # type: ignore[union-attr]
        for chosen in value if isinstance(value, list | tuple) else [value]:
            if chosen not in (None, ""):
                yield model, str(getattr(chosen, "pk", chosen))
    # Stream fields and rich text of Wagtail know how to list their references.
    elif value is not None and hasattr(column, "extract_references"):
        for model, pk, _model_path, _content_path in column.extract_references(value):
            yield model, str(pk)


def column_of(form: Any, name: str) -> Any:
    """Return the model field behind a form field, or None when there is none."""
    try:
        return form._meta.model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return None


def posted_value(form: BaseForm, name: str) -> Any:
    """Return the posted value of a form field before validation; None when the field is disabled or was left out."""
    field = form.fields[name]
    # A field that was not posted refers to nothing.
    if field.disabled or field.widget.value_omitted_from_data(form.data, form.files, form.add_prefix(name)):
        return None
    return field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))


def initial_value(form: BaseForm, name: str) -> Any:
    """Return the value that a form field had before the form was posted, or None."""
    return form.get_initial_for_field(form.fields[name], name)
