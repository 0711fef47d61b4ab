"""What a sheet from a meeting brought: the fate of every row, and what to look at."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sharedground.intake.ledger import Ledger
from sharedground.model.base import Value
from sharedground.model.report import Fate, Fault
from sharedground.words import say


class Brought(Value):
    """What became of one sheet. `read` = `kept` + `merged` + `set_aside`.

    Parameters
    ----------
    file, table
        The file and its sheet, "" where it has only one.
    columns
        Heading to what it was read as, in words.
    unused
        Headings that were not used.
    sentences
        What there is to know of the whole.
    """

    file: str
    table: str = ""
    read: int = 0
    kept: int = 0
    merged: int = 0
    set_aside: int = 0
    columns: dict[str, str] = {}
    unused: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    sentences: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """Return the file with its sheet, where it has several or a named one."""
        if not self.table:
            return self.file
        return say("{file}, sheet {sheet}", file=self.file, sheet=self.table)

    def as_json(self) -> dict[str, Any]:
        """Return what scripts may rely on."""
        return self.model_dump(mode="json")


def brought(
    file: str, ledger: Ledger, columns: dict[str, str], unused: tuple[str, ...],
    sentences: tuple[str, ...],
) -> Brought:  # fmt: skip
    """Return the report of a sheet whose every row has its fate."""
    kept, merged, aside = (ledger.count(fate) for fate in Fate)
    counted = say(
        "{read} rows read: {kept} kept, {merged} merged, {aside} set aside.",
        read=len(ledger.fates), kept=kept, merged=merged, aside=aside,
    )  # fmt: skip
    return Brought(
        file=file, table=ledger.table.name, read=len(ledger.fates), kept=kept, merged=merged,
        set_aside=aside, columns=columns, unused=unused,
        faults=tuple(sorted(ledger.faults, key=lambda fault: (fault.row or 0, fault.code))),
        sentences=(counted, *sentences, *ledger.table.notes),
    )  # fmt: skip


def lines_of(report: Brought) -> list[str]:
    """Return what a person reads of a report, each fault in a line of its own."""
    said = [
        f"{report.called}: {report.sentences[0]}",
        *(f"  {one}" for one in report.sentences[1:]),
    ]
    if report.unused:
        said.append("  " + say("Not used: {names}.", names=", ".join(report.unused)))
    return [*said, *(f"  {fault_line(fault)}" for fault in report.faults)]


def fault_line(fault: Fault) -> str:
    """Return one fault in a line: where, what is wrong, and what to do."""
    where = ", ".join(
        text
        for text in (
            say("row {n}", n=fault.row) if fault.row is not None else "",
            fault.column,
            f"“{fault.value}”" if fault.value else "",
        )
        if text
    )
    told = f"{fault.reason} {fault.fix}".strip()
    return f"{where}: {told}" if where else told


def records_of(ledger: Ledger) -> pd.DataFrame:
    """Return every row as it was read, with its fate and why, to be downloaded."""
    return ledger.records()
