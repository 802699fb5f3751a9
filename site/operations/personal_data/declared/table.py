"""Write the table of docs/privacy.md from what the packages declare."""

from __future__ import annotations

from collections import defaultdict

from common.personal_data import NotErased, PersonalModel, registry

BEGIN, END = "<!-- begin of the table -->", "<!-- end of the table -->"
HEAD = "| what for | who sees it | until when | where | whose | in an erasure |"


def privacy_table() -> str:
    """Return all declared personal data (models and stores) as a Markdown table, grouped by purpose.

    Rows with one purpose stand together; only the first of them says what all have in common.
    """
    rows = [
        (said.why, said.seen_by, said.kept, f"`{said.model}`", said.whose, erasure_of(said))
        for said in sorted(registry.models.values(), key=lambda said: said.model)
        if said.is_personal
    ]
    rows += [
        (store.why, store.seen_by, store.kept, store.name, store.whose, store.erasure)
        for store in sorted(registry.stores.values(), key=lambda store: store.name)
    ]
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        groups[row[:3]].append(row[3:])
    lines = [HEAD, "| --- " * 6 + "|"]
    for shared, members in groups.items():
        lines += [_line(*shared, *members[0]), *(_line("", "", "", *member) for member in members[1:])]
    return "\n".join(lines)


def _line(*cells: str) -> str:
    """Return a line of the table."""
    return f"| {' | '.join(cells)} |"


def erasure_of(said: PersonalModel) -> str:
    """Return, as text, what an erasure does to each declared field of a model, grouped by treatment."""
    fields: dict[str, list[str]] = defaultdict(list)
    for name, treatment in said.fields.items():
        fields[f"kept: {treatment.reason}" if isinstance(treatment, NotErased) else treatment.value].append(f"`{name}`")
    return "; ".join(f"{', '.join(names)}: {lot}" for lot, names in fields.items())


def with_table(page: str) -> str:
    """Return the text of docs/privacy.md with a fresh table. Raises ValueError when its marks are missing."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"docs/privacy.md lacks the lines {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n{privacy_table()}\n{END}{after}"
