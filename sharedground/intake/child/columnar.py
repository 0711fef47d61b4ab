"""Parquet and GeoParquet, read a batch at a time by Arrow, which the tables are written with."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa

from sharedground.intake.child import wkb
from sharedground.intake.child.cells import Cleaner, unique_headings
from sharedground.intake.child.output import BATCH, Note, Output
from sharedground.intake.child.refused import Refused

_INDEX = re.compile(r"__index_level_\d+__")
"""How pandas names the column of row numbers that it adds."""

_NATIVE = {  # GeoParquet's encodings without WKB: WKB type of the whole, depth of its lists
    "point": (1, 0),
    "linestring": (2, 1),
    "polygon": (3, 2),
    "multipoint": (4, 1),
    "multilinestring": (5, 2),
    "multipolygon": (6, 3),
}


def read_parquet(path: Path, name: str, output: Output) -> None:
    """Read a Parquet file and write it as a table, with shapes if it is GeoParquet.

    Parameters
    ----------
    path
        The file.
    name
        What to call the table.
    output
        Where the table goes.

    Raises
    ------
    Refused
        ``file.unreadable``, or the ceilings of `output`; both before any row is unpacked.
    """
    import pyarrow.parquet as parquet

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    output.tell("parquet")
    try:
        with parquet.ParquetFile(path, pre_buffer=False) as file:
            _add_table(file, name, output)
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, RecursionError) as fault:
        raise Refused("file.unreadable", why=str(fault)[:200]) from fault


def _add_table(file: Any, name: str, output: Output) -> None:
    schema = file.schema_arrow
    geo = _geo(schema.metadata or {})
    shape = str(geo.get("primary_column", ""))
    described = geo.get("columns", {})
    about = described.get(shape, {}) if shape in schema.names else {}
    left_out = {*described, *_boxes(about)}
    fields = [n for n in schema.names if n not in left_out and not _INDEX.fullmatch(n)]
    rows, spatial = file.metadata.num_rows, bool(about)
    if not (fields or rows):
        return
    output.ceiling.spend(rows, max(len(fields), 1))
    cleaner = Cleaner()
    headings = unique_headings([cleaner.clean(field) for field in fields] or [""])
    table = output.open_table(len(headings), geometry=spatial)
    count = 0
    wanted = [*fields, *([shape] if spatial else [])]
    for batch in file.iter_batches(batch_size=BATCH, columns=wanted, use_threads=False):
        numbers = list(range(count + 1, count + batch.num_rows + 1))
        columns = [_texts(batch.column(field), cleaner) for field in fields]
        wkbs = _shapes(batch.column(shape), about) if spatial else None
        table.add(numbers, columns or [[""] * batch.num_rows], wkbs)
        count += batch.num_rows
    table.close()
    others = len(set(described) & set(schema.names)) - spatial
    notes: list[Note] = [("shapes_left", {"n": others})] if others > 0 else []
    if cleaner.removed:
        notes.append(("hidden_removed", {"n": cleaner.removed}))
    crs = _crs(about) if spatial else ""
    output.describe(name, headings, notes, heading_row=0, crs=crs, spatial=spatial)


def _geo(metadata: dict[bytes, bytes]) -> dict[str, Any]:
    """Return what GeoParquet says of its shapes, {} for a plain Parquet file."""
    told = json.loads(metadata.get(b"geo", b"{}"))
    columns = told.get("columns") if isinstance(told, dict) else None
    good = isinstance(columns, dict) and all(isinstance(each, dict) for each in columns.values())
    return told if good else {}


def _boxes(about: dict[str, Any]) -> set[str]:
    """Return the columns that only repeat how far each shape reaches."""
    covering = about.get("covering")
    box = covering.get("bbox") if isinstance(covering, dict) else None
    corners = box.values() if isinstance(box, dict) else []
    return {str(path[0]) for path in corners if isinstance(path, list) and path}


def _crs(about: dict[str, Any]) -> str:
    """Return the CRS for PROJ: where none is told it is longitude and latitude, null is unknown."""
    crs = about.get("crs", "OGC:CRS84")
    if isinstance(crs, dict):
        return json.dumps(crs)
    return crs if isinstance(crs, str) else ""


def _texts(column: Any, cleaner: Cleaner) -> list[str]:
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    return [cleaner.text(value) for value in column.to_pylist()]


def _shapes(column: Any, about: dict[str, Any]) -> Any:
    storage = column.storage if isinstance(column, pa.ExtensionArray) else column
    encoding = str(about.get("encoding", "WKB")).lower()
    if encoding not in _NATIVE:
        return storage.cast(pa.binary())
    kind, depth = _NATIVE[encoding]
    return pa.array([_native(kind, depth, value) for value in storage.to_pylist()], pa.binary())


def _native(kind: int, depth: int, value: Any) -> bytes | None:
    """Return WKB of a shape that is held as lists of positions."""
    if not value:
        return None
    positions: Any = _pairs(value, depth) if kind <= 3 else None
    if kind == 1:
        return wkb.point(positions)
    if kind == 2:
        return wkb.line(positions)
    if kind == 3:
        return wkb.polygon(positions)
    return wkb.multi(kind, [_native(kind - 3, depth - 1, part) or b"" for part in value])


def _pairs(value: Any, depth: int) -> Any:
    if depth:
        return [_pairs(each, depth - 1) for each in value]
    return (float(value["x"]), float(value["y"]))
