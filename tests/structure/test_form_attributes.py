"""Fields of forms carry no attribute that HTML does not know of their kind; the drill "valid" looks at whole pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from django import forms
from django.urls import get_resolver

from tools.packages import names

# By the type of an input, what the Nu checker refuses there.
REFUSED = {
    "hidden": ("autocomplete", "required", "maxlength"),
    "color": ("maxlength", "required", "placeholder"),
    "date": ("maxlength", "placeholder"),
    "number": ("maxlength",),
    "checkbox": ("maxlength", "placeholder"),
    "file": ("maxlength", "placeholder"),
}


def subclasses(of: type) -> Iterator[type]:
    for each in of.__subclasses__():
        yield each
        yield from subclasses(each)


@cache
def fields() -> dict[str, forms.Field]:
    """All fields of all forms of the portal, by where they stand."""
    assert get_resolver().url_patterns, "all views are loaded, and their forms with them"
    own = set(names())
    return {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in set(subclasses(forms.BaseForm))
        if form.__module__.partition(".")[0] in own
        for name, field in getattr(form, "base_fields", {}).items()
    }


@pytest.mark.django_db
def test_fields_carry_only_attributes_of_their_kind() -> None:
    assert len(fields()) > 100
    faults = []
    for place, field in fields().items():
        widget = field.widget
        required = field.required and widget.use_required_attribute(None)
        try:
            html = widget.render("x", None, {"required": True} if required else {})
        except (AttributeError, TypeError, ValueError):
            continue  # a chooser of Wagtail's, which asks for its page
        for tag in re.findall(r"<input[^>]*>", html):
            kind = (re.findall(r'type="(\w+)"', tag) or ["text"])[0]
            faults += [f"{place}: {name}" for name in REFUSED.get(kind, ()) if re.search(rf"\s{name}\b", tag)]
    assert not faults


@pytest.mark.parametrize("name", ["nickname", "colour"])
def test_those_that_were_at_fault_are_among_them(name: str) -> None:
    assert any(place.endswith(f".{name}") for place in fields())
