"""From the CSV of a partnership file to rows as the store keeps them, cell by cell."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
import shapely

from sharedground.partnership.archive import Limits, Opened
from sharedground.partnership.faults import Faults
from sharedground.partnership.shape import ADDED, SHARED, Field, Shape, Type
from sharedground.partnership.write import unguarded
from sharedground.store.database import newest_version
from sharedground.words import say

Row = dict[str, Any]

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_WHOLE: Final = re.compile(r"-?\d{1,10}")
_LARGEST: Final = 2**31 - 1
LONGEST_KEY: Final = 1_000
"""Letters of a text that tells rows apart."""


def read_table(shape: Shape, opened: Opened, limits: Limits, faults: Faults) -> list[Row]:
    """Return the rows of one table; what is wrong with it goes to `faults`."""
    resource = opened.resources.get(shape.name)
    older = str(opened.descriptor["sharedground"].get("store", "")) < newest_version()
    if resource is None and older and (shape.name not in SHARED or shape.name in ADDED):
        return []
    if resource is None:
        faults.add("package.no_table", say("The table {name} is missing.", name=shape.name))
        return []
    content = opened.files[resource["path"]]
    frame = _frame(shape, content, limits, faults, older=older)
    if frame is None:
        return []
    columns = {
        field.name: _column(shape, field, frame[field.name].tolist(), opened, faults)
        for field in shape.fields
    }
    names = list(columns)
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    _check_keys(shape, rows, faults)
    return rows


def _frame(
    shape: Shape, content: bytes, limits: Limits, faults: Faults, *, older: bool
) -> pd.DataFrame | None:
    """Return a table of text, None where it is no table of this shape.

    Parameters
    ----------
    older
        Whether columns may be missing that can be left blank, because they were added later.
    """
    names = [field.name for field in shape.fields]
    try:
        text = content.decode("utf-8")
        heads = next(csv.reader(io.StringIO(text[:100_000], newline="")), [])
    except (UnicodeDecodeError, csv.Error):
        faults.add("package.table", say("The table {name} is no CSV in UTF-8.", name=shape.name))
        return None
    later = {field.name for field in shape.fields
             if older and (field.blank or field.type is Type.STRING)} - set(shape.key)  # fmt: skip
    if heads != [name for name in names if name in heads or name not in later]:
        missing = ", ".join(name for name in names if name not in heads) or say("none")
        extra = ", ".join(name[:40] for name in heads if name not in names) or say("none")
        faults.add(
            "package.columns",
            say("The table {name} has other columns. Missing: {missing}. Not known: {extra}.",
                name=shape.name, missing=missing, extra=extra),
            fix=say("It was made by another version of Shared Ground. Use the same one on both "
                    "sides."),
        )  # fmt: skip
        return None
    if content.count(b"\n") * len(names) > limits.cells or b"\x00" in content:
        faults.add("package.cells", say("The table {name} is too large, or holds bytes that are no "
                                        "text.", name=shape.name))  # fmt: skip
        return None
    try:
        # Without a header every row is measured by the first, and none is taken for an index.
        frame = pd.read_csv(
            io.BytesIO(content), header=None, dtype=object, na_filter=False,
            skip_blank_lines=False, encoding="utf-8", on_bad_lines="error",
        )  # fmt: skip
    except (pd.errors.ParserError, ValueError):
        frame = None
    if frame is None or any(not isinstance(v, str) for v in frame.to_numpy().ravel()):
        faults.add("package.table", say("The rows of the table {name} do not have one cell for "
                                        "each column.", name=shape.name))  # fmt: skip
        return None
    rows = frame.iloc[1:].set_axis(heads, axis=1)
    return rows.reindex(columns=names, fill_value="")


def _column(
    shape: Shape, field: Field, texts: list[str], opened: Opened, faults: Faults
) -> list[Any]:
    """Return the values of a column; None stands for what could not be read, and for blanks."""
    if field.type is Type.STRING:
        # An empty text is "not stated"; only where a column can be NULL does it mean that.
        values = [unguarded(text) for text in texts]
        return [value or None for value in values] if field.blank else values
    reader = _file_of(opened) if field.type is Type.FILE else READERS[field.type]
    found: list[Any] = []
    for number, text in enumerate(texts, start=2):
        value = None
        if text or not field.blank:
            try:
                value = reader(text)
            except (ValueError, TypeError, RecursionError, OverflowError,
                    shapely.errors.ShapelyError):  # fmt: skip
                _tell(shape, field, number, text, faults)
                if faults.full:
                    return [None] * len(texts)
        found.append(value)
    return found


def _tell(shape: Shape, field: Field, row: int, text: str, faults: Faults) -> None:
    faults.add(
        "package.cell",
        say('{table}, row {row}, {column}: "{value}" cannot stand there.', table=shape.name,
            row=row, column=field.name, value=text[:40]),
        row=row, column=field.name, value=text,
    )  # fmt: skip


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(text)
    return float(text)


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text) or abs(int(text)) > _LARGEST:
        raise ValueError(text)
    return int(text)


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text] if text in ("true", "false") else _no(text)


def _no(text: str) -> Any:
    raise ValueError(text)


def _time(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    return found.astimezone(dt.UTC) if found.tzinfo else _no(text)


def _json(text: str) -> Any:
    return json.loads(text, parse_constant=_no)


def _outline(text: str) -> bytes:
    """Return an area's outline as WKB, if it is one that lies on the globe."""
    shape = shapely.from_geojson(text)
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        raise ValueError(text[:80])
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError(text[:80])
    made: bytes = shapely.to_wkb(shape)
    return made


READERS: Final[Mapping[Type, Callable[[str], Any]]] = {
    Type.NUMBER: _number,
    Type.INTEGER: _whole,
    Type.BOOLEAN: _boolean,
    Type.DATETIME: _time,
    Type.JSON: _json,
    Type.GEOJSON: _outline,
}


def _file_of(opened: Opened) -> Callable[[str], bytes]:
    def found(path: str) -> bytes:
        return (
            opened.files[path] if path.startswith("files/") and path in opened.files else _no(path)
        )

    return found


def _check_keys(shape: Shape, rows: list[Row], faults: Faults) -> None:
    seen: set[tuple[Any, ...]] = set()
    for number, row in enumerate(rows, start=2):
        key = tuple(row[name] for name in shape.key)
        long = any(isinstance(part, str) and len(part) > LONGEST_KEY for part in key)
        if key in seen or long or (shape.key and None in key):
            faults.add(
                "package.key",
                say("{table}, row {row}: {columns} must be there, and tell the rows apart.",
                    table=shape.name, row=number, columns=", ".join(shape.key)),
                row=number, column=", ".join(shape.key), value=key,
            )  # fmt: skip
        seen.add(key)
