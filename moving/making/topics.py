"""The topics of an old site: which topic of this portal each of its categories and tags stands for."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from common.spreadsheets.csv_file import csv_text, without_formula
from moving.reading.entries import LONGEST_NAME, OldSite, UnreadableFileError
from vocabulary.models import Topic

COLUMNS = ["old topic", "topic", "entries"]
MOST_ROWS = 20_000


@dataclass
class TopicMapping:
    """The topic here for each old category or tag, by its name in lower case; one without a topic is counted."""

    topics: dict[str, Topic]
    unknown: Counter[str] = field(default_factory=Counter)

    def of(self, names: tuple[str, ...]) -> list[Topic]:
        """Return the topics that stand for these categories and tags, each once; count those without one."""
        found = {name: self.topics.get(name.casefold()) for name in names}
        self.unknown.update(name for name, topic in found.items() if topic is None)
        return list(dict.fromkeys(topic for topic in found.values() if topic))


def mapping(path: Path | None = None) -> TopicMapping:
    """Return the mapping of old names to topics: equal names, and a corrected table. Raises UnreadableFileError."""
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    same = {name.casefold(): topic for topic in topics.values() for name in (topic.slug, topic.name_en, topic.name_km)}
    return TopicMapping(same | (_corrected(path, topics) if path else {}))


def write_table(path: Path, site: OldSite) -> int:
    """Write a table of an old site's categories and tags, for a person to correct; return how many there are.

    Those with the name of a topic here have it already.
    """
    counted = Counter(name for entry in site.read() for name in entry.topics)
    same = mapping().topics
    rows = [[name, same[name.casefold()].slug if name.casefold() in same else "", number] for name, number in
            counted.most_common()]  # fmt: skip
    path.write_text(csv_text([COLUMNS, *rows]), encoding="utf-8")
    return len(rows)


def _corrected(path: Path, topics: dict[str, Topic]) -> dict[str, Topic]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for _number, row in zip(range(MOST_ROWS), csv.reader(file), strict=False)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(f"The table of topics cannot be read: {error}.") from error
    found = {}
    for line, row in enumerate(rows, 1):
        name, slug = [cell.strip() for cell in [*row, "", ""][:2]]
        if line == 1 and [name, slug] == COLUMNS[:2]:
            continue
        if slug and slug not in topics:
            known = ", ".join(sorted(topics))
            raise UnreadableFileError(
                f"Line {line} of the table of topics: there is no topic {slug!r}. Known: {known}."
            )
        # The table was written with an apostrophe before what a spreadsheet takes for a formula.
        if name.startswith("'") and without_formula(name[1:]) == name:
            name = name[1:]
        if slug:
            found[name[:LONGEST_NAME].casefold()] = topics[slug]
    return found
