"""The stream blocks of a competition."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from common.typed_text.lengths import LONGEST_ADDRESS
from events.competition.ranks import misplaced

MOST_ENTRIES = 60


class EntryBlock(blocks.StructBlock):
    """An entry of a competition: the people who made it are named only with their consent."""

    rank = blocks.IntegerBlock(
        label=_("rank"),
        min_value=1,
        max_value=MOST_ENTRIES,
        required=False,
        help_text=_(
            "Empty for an entry without a rank. Entries that are equally good share a rank; the next one is left out."
        ),
    )
    title = blocks.CharBlock(label=_("title"), max_length=200)
    url = blocks.URLBlock(
        label=_("address of the video"),
        max_length=LONGEST_ADDRESS,
        # URLField also takes ftp://, which no browser opens any more.
        validators=[URLValidator(schemes=["https", "http"])],
        required=False,
    )
    people = blocks.CharBlock(
        label=_("people"), max_length=200, required=False, help_text=_("A group, or people who agreed to be named.")
    )
    agreed = blocks.BooleanBlock(label=_("Everybody who is named agreed to it"), required=False)
    prize = blocks.CharBlock(label=_("prize"), max_length=120, required=False)

    class Meta:
        icon = "pick"
        label = _("entry")

    def clean(self, value: Any) -> Any:
        """Return the validated entry. Raises StructBlockValidationError for people who did not agree to be named."""
        cleaned = super().clean(value)
        if cleaned.get("people") and not cleaned.get("agreed"):
            message = _("Name people only if everybody agreed, and say so here.")
            raise StructBlockValidationError({"agreed": ValidationError(message)})
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return title, people and prize of a competition's entry for search; people only where they agreed."""
        people = value.get("people") if value.get("agreed") else ""
        return [value.get("title") or "", people or "", value.get("prize") or ""]


class CompetitionBlock(blocks.StreamBlock):
    """The entries of a competition, and how they were judged."""

    judging = blocks.TextBlock(label=_("how it was judged"), max_length=600)
    entry = EntryBlock()

    class Meta:
        required = False
        # One more for how it was judged.
        max_num = MOST_ENTRIES + 1
        block_counts = {"judging": {"max_num": 1}}

    def clean(self, value: Any) -> Any:
        """Return the validated competition. Raises StreamBlockValidationError if the ranks of its entries do not fit.

        Equally good entries share a rank, and the next rank is left out: 1, 1, 3.
        """
        cleaned = super().clean(value)
        ranked = {
            position: child.value["rank"]
            # By position, because the error of a stream is told by the place of its block.
            for position, child in enumerate(cleaned)
            if child.block_type == "entry" and child.value.get("rank")
        }
        if wrong := misplaced(ranked):
            raise StreamBlockValidationError({position: rank_error(right) for position, right in wrong.items()})
        return cleaned


def rank_error(right: int) -> StructBlockValidationError:
    """Return, not raise, the validation error that says which rank (`right`) an entry must have."""
    message = _("This must be rank %(rank)s: so many entries come before it, and equal ones share a rank.")
    return StructBlockValidationError({"rank": ValidationError(message % {"rank": right})})
