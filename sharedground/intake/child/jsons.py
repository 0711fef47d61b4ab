"""JSON that is not a map: lists of objects, wherever they stand, and one object on each line.

Looked at: pandas.json_normalize (pandas costs the child a second, headings are whole paths),
ijson (streams, but a file is at most 50 MB). Known formats are told by their fields and go to
their own readers: Open Referral in `hsds`, 360Giving in `grants`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sharedground.intake.child.cells import Cleaner
from sharedground.intake.child.encoding import decode_lines
from sharedground.intake.child.grants import are_grants, grant_rows
from sharedground.intake.child.headings import Row
from sharedground.intake.child.hsds import add_services, open_referral
from sharedground.intake.child.output import Grid, Output
from sharedground.intake.child.records import Record, add_records
from sharedground.intake.child.refused import Refused

DEEPEST = 4
"""Objects inside objects in which a list of rows is looked for."""

_JOIN = "; "


def read_json(data: bytes, name: str, output: Output) -> None:
    """Read a JSON document, or lines of JSON objects, and write each list of objects as a table.

    Parameters
    ----------
    data
        The whole file.
    name
        What to call a table that has no key of its own.
    output
        Where the tables go.

    Raises
    ------
    Refused
        ``file.unreadable`` if it is not JSON or too deep; ``file.json_line`` for a line that is
        not; ``file.kind_unknown`` if no list of objects is in it; ``file.descriptor_only``.
    """
    text, encoding, _ = decode_lines(data)
    whole = parse(text.lstrip("\ufeff"))
    if isinstance(whole, dict) and whole.get("type") == "Topology":
        raise Refused("file.kind_unknown", seems="topojson")
    if _only_describes(whole):
        raise Refused("file.descriptor_only")
    services = open_referral(whole)
    output.tell("hsds" if services else "json", encoding=encoding)
    if are_grants(whole):
        flat = [_flat(grant) for grant in grant_rows(whole)]
        add_records(output, "grants", flat, kinds=["partners"])
    elif services:
        add_services(output, services)
    elif rows := _rows_of_cells(whole):
        output.add_grid(Grid("", lambda: iter(rows)))
    else:
        _add_lists(whole, name, output)


def parse(text: str) -> Any:
    """Return the document; lines of objects come as a list.

    Raises
    ------
    Refused
        ``file.unreadable``, ``file.json_line``.
    """
    try:
        return json.loads(text)
    except RecursionError as fault:
        raise Refused("file.unreadable", why="brackets stand too deep inside each other") from fault
    except ValueError as fault:
        lines = [(n, line.strip("\x1e \t\r")) for n, line in enumerate(text.split("\n"), 1)]
        filled = [(number, line) for number, line in lines if line]
        if len(filled) < 2 or not _is_object(filled[0][1]):
            raise Refused("file.unreadable", why=str(fault)[:200]) from fault
    return [_line(number, line) for number, line in filled]


def as_collection(text: str) -> str:
    """Return GeoJSON of one feature on each line as one collection; other GeoJSON as it is."""
    lines = [line.strip("\x1e \t\r") for line in text.split("\n")]
    filled = [line for line in lines if line]
    if len(filled) < 2 or not all(line.startswith("{") and line.endswith("}") for line in filled):
        return text
    if not (_is_object(filled[0]) and _is_object(filled[-1])):
        return text
    return '{"type":"FeatureCollection","features":[' + ",".join(filled) + "]}"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _line(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Refused("file.json_line", row=number) from fault


def _only_describes(whole: Any) -> bool:
    """Tell the descriptor of a data package, whose tables are in files of their own."""
    resources = whole.get("resources") if isinstance(whole, dict) else None
    if not isinstance(resources, list) or not resources:
        return False
    return all(
        isinstance(each, dict) and "path" in each and "data" not in each for each in resources
    )


def _rows_of_cells(whole: Any) -> list[Row]:
    """Return rows that stand as lists of cells, [] for other JSON.

    Statistical offices write the headings first, Socrata's portals apart from the cells.
    """
    rows, headings = whole, None
    if isinstance(whole, dict):
        view = _inner(_inner(whole, "meta"), "view")
        columns = view.get("columns") or whole.get("columns")
        rows = whole.get("data")
        if not isinstance(columns, list):
            return []
        headings = [str(_inner_name(column)) for column in columns]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return []
    if headings is None and not all(isinstance(cell, str) for cell in rows[0]):
        return []
    text = Cleaner().text
    cells = [[text(cell) for cell in row] for row in rows]
    return list(enumerate(cells if headings is None else [headings, *cells], start=1))


def _inner(value: dict[str, Any], key: str) -> dict[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def _inner_name(column: Any) -> object:
    return column.get("name", "") if isinstance(column, dict) else column


def _add_lists(whole: Any, name: str, output: Output) -> None:
    found = list(_lists(whole, name, 0))
    if not found:
        raise Refused("file.kind_unknown", seems="json")
    for called, rows in found:
        add_records(output, called, _with_short_names([_flat(row) for row in rows]))


def _lists(value: Any, name: str, depth: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the lists of objects that stand highest, with the key they stand under."""
    if isinstance(value, list):
        rows = [each for each in value if isinstance(each, dict)]
        if rows:
            yield name, [each if isinstance(each, dict) else {"value": each} for each in value]
    elif isinstance(value, dict) and depth < DEEPEST:
        for key, inner in value.items():
            yield from _lists(inner, str(key), depth + 1)


def _flat(value: dict[str, Any], path: str = "") -> dict[str, object]:
    """Return nested objects as one: "address.street"; lists of plain values joined."""
    row: dict[str, object] = {}
    for key, inner in value.items():
        at = f"{path}.{key}" if path else str(key)
        if isinstance(inner, dict):
            row |= {at: point} if (point := _point(inner)) else _flat(inner, at)
        elif isinstance(inner, list) and not any(isinstance(e, dict | list) for e in inner):
            row[at] = _JOIN.join(str(each) for each in inner if each is not None)
        else:
            row[at] = inner
    return row


def _point(value: dict[str, Any]) -> str:
    """Return a GeoJSON point inside a row as text that is read as a position; "" for others."""
    pair = value.get("coordinates")
    if value.get("type") != "Point" or not isinstance(pair, list) or len(pair) < 2:
        return ""
    if not all(isinstance(number, int | float) for number in pair[:2]):
        return ""
    return f"POINT ({pair[0]} {pair[1]})"


def _with_short_names(rows: list[dict[str, object]]) -> list[Record]:
    """Cut headings such as "tags.name" to "name" where no other heading ends so."""
    keys = dict.fromkeys(key for row in rows for key in row)
    ends = Counter(key.rpartition(".")[2] for key in keys)
    short = {
        key: end if ends[end := key.rpartition(".")[2]] == 1 else key.replace(".", " ")
        for key in keys
    }
    twice = Counter(short.values())
    short = {key: name if twice[name] == 1 else key for key, name in short.items()}
    return [{short[key]: value for key, value in row.items()} for row in rows]
