"""The base of blocks that got more boxes after a release."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail import blocks


class WidenedBlock(blocks.StructBlock):
    """A block with boxes that were added after a release: they are stored only when they are filled.

    So content of before is stored letter by letter as it was approved, and keeps its hash.
    """

    added_later: ClassVar[frozenset[str]] = frozenset()

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        """Return the block's value for the database, without empty values of fields that were added later."""
        return self.without_empty(super().get_prep_value(value))

    def without_empty(self, stored: dict[str, Any]) -> dict[str, Any]:
        """Return a block's value as it is stored, without empty values of fields that were added later."""
        empty: tuple[Any, ...] = (None, [], "")
        return {name: part for name, part in stored.items() if name not in self.added_later or part not in empty}
