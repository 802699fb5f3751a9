"""The parts of a text between HTML and blocks, and what was left out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class PictureMark:
    """A picture in a text: its address on the old site, or the number of an attachment."""

    address: str
    alt_text: str = ""
    caption: str = ""


@dataclass(frozen=True)
class OldPart:
    """One block to be: its kind, and its value in the form of the database; of a picture a PictureMark."""

    kind: str
    value: Any


@dataclass
class ConvertedText:
    """A converted text: its parts in order, and how often something was left out, by the codes of the report."""

    parts: list[OldPart] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
