"""What a person should look at in an upload: faults and rows left out, grouped and counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from sharedground.export.table import csv_bytes
from sharedground.intake.context import Intake
from sharedground.model.report import Fate, Fault
from sharedground.words import later, later_many, say
from sharedground.workflow import Preview

TITLES: Final[dict[str, tuple[str, str]]] = {
    "category.unknown": later_many(
        "{n} word for a kind of place that we do not know",
        "{n} words for a kind of place that we do not know",
    ),
}
"""Headings of faults that stand for several rows each, and whose sentences differ."""


class Item(NamedTuple):
    """One row to look at. `row` is 0 when it is about the whole file; `name` is the row's own."""

    sheet: str
    row: int
    name: str
    column: str
    value: str
    reason: str
    fix: str


@dataclass(frozen=True)
class Group:
    """Rows with the same thing to look at.

    Parameters
    ----------
    title
        What is wrong.
    fate
        "kept", "merged" or "set aside": where the rows end.
    items
        In the order of the file.
    kinds
        The heading for one and for many items, where each item stands for several rows.
    """

    title: str
    fate: Fate
    items: tuple[Item, ...]
    kinds: tuple[str, str] | None = None

    @property
    def fixes(self) -> tuple[str, ...]:
        """How to fix it: each sentence once."""
        return tuple(dict.fromkeys(item.fix for item in self.items if item.fix))

    @property
    def rows(self) -> int:
        """How many rows it is about; 0 when only about the whole file."""
        return len({(item.sheet, item.row) for item in self.items if item.row})

    @property
    def sheets(self) -> bool:
        """Whether the rows come from named sheets."""
        return any(item.sheet for item in self.items)


def groups(preview: Preview) -> list[Group]:
    """Return all there is to look at, most rows first.

    Rows left out without a fault of their own, such as second copies, are here too.
    """
    found: dict[tuple[str, Fate], list[Item]] = {}
    for intake in preview.intakes:
        records = intake.frames["records"]
        fates = dict(zip(records["row_number"], records["fate"], strict=True))
        names = _names(intake)
        told: set[int | None] = set()
        for fault in intake.report.faults:
            fate = Fate(fates.get(fault.row, Fate.KEPT.value))
            told.add(fault.row)
            title = fault.code if fault.code in TITLES else fault.reason
            found.setdefault((title, fate), []).append(_item(intake.table, fault, names))
        for row in _untold(records, told):
            number = int(row.row_number)
            item = Item(intake.table, number, names.get(number, ""), "", "", str(row.reason), "")
            found.setdefault((item.reason, Fate(row.fate)), []).append(item)
    made = [
        Group(title, fate, tuple(items), TITLES.get(title))
        for (title, fate), items in found.items()
    ]
    return sorted(made, key=lambda group: -group.rows)


def _names(intake: Intake) -> dict[int, str]:
    """Return what stands in the name column, by row number."""
    columns = intake.report.columns
    heading = columns.get("name") or columns.get("area_name") or columns.get("area_code")
    if not heading:
        return {}
    records = intake.frames["records"]
    numbers = records["row_number"].tolist()
    return {
        number: str(json.loads(original).get(heading, ""))
        for number, original in zip(numbers, records["original"], strict=True)
    }


def _item(sheet: str, fault: Fault, names: dict[int, str]) -> Item:
    row = fault.row or 0
    return Item(
        sheet, row, names.get(row, ""), fault.column, fault.value, fault.reason, fault.fix
    )  # fmt: skip


def _untold(records: pd.DataFrame, told: set[int | None]) -> list[Any]:
    left_out = records[(records["fate"] != Fate.KEPT.value) & ~records["row_number"].isin(told)]
    return list(left_out.itertuples(index=False))


def as_csv(found: list[Group]) -> bytes:
    """Return everything to look at as CSV, one line each."""
    rows = [
        (item.sheet, item.row or None, item.name, item.column, item.value, item.reason, item.fix,
         say(FATES[group.fate]))
        for group in found
        for item in group.items
    ]  # fmt: skip
    names = [say("sheet"), say("row"), say("name"), say("column"), say("value"),
             say("what is wrong"), say("how to fix"), say("what became of the row")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=names)
    frame[names[1]] = frame[names[1]].astype("Int64")
    return csv_bytes(frame)


FATES: Final[dict[Fate, str]] = {
    Fate.KEPT: later("kept"),
    Fate.MERGED: later("merged"),
    Fate.SET_ASIDE: later("set aside"),
}
