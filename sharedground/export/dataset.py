"""What is taken away: tables with a name and a title, and where all of it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.model.place import Source
from sharedground.words import day, say

SOURCE_COLUMNS: Final = ("source", "publisher", "licence", "source_date")
"""Where a row comes from: each row says it itself, so that it is not lost when rows are copied."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """One table to take away.

    Parameters
    ----------
    name
        Short and fit for a file, a sheet or a layer: "assets".
    title
        What people read.
    key
        Column that names a row for good, "" if there is none.
    table
        Text with "" for "not stated", numbers with NaN for "no data".
    shapes
        One geometry (or None) a row in EPSG:4326; None for a table without a map.
    """

    name: str
    title: str
    key: str
    table: pd.DataFrame
    shapes: NDArray[np.object_] | None = None


@dataclass(frozen=True)
class Origin:
    """Where an export comes from, and whom it is for.

    Parameters
    ----------
    public
        Whether it is for everyone: then it holds no contacts that are not published, and no
        true position of a sensitive place.
    made_at
        When it was made, with a time zone.
    sources
        Every list that its rows come from.
    credits
        What licences ask to be said wherever the data is shown.
    weighed
        By which version of the vision its figures are weighed; "" where none are.
    """

    place: str
    fictional: bool
    public: bool
    made_at: dt.datetime
    sources: tuple[Source, ...]
    credits: tuple[str, ...] = ()
    weighed: str = ""

    def lines(self) -> list[str]:
        """Return what a reader should know, a sentence each; the first is a title."""
        lines = [say("{place}: taken from Shared Ground", place=self.place)]
        if self.fictional:
            lines.append(say("This place is made up. Nothing in it is real."))
        lines.append(say("Made on {day}.", day=day(self.made_at)))
        if self.weighed:
            lines.append(f"{self.weighed}.")
        if self.public:
            lines.append(
                say("For everyone. Contacts that are not published are left out. Sensitive "
                    "places stand at the middle of a square of 1 km.")
            )  # fmt: skip
        else:
            lines.append(
                say("For officers only. It holds true positions and contacts. Do not publish it.")
            )
        lines.append(say("An empty cell means: not stated, or no data. It never means none."))
        lines.append(say("Each list keeps its own licence. See the table of sources."))
        return [*lines, *self.credits]


def sources_table(sources: Sequence[Source], *, public: bool = True) -> pd.DataFrame:
    """Return one row for each list: what it is, whose it is, and what became of its rows.

    Parameters
    ----------
    public
        Leave out the file's name, its hash and who loaded it. A hash would prove a guess of the
        rows that are not published.
    """
    rows = [
        {
            "source_id": one.source_id, "kind": one.kind.value,
            "title": one.title or ("" if public else one.file_name),
            "publisher": one.publisher, "licence": one.licence, "date": one.date, "url": one.url,
            "loaded_on": one.loaded_at.date().isoformat() if one.loaded_at else "",
            "rows_read": one.rows_read, "rows_kept": one.rows_kept,
            "rows_merged": one.rows_merged, "rows_set_aside": one.rows_set_aside,
        }
        | ({} if public else {"sha256": one.sha256, "file_name": one.file_name,
                              "loaded_by": one.loaded_by})
        for one in sources
    ]  # fmt: skip
    names = list(rows[0]) if rows else ["source_id", "kind", "title", "publisher", "licence",
                                        "date", "url"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def with_sources(table: pd.DataFrame, sources: Sequence[Source]) -> pd.DataFrame:
    """Return a table with `SOURCE_COLUMNS` instead of its `source_id`."""
    by_id = {one.source_id: one for one in sources}
    said: dict[str, list[str]] = {name: [] for name in SOURCE_COLUMNS}
    for source_id in table["source_id"]:
        one = by_id.get(source_id)
        said["source"].append(one.title or one.file_name if one else "")
        said["publisher"].append(one.publisher if one else "")
        said["licence"].append(one.licence if one else "")
        said["source_date"].append(one.date if one else "")
    return table.drop(columns="source_id").assign(
        **{name: pd.Series(values, index=table.index, dtype=object)
           for name, values in said.items()}
    )  # fmt: skip


def plain_value(value: Any) -> Any:
    """Return a value as JSON can hold it: NaN and NA are None, numpy numbers are plain."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
