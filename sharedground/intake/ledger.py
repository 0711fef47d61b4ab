"""Where every row of a table ends: kept, merged or set aside, with its faults; nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.raw import RawTable
from sharedground.model.report import Fate, Fault, Severity

Positions = Sequence[int] | NDArray[np.integer] | NDArray[np.bool_]

LONGEST_VALUE: Final = 300
"""Letters of a cell that a fault repeats; the record keeps all of them."""


class Ledger:
    """The fate of every row of one table. A row's first fate is its last.

    Parameters
    ----------
    table
        The rows; positions count from 0 in its order.
    as_read
        The same rows before anything was corrected, for the records.
    """

    def __init__(self, table: RawTable, as_read: RawTable | None = None) -> None:
        self.table = table
        self.as_read = as_read or table
        self.fates = np.full(len(table.rows), "", dtype=object)
        self.reasons = np.full(len(table.rows), "", dtype=object)
        self.kept_as = np.full(len(table.rows), "", dtype=object)
        self.faults: list[Fault] = []

    @property
    def open(self) -> NDArray[np.bool_]:
        """Rows that have no fate yet."""
        return np.asarray(self.fates == "", dtype=bool)

    def _still_open(self, rows: Positions) -> NDArray[np.intp]:
        chosen = np.asarray(rows)
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen.astype(np.intp)
        return places[self.fates[places] == ""] if len(places) else places.astype(np.intp)

    def keep(self, rows: Positions, ids: Sequence[str] | NDArray[np.object_]) -> None:
        """Keep rows, each as the thing with the id beside it."""
        places = np.asarray(rows, dtype=np.intp)
        self.fates[places] = Fate.KEPT.value
        self.kept_as[places] = ids

    def merge(self, rows: Positions, reason: str, into: Sequence[str] | str = "") -> None:
        """Say that rows ended in another row's thing, and why.

        `into` is one id for all, or one for each row given.
        """
        places = self._still_open(rows)
        self.fates[places] = Fate.MERGED.value
        self.reasons[places] = reason
        if isinstance(into, str):
            self.kept_as[places] = into
        else:
            given = dict(zip(np.asarray(rows).tolist(), into, strict=True))
            self.kept_as[places] = [given[place] for place in places.tolist()]

    def set_aside(
        self, rows: Positions, code: str, reason: str, fix: str = "", column: str = "",
        *, each: bool = True,
    ) -> int:  # fmt: skip
        """Set rows aside and, with `each`, write a fault for each; return how many they were."""
        places = self._still_open(rows)
        self.fates[places] = Fate.SET_ASIDE.value
        self.reasons[places] = reason
        if each:
            self.fault(places, code, reason, fix, column, Severity.SET_ASIDE)
        return len(places)

    def fault(
        self, rows: Positions, code: str, reason: str, fix: str = "", column: str = "",
        severity: Severity = Severity.WARNING,
    ) -> None:  # fmt: skip
        """Write the same fault for each row, with what stands in `column` there."""
        places = np.asarray(rows)
        places = np.flatnonzero(places) if places.dtype == bool else places
        values = self.table.rows[column].iloc[places] if column else [""] * len(places)
        for place, value in zip(places, values, strict=True):
            shown = str(value)[:LONGEST_VALUE]
            self.faults.append(
                Fault(code=code, row=self.number(place), column=column, value=shown,
                      reason=reason, fix=fix, severity=severity)
            )  # fmt: skip

    def remark(
        self, code: str, reason: str, fix: str = "", *, column: str = "", value: str = "",
        row: int | None = None, severity: Severity = Severity.WARNING,
    ) -> None:  # fmt: skip
        """Write one fault for the file as a whole, or for one row number."""
        self.faults.append(
            Fault(code=code, row=row, column=column, value=value, reason=reason, fix=fix,
                  severity=severity)
        )  # fmt: skip

    def number(self, place: int) -> int:
        """Return the row number that a person sees."""
        return int(self.table.row_numbers[place])

    def count(self, fate: Fate) -> int:
        """Return how many rows have a fate."""
        return int((self.fates == fate.value).sum())

    def records(self) -> pd.DataFrame:
        """Return one row per row read, with every column as it was read."""
        headings = [str(heading) for heading in self.as_read.rows.columns]
        rows: Iterable[Sequence[object]] = self.as_read.rows.to_numpy(dtype=object, na_value="")
        originals = [
            json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False) for row in rows
        ]
        return pd.DataFrame(
            {
                "row_number": self.table.row_numbers,
                "fate": self.fates,
                "reason": self.reasons,
                "kept_as": self.kept_as,
                "original": originals,
            }
        )
