"""Every kind of page has a number of its own, which never changes; every list of kinds comes from the declarations."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.apps import apps

from orgs.pages import numbers
from orgs.pages.checks import check_page_kinds, kind_problems
from orgs.pages.page_kind import PageKind, Tab
from orgs.pages.registry import UNKNOWN, PageKindRegistry, page_kinds
from tools import packages

OWN = [kind for kind in page_kinds().kinds if kind.name in numbers.NUMBERS]


def kind(number: int, name: str, **fields) -> PageKind:
    return PageKind(number=number, name=name, label=name.title(), schema_type="WebPage", **fields)


def test_declarations_stand_in_the_frozen_list():
    ours = [model for model in page_kinds().models if model.__module__.partition(".")[0] in packages.names()]

    assert {model.page_kind.name: model.page_kind.number for model in ours} == numbers.NUMBERS
    assert check_page_kinds() == []


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ([*OWN, kind(3, "recipe")], "“event” and “recipe” have the same number 3"),
        ([replace(OWN[0], number=9), *OWN[1:]], "rows store 0 for it"),
        ([kind(1, "recipe")], "the number 1 of “article”"),
        ([*OWN, kind(9, "event")], "Two kinds of pages are called “event”"),
        ([kind(9, "two words")], "at most 12 Latin letters"),
        ([kind(-1, "recipe")], "between 0 and"),
        ([kind(40_000, "recipe")], "between 0 and"),
    ],
)
def test_doubled_or_changed_number_is_an_error(declared, said):
    assert said in " ".join(kind_problems(declared))


def test_number_of_a_new_kind_needs_no_list():
    assert kind_problems([*OWN, kind(77, "recipe")]) == []


def test_check_tells_the_problem(monkeypatch):
    registry = PageKindRegistry([SimpleNamespace(__name__="A", page_kind=kind(0, "recipe"))])
    monkeypatch.setattr("orgs.pages.checks.page_kinds", lambda: registry)

    assert [message.id for message in check_page_kinds()] == ["orgs.E001"]


def test_registry_derives_its_lists():
    soups = Tab(name="soups", title="Soups", slug="soups", position=2)
    first = Tab(name="first", title="First", slug="first", position=1)
    soup, starter = kind(8, "soup", tab=soups), kind(9, "starter", tab=first)
    notice = kind(7, "notice", is_listed=False)
    models = [
        SimpleNamespace(__name__=name, page_kind=each)
        for name, each in zip("ABCD", [starter, soup, notice, soup], strict=True)
    ]
    registry = PageKindRegistry(models)

    assert registry.names == ["notice", "soup", "starter"]
    assert registry.unlisted == ["notice"]
    assert [tab.name for tab in registry.tabs] == ["first", "soups"]
    assert registry.list_slugs == {"activity", "contact", "first", "soups"}
    assert registry.under(soups) == ["soup"]
    assert (registry.number_of("soup"), registry.number_of("bread")) == (8, UNKNOWN)
    assert (registry.label_of("soup"), registry.label_of("bread")) == ("Soup", "bread")
    assert registry.numbered(9) is registry.named("starter") is starter


def test_no_column_knows_which_kinds_are_installed():
    """A new kind would need a migration of every column that has the kinds as its choices."""
    names = set(page_kinds().names)
    columns = [field for model in apps.get_models() for field in model._meta.concrete_fields if field.choices]

    assert [
        str(field)
        for field in columns
        if {"article", "publication"} & {value for value, _label in field.flatchoices} & names
    ] == []
