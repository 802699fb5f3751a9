"""The things of this portal that an archive's references stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from takeout.left_out import Omission
from takeout.references import FILES, SHARED
from takeout.restoring.errors import ArchiveError
from vocabulary.models import Place, Topic

SLUGGED = {"topic": Topic, "place": Place, **SHARED}


@dataclass
class References:
    """The ids of this portal for the numbers and slugs of an archive.

    `known` are the numbers of the archive by kind, with the label of each page's model; `ids` are those that exist here
    by now. What this portal lacks is left out and noted.
    """

    known: dict[str, dict[int, str]]
    ids: dict[str, dict[int, int]] = field(default_factory=lambda: {"page": {}, **{kind: {} for kind in FILES}})
    left_out: list[Omission] = field(default_factory=list)
    # The number of the page that is being read, for notes.
    page: int | None = None

    def __post_init__(self) -> None:
        # All at once: an archive names the same few topics and places on every page.
        self._slugs: dict[str, dict[str, Any]] = {
            kind: {thing.slug: thing for thing in model._default_manager.all()}  # type: ignore[attr-defined]
            for kind, model in SLUGGED.items()
        }

    def number(self, kind: str, number: Any, model: type | None = None) -> int | None:
        """Return the id here of a page or file; None while it is not created. Raises ArchiveError for an unknown one.

        With `model` a page has to be of this class.
        """
        known = self.known.get(kind, {})
        # type() and not isinstance: True is an int for Python, and equal to 1.
        if type(number) is not int or number not in known:
            raise ArchiveError(f"It refers to a {kind} that the archive does not have.")
        label = getattr(getattr(model, "_meta", None), "label", "")
        # A chooser of any page has the label of Wagtail's Page, and rich text has no model at all.
        if kind == "page" and label not in ("", "wagtailcore.Page", known[number]):
            raise ArchiveError("It refers to a page of another kind.")
        return self.ids[kind].get(number)

    def slugged(self, kind: str, slug: Any) -> Any:
        """Return the topic, place, series or institution with a slug; None, noted, when this portal has none."""
        if not isinstance(slug, str) or len(slug) > 255:
            raise ArchiveError(f"It has a {kind} that is no name.")
        # Not refused: the vocabulary of another Neary may have words that this one lacks.
        found = self._slugs[kind].get(slug)
        if found is None:
            self.note(kind, slug)
        return found

    def note(self, reason: str, name: str = "") -> None:
        """Note that something of the present page was left out, once for each reason and name."""
        note = Omission(reason, self.page, name)
        # A page is read once to check it and again to write it, and would be noted twice.
        if note not in self.left_out:
            self.left_out.append(note)
