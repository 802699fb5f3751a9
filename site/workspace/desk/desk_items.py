"""The choice of several things at the desk: each by a key that tells a submission from another matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khmer import typography
from moderation.matters import MatterDecision, matter_kinds
from moderation.models import Matter, Submission
from workspace.desk.desk_list import IS_MATTER, DeskItem, DeskList

# What stands before the id of a matter; a submission's key is its id.
OF_MATTER = "m"
# Longer numbers are no ids of any database.
LONGEST_ID = 18


def key_of(item: DeskItem) -> str:
    """Return the text key of a submission or matter, by which desk forms and sessions name it."""
    return f"{OF_MATTER}{item.pk}" if isinstance(item, Matter) else str(item.pk)


def own_page(item: DeskItem) -> str:
    """Return the path of the page that a matter's kind brings; "" for a submission and what the desk decides on."""
    kind = matter_kinds().get(item.kind) if isinstance(item, Matter) else None
    return kind.link(item) if isinstance(item, Matter) and kind and not kind.decisions else ""


def opened_as(key: str) -> tuple[type[DeskItem], int] | None:
    """Return the model and the id that a key from an address names, or None; whether a row exists is not checked."""
    digits = key.removeprefix(OF_MATTER)
    # int() also reads other digits, and numbers that no database can hold.
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_ID):
        return None
    return (Matter if key.startswith(OF_MATTER) else Submission), int(digits)


def bulk_kinds() -> list[str]:
    """Return the names of the kinds of matters that can be decided many at once: those that can be approved."""
    return [name for name, kind in matter_kinds().items() if MatterDecision.APPROVE in kind.decisions]


def keys_of_all(rows: DeskList) -> list[str]:
    """Return the keys of all that a list holds and that can be decided many at once, in its order."""
    choosable = DeskList(rows.submissions, rows.matters.filter(kind__in=bulk_kinds()))
    return [f"{OF_MATTER}{pk}" if source == IS_MATTER else str(pk) for source, pk in choosable.numbers()]


class DeskItemsField(forms.Field):
    """A field for several things that wait at the desk, chosen by their keys."""

    widget = forms.SelectMultiple
    default_error_messages = {
        "invalid": forms.ModelMultipleChoiceField.default_error_messages["invalid_pk_value"],
        "invalid_choice": _("One of them is no longer waiting. Look at the list and choose again."),
        "too_many": _("Choose at most %(most)s submissions, then decide again."),
    }
    # As many may be chosen; the form sets it by what is to be done with them.
    most = 0
    # Those that this editor may read; the form sets them.
    matters = Matter.objects.none()

    def clean(self, value: Any) -> list[DeskItem]:
        """Return the chosen submissions, then matters. ValidationError: none, unknown, unreadable, not waiting."""
        # A dict keeps the order and drops repeated keys.
        keys = list(dict.fromkeys(value or ()))
        self.validate(keys)
        if len(keys) > self.most:
            most = typography.number(self.most, get_language() or "en")
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": most})
        pages = [self._number(key, key) for key in keys if not key.startswith(OF_MATTER)]
        others = [self._number(key[len(OF_MATTER) :], key) for key in keys if key.startswith(OF_MATTER)]
        # Pages first and then matters: queries of two tables; the order of the list on the page does not matter here.
        matters = self.matters.filter(kind__in=bulk_kinds())
        found = [*_in_order(Submission.objects.for_desk(), pages), *_in_order(matters, others)]
        # Another editor may have decided meanwhile: then nothing is decided, because the choice was made on an old
        # list.
        if len(found) < len(keys):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found

    def _number(self, digits: str, key: str) -> int:
        """Return the id that a key holds. Raises ValidationError."""
        # int() also reads other digits, and numbers that no database can hold.
        if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_ID):
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"pk": key})
        return int(digits)


def _in_order(rows: Any, numbers: Iterable[int]) -> list[Any]:
    """Return the rows with these ids, in the order of the list."""
    numbers = list(numbers)
    return list(rows.filter(pk__in=numbers)) if numbers else []
