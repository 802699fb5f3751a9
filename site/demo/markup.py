"""The reader of the demo's texts: one page in one language.

The text stands as people write it: the summary under the title, then paragraphs, `## headings`, `- lists`, `>
quotations` (with `> — where it stands`), tables (`Table: caption`, then rows) and lines that begin with `@`. Some of
those are part of the text (`@count`, `@exercise`, `@picture`, `@video`, `@document`); the others say something about
the page, such as `@venue`, and may be followed by a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby


@dataclass(frozen=True)
class Heading:
    """A heading in a text."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in a text."""

    text: str


@dataclass(frozen=True)
class Listing:
    """A list in a text."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Quotation:
    """A quotation in a text, with its source."""

    text: str
    source: str


@dataclass(frozen=True)
class TableMarkup:
    """A table in a text."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Count:
    """A count of women and men in a text."""

    women: int
    men: int
    title: str


@dataclass(frozen=True)
class Exercise:
    """An exercise in a text: its question, and the options with their numbers."""

    title: str
    options: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PictureMarkup:
    """A picture in a text: the scene to be drawn, its alternative text and its caption."""

    scene: str
    alt: str
    caption: str


@dataclass(frozen=True)
class VideoMarkup:
    """A video in a text."""

    url: str
    title: str


@dataclass(frozen=True)
class DocumentMarkup:
    """A document in a text: the PDF of a publication, by that publication's slug."""

    publication: str
    title: str


Files = PictureMarkup | VideoMarkup | DocumentMarkup
Block = Heading | Paragraph | Listing | Quotation | TableMarkup | Count | Exercise | Files


@dataclass
class DemoText:
    """The text of a page in one language, with the notes about it."""

    title: str
    summary: str = ""
    blocks: list[Block] = field(default_factory=list)
    # The lines with @ by name: {"venue": ["Library hall"], "programme": ["08:00 | Welcome"]}.
    notes: dict[str, list[str]] = field(default_factory=dict)

    def note(self, name: str) -> str:
        """Return the first line of the demo text's note with this name; "" where there is none."""
        return self.notes.get(name, [""])[0]

    def paragraphs(self) -> list[str]:
        """Return the paragraphs of the demo's text as strings, without headings, lists and other blocks."""
        return [block.text for block in self.blocks if isinstance(block, Paragraph)]


def read_text(title: str, source: str) -> DemoText:
    """Parse the source of a demo page in one language into a DemoText. Raises ValueError for an unknown line."""
    text = DemoText(title)
    lines = source.splitlines()
    if lines and lines[0] and not lines[0].startswith(("@", "#", "-", ">")):
        text.summary = lines.pop(0).strip()
    groups = _groups(lines)
    for group in groups:
        if group[0].startswith("@"):
            _read_notes(text, group)
        else:
            text.blocks.append(_block(group))
    return text


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Yield groups of lines that are separated by empty ones; a heading is a group of its own."""
    for is_text, group in groupby(lines, key=lambda line: bool(line.strip())):
        if is_text:
            together = [line.strip() for line in group]
            while together and together[0].startswith("## "):
                yield [together.pop(0)]
            # A group is notes or text by its first line: an empty line must part "@venue ..." from a paragraph.
            if together:
                yield together


def _read_notes(text: DemoText, lines: list[str]) -> None:
    """Read a group of lines that begins with @ into the text's notes, or into blocks."""
    name = ""
    for line in lines:
        if line.startswith("- "):
            text.notes.setdefault(name, []).append(line.removeprefix("- "))
        elif line.startswith("@"):
            name, _, value = line.removeprefix("@").partition(" ")
            if name in _INLINE:
                text.blocks.append(_INLINE[name](value))
            elif value:
                text.notes.setdefault(name, []).append(value)
        else:
            raise ValueError(f"Neither a note nor an item of one: {line}")


def _block(lines: list[str]) -> Block:
    """Return a group of lines as a block of the text, by its first line."""
    first = lines[0]
    if first.startswith("## "):
        return Heading(first.removeprefix("## "))
    if first.startswith("Table: "):
        return _table(lines)
    if first.startswith("- "):
        return Listing(tuple(line.removeprefix("- ") for line in lines))
    if first.startswith("> "):
        words = [line.removeprefix("> ") for line in lines]
        source = words.pop().removeprefix("— ") if words[-1].startswith("— ") else ""
        return Quotation(" ".join(words), source)
    return Paragraph(" ".join(lines))


def _table(lines: list[str]) -> TableMarkup:
    head, *rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[1:])
    return TableMarkup(lines[0].removeprefix("Table: "), head, tuple(rows))


def halves(value: str) -> tuple[str, str]:
    """Split a value at its first " | " and return both parts, stripped; the second is "" without one."""
    before, _, after = value.partition(" | ")
    return before.strip(), after.strip()


def _count(value: str) -> Count:
    numbers, title = halves(value)
    women, men = numbers.split()
    return Count(int(women), int(men), title)


def _exercise(value: str) -> Exercise:
    title, *options = (part.strip() for part in value.split(" | "))
    parts = (option.rpartition(":") for option in options)
    return Exercise(title, tuple((label.strip(), int(number)) for label, _colon, number in parts))


def _picture(value: str) -> PictureMarkup:
    scene, rest = halves(value)
    return PictureMarkup(scene, *halves(rest))


_INLINE: dict[str, Callable[[str], Block]] = {
    "count": _count,
    "exercise": _exercise,
    "picture": _picture,
    "video": lambda value: VideoMarkup(*halves(value)),
    "document": lambda value: DocumentMarkup(*halves(value)),
}
