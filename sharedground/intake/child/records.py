"""Rows as named values, from files that have no grid: JSON, KML, Open Referral, grants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import pyarrow as pa

from sharedground.intake.child.cells import Cleaner, unique_headings
from sharedground.intake.child.output import BATCH, Note, Output
from sharedground.intake.child.refused import Refused

Record = Mapping[str, object]
MOST_TEXT = 400_000_000
"""Letters of all rows together; the largest file has an eighth of it."""


def add_records(
    output: Output,
    name: str,
    records: Sequence[Record],
    *,
    shapes: Sequence[bytes | None] | None = None,
    crs: str = "",
    kinds: Sequence[str] = (),
    notes: Sequence[Note] = (),
) -> None:
    """Write rows as a table; a table without rows or without values is left out.

    Parameters
    ----------
    output
        Where the table goes.
    name
        What the table is called.
    records
        Heading to value, one for each row. The headings of the table are those of all rows, in
        the order in which they are met; a row without one of them has "" there.
    shapes
        WKB or None, one for each row; None for a table without shapes.
    crs
        Of the shapes, as PROJ takes it.
    kinds
        What the format says the rows are, such as "assets"; empty where it does not.
    notes
        How it was read.

    Raises
    ------
    Refused
        ``file.too_many_columns``, ``file.too_many_cells``.
    """
    keys = _keys(records, output.ceiling.columns)
    if not records or not (keys or shapes):
        return
    cleaner = Cleaner()
    headings = unique_headings([cleaner.clean(key) for key in keys] or [""])
    output.ceiling.spend(len(records), len(headings))
    table = output.open_table(len(headings), geometry=shapes is not None)
    _refuse_repeated(records)
    for start in range(0, len(records), BATCH):
        batch = list(islice(records, start, start + BATCH))
        columns = [[cleaner.text(row.get(key)) for row in batch] for key in keys]
        numbers = list(range(start + 1, start + len(batch) + 1))
        wkb = None if shapes is None else pa.array(shapes[start : start + BATCH], pa.binary())
        table.add(numbers, columns or [[""] * len(batch)], wkb)
    table.close()
    told = list(notes)
    if cleaner.removed:
        told.append(("hidden_removed", {"n": cleaner.removed}))
    more = {"kinds": list(kinds), "crs": crs, "spatial": shapes is not None}
    output.describe(name, headings, told, heading_row=0, **more)


def _refuse_repeated(records: Iterable[Record]) -> None:
    """Refuse a short file that says a long text in very many rows, before it is written out."""
    size = 0
    for record in records:
        size += sum(len(value) for value in record.values() if isinstance(value, str))
        if size > MOST_TEXT:
            raise Refused("file.too_much_memory")


def _keys(records: Iterable[Record], most: int) -> list[str]:
    """Return every heading once; checked as they come, as a file may name millions."""
    keys: dict[str, None] = {}
    for record in records:
        keys.update(dict.fromkeys(record))
        if len(keys) > most:
            raise Refused("file.too_many_columns", columns=len(keys), most=most)
    return list(keys)
