"""The block of what was counted: women and men, or the options of an exercise, in squares."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from khmer.numbers import number
from orgs.pages.widened_block import WidenedBlock

MOST_COUNTED, MOST_OPTIONS = 200, 12


class OptionBlock(blocks.StructBlock):
    """One option of an exercise, with how often it was chosen."""

    label = blocks.CharBlock(label=_("option"), max_length=120)
    number = blocks.IntegerBlock(label=_("number"), min_value=0, max_value=MOST_COUNTED)

    class Meta:
        icon = "list-ul"
        label = _("option")

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the option's label with its number, for search."""
        return [f"{value.get('label') or ''} {value.get('number') or 0}"]


class OptionsBlock(blocks.StreamBlock):
    """The options of an exercise."""

    option = OptionBlock()

    class Meta:
        required = False
        max_num = MOST_OPTIONS


class CountBlock(WidenedBlock):
    """A block of numbers, with one square for each counted: women and men, or the options of an exercise.

    A total that is given must be the sum of the numbers.
    """

    added_later = frozenset({"options", "total"})

    title = blocks.CharBlock(label=_("what was counted"), max_length=200)
    women = blocks.IntegerBlock(label=_("women"), min_value=0, max_value=MOST_COUNTED, required=False)
    men = blocks.IntegerBlock(label=_("men"), min_value=0, max_value=MOST_COUNTED, required=False)
    options = OptionsBlock(label=_("options of an exercise"), required=False)
    total = blocks.IntegerBlock(
        label=_("all together"),
        min_value=1,
        max_value=MOST_COUNTED * MOST_OPTIONS,
        required=False,
        help_text=_("If you write it, we check that the numbers add up to it."),
    )

    class Meta:
        icon = "table"
        label = _("count in squares")
        template = "orgs/blocks/count.html"

    def clean(self, value: Any) -> Any:
        """Return the validated count. StructBlockValidationError, not for drafts, for missing, mixed or wrong numbers.

        Raises StructBlockValidationError for women and men beside options, and for a total that is not the sum.
        """
        cleaned = super().clean(value)
        # A draft may lack numbers; what is sent is asked for them.
        errors = {} if self.is_deferred_validation else count_errors(cleaned)
        if errors:
            raise StructBlockValidationError({name: ValidationError(message) for name, message in errors.items()})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the template context of the count, with `total`: the sum of its numbers."""
        return super().get_context(value, parent_context) | {"total": sum(numbers_of(value))}


def numbers_of(value: Any) -> list[int]:
    """Return the numbers in a count block: those of its options, else of women and men."""
    if value.get("options"):
        return [option.value["number"] or 0 for option in value["options"]]
    return [value.get("women") or 0, value.get("men") or 0]


def count_errors(value: Any) -> dict[str, Any]:
    """Return error messages of a count (women and men, or options, and total) by field; empty when valid."""
    has_sexes = value.get("women") is not None or value.get("men") is not None
    if value.get("options"):
        if has_sexes:
            return {"women": _("Write either women and men, or options.")}
        if len(value["options"]) < 2:
            return {"options": _("Write at least two options.")}
    elif value.get("women") is None or value.get("men") is None:
        missing = "women" if value.get("women") is None else "men"
        return {missing: _("Write the numbers of women and men, or at least two options.")}
    if (total := value.get("total")) is not None and total != sum(numbers_of(value)):
        language = get_language() or "en"
        said = {"sum": number(sum(numbers_of(value)), language), "total": number(total, language)}
        return {"total": _("The numbers add up to %(sum)s, not to %(total)s.") % said}
    return {}
