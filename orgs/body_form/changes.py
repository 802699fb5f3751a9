"""Changes of the data of a long text's form by its buttons: add, move and take away parts, rows and columns."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from common.typed_text.tables import MOST_COLUMNS, MOST_ROWS, TextTable, parts_of
from orgs.body_form.cells import Cells, CellsWidget, empty_cells
from orgs.body_form.part_kinds import KINDS
from orgs.body_form.stored import KEY
from orgs.pages.blocks import MOST_BLOCKS, table_value

PART = "part"
SEPARATOR = " "
# What the buttons send begins with this.
ACTION = "part:"


def named_parts(data: Any) -> list[str]:
    """Return the parts that a form names, "<kind> <key>" each, without unknown kinds and repeated keys."""
    found: dict[str, str] = {}
    for each in data.getlist(PART) if hasattr(data, "getlist") else ():
        name, _space, key = each.partition(SEPARATOR)
        if KEY.match(key) and (name in KINDS or name == "kept"):
            found.setdefault(key, f"{name}{SEPARATOR}{key}")
    return list(found.values())


def spread_files(data: QueryDict, files: Any) -> tuple[QueryDict, Any]:
    """Return a form's data and files in which each part has one file: of several pictures each gets a part."""
    lists = files if isinstance(files, MultiValueDict) else MultiValueDict({name: [files[name]] for name in files})
    crowded = {name: lists.getlist(name) for name in lists if len(lists.getlist(name)) > 1}
    named = named_parts(data)
    if not crowded:
        return data, files
    data, new, spread = data.copy(), [], lists.copy()
    for each in named:
        key = each.partition(SEPARATOR)[2]
        new.append(each)
        first, *others = crowded.get(f"{PART}-{key}-file") or [None]
        if first:
            spread[f"{PART}-{key}-file"] = first
        for number, file in enumerate(others, 1):
            # The same each time that the same pictures are sent.
            more = str(uuid5(NAMESPACE_OID, f"{key} picture {number}"))
            new.append(f"picture{SEPARATOR}{more}")
            spread[f"{PART}-{more}-file"] = file
    data.setlist(PART, new)
    return data, spread


def changed_data(data: QueryDict, asked: str) -> tuple[QueryDict, str]:
    """Return a form's data as a button asks to change it, and the key of the part that it was about."""
    data = data.copy()
    _split_pasted_tables(data)
    verb, _space, what = asked.partition(SEPARATOR)
    named = named_parts(data)
    if verb == "add" and what in KINDS and len(named) < MOST_BLOCKS:
        key = str(uuid4())
        data.setlist(PART, [*named, f"{what}{SEPARATOR}{key}"])
        return data, key
    keys = [each.partition(SEPARATOR)[2] for each in named]
    if what not in keys:
        return data, ""
    if verb in ("up", "down"):
        place = keys.index(what)
        named.insert(max(0, place + (-1 if verb == "up" else 1)), named.pop(place))
        data.setlist(PART, named)
    elif verb in ("remove", "back"):
        data[f"{PART}-{what}-gone"] = "1" if verb == "remove" else ""
    elif verb in RESIZE:
        _resize(data, what, verb)
    return data, what


def _split_pasted_tables(data: QueryDict) -> None:
    """Make a table of lines with tabs in a text, as Word and Excel paste them: the text becomes several parts."""
    new = []
    for each in named_parts(data):
        name, _space, key = each.partition(SEPARATOR)
        typed = data.get(f"{PART}-{key}-text", "") if name == "text" else ""
        pieces = list(parts_of(typed.replace("\r\n", "\n"))) if "\t" in typed else []
        if not any(isinstance(piece, TextTable) for piece in pieces):
            new.append(each)
            continue
        for number, piece in enumerate(pieces):
            own = key if not number else str(uuid5(NAMESPACE_OID, f"{key} {number}"))
            new.append(f"{'text' if isinstance(piece, str) else 'table'}{SEPARATOR}{own}")
            _put_piece(data, own, piece)
    data.setlist(PART, new)


def _put_piece(data: QueryDict, key: str, piece: str | TextTable) -> None:
    if isinstance(piece, str):
        data[f"{PART}-{key}-text"] = piece
        return
    value = table_value(piece)
    headings = [column["heading"] for column in value["columns"]]
    rows = [row["values"] for row in value["rows"]]
    _put_cells(data, key, {"types": ["text"] * len(headings), "headings": headings, "rows": rows})


def _put_cells(data: QueryDict, key: str, cells: Cells) -> None:
    name = f"{PART}-{key}-cells"
    data.setlist(f"{name}-type", cells["types"])
    data.setlist(f"{name}-heading", cells["headings"])
    data.setlist(f"{name}-cell", [cell for row in cells["rows"] for cell in row])


def _resize(data: QueryDict, key: str, verb: str) -> None:
    cells = CellsWidget().value_from_datadict(data, {}, f"{PART}-{key}-cells") or empty_cells()
    types, headings, rows = cells["types"], cells["headings"], cells["rows"]
    if verb == "row" and len(rows) < MOST_ROWS:
        rows = [*rows, [""] * len(headings)]
    elif verb == "less-row" and len(rows) > 1:
        rows = rows[:-1]
    elif verb == "column" and len(headings) < MOST_COLUMNS:
        types, headings, rows = [*types, "text"], [*headings, ""], [[*row, ""] for row in rows]
    elif verb == "less-column" and len(headings) > 1:
        types, headings, rows = types[:-1], headings[:-1], [row[:-1] for row in rows]
    _put_cells(data, key, {"types": types, "headings": headings, "rows": rows})


RESIZE = ("row", "less-row", "column", "less-column")
