"""Several tables as one spreadsheet, or as one zip of CSV files, with their sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from sharedground.export.dataset import Dataset, Origin, sources_table
from sharedground.export.table import csv_bytes
from sharedground.export.workbook import Column, Sheet, workbook_bytes
from sharedground.model.handed_out import SOURCES_SHEET
from sharedground.words import say

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet of Excel holds under its headings."""

THEN: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip, so that the same content gives the same bytes."""


def xlsx_bytes(datasets: Sequence[Dataset], origin: Origin) -> bytes:
    """Return a spreadsheet: first what to know, then a sheet for each table, then the sources.

    Text is text: nothing in it is worked out as a formula. A table with more rows than a sheet
    holds goes on in further sheets.
    """
    sheets = [Sheet(say("About"), lines=_about(datasets, origin))]
    for dataset in [*datasets, _sources(origin)]:
        sheets += [_sheet(name, table) for name, table in _in_parts(dataset)]
    return workbook_bytes(sheets)


def _about(datasets: Sequence[Dataset], origin: Origin) -> list[str]:
    told = [f"{one.title} ({one.name}): {len(one.table):,}" for one in datasets]
    return [*origin.lines(), *told]


def _sources(origin: Origin) -> Dataset:
    listed = sources_table(origin.sources, public=origin.public)
    return Dataset(SOURCES_SHEET, say("Sources"), "source_id", listed)


def _in_parts(dataset: Dataset) -> list[tuple[str, pd.DataFrame]]:
    table = dataset.table
    if len(table) <= MOST_ROWS:
        return [(dataset.name, table)]
    return [
        (f"{dataset.name} {number}", table.iloc[start : start + MOST_ROWS])
        for number, start in enumerate(range(0, len(table), MOST_ROWS), start=1)
    ]


def _sheet(name: str, table: pd.DataFrame) -> Sheet:
    numbers = {
        str(column): Column(number=True)
        for column in table.columns
        if pd.api.types.is_numeric_dtype(table[column])
    }
    return Sheet(name, table=table, columns=numbers)


def csv_zip_bytes(datasets: Sequence[Dataset], origin: Origin, *, for_excel: bool = True) -> bytes:
    """Return a zip of one CSV file for each table, `sources.csv`, and `README.txt`."""
    files = {
        f"{one.name}.csv": csv_bytes(one.table, for_excel=for_excel)
        for one in [*datasets, _sources(origin)]
    }
    files["README.txt"] = ("\r\n".join(_about(datasets, origin)) + "\r\n").encode("utf-8-sig")
    return zip_bytes(files)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return a zip that depends on nothing but the names and bytes, in their order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=6)
    return packed.getvalue()
