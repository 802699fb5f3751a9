"""A person's data as she reads it on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khmer.text import has_khmer
from operations.personal_data.disclosure import disclosed
from operations.personal_data.people import DataSubject, personal_models
from orgs.guard.audit_log import label_of as label_of_action
from orgs.pages.registry import page_kinds

# Rows of one kind on the page; the file has all.
MOST_ROWS = 10
# They say in other words what memberships and settings say; the file has them.
WITHOUT_LABEL = {"object_str", "timestamp", "action"}
# It holds the name of a kind of page, without choices: a new kind needs no migration.
KIND_OF_PAGE = ("moderation.Submission", "kind")
IN_THE_FILE_ALONE = {"accounts.User_groups", "wagtailusers.UserProfile"}


@dataclass(frozen=True)
class ReadableKind:
    """Rows of one kind: what they are called, how many there are, and the newest with the name of each value."""

    title: str
    count: int
    rows: list[list[tuple[str, Any]]]


def readable_kinds(person: DataSubject) -> Iterator[ReadableKind]:
    """Yield the kinds of a person's data to show on the page, the newest 10 rows of each, labelled for the reader."""
    for said in personal_models():
        if said.model in IN_THE_FILE_ALONE:
            continue
        kind = disclosed(person, said, MOST_ROWS)
        if kind.count:
            model = apps.get_model(said.model)
            rows = [[(label_of(model, name), shown_value(model, name, row[name])) for name in row] for row in kind.rows]
            told = [[(label, value) for label, value in row if value not in ("", None)] for row in rows]
            title = in_readers_words(str(model._meta.verbose_name_plural)) or _("other records")
            yield ReadableKind(capfirst(title), kind.count, [row for row in told if row])


def in_readers_words(text: str) -> str:
    """Return a text, or "" when the page is in Khmer and the text is not."""
    return text if get_language() != "km" or has_khmer(text) else ""


def label_of(model: type[models.Model], lookup: str) -> str:
    """Return a field's label for the reader; "" for a field shown without one, or without Khmer on a Khmer page."""
    if lookup == "as":
        return _("your part")
    if lookup in WITHOUT_LABEL:
        return ""
    # A lookup such as page__title is labelled by its first field.
    name = str(getattr(model._meta.get_field(lookup.split("__")[0]), "verbose_name", lookup))
    return capfirst(in_readers_words(name))


def shown_value(model: type[models.Model], lookup: str, value: Any) -> Any:
    """Return a stored value as the reader sees it: the label of a choice, yes or no, or the value itself."""
    # "as" are the fields by which she is in the row; two of them are joined by a comma.
    if lookup == "as":
        names = (model._meta.get_field(name) for name in str(value).split(", "))
        words = (in_readers_words(str(getattr(field, "verbose_name", field.name))) for field in names)
        return ", ".join(filter(None, words))
    if lookup == "action":
        return in_readers_words(str(label_of_action(value)))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    # Only an own field has choices to look up.
    field = None if "__" in lookup else model._meta.get_field(lookup)
    choices = dict(getattr(field, "flatchoices", None) or ())
    if (model._meta.label, lookup) == KIND_OF_PAGE:
        choices = page_kinds().labels
    return choices.get(value, value)
