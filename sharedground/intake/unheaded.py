"""Published files that come without a row of headings, known by what their columns hold.

Sources: NHS Organisation Data Service, "Data file specification" of its CSV downloads (27 columns);
Ordnance Survey, Code-Point Open user guide (10 columns).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

import pandas as pd

from sharedground.intake.child.cells import unique_headings
from sharedground.intake.raw import RawTable
from sharedground.words import later, say

LOOKED_AT: Final = 200
MOSTLY: Final = 0.9

_NUMBERED = re.compile(r"^Column (\d{1,4}) \(no heading\)$")


@dataclass(frozen=True)
class _Layout:
    """How one publisher fills columns, counted from 1.

    Parameters
    ----------
    headings
        What stands in each column.
    shapes
        What nearly every cell of some columns looks like.
    words
        What the codes of a column stand for.
    titles
        What a file of this name lists.
    """

    publisher: str
    headings: tuple[str, ...]
    shapes: dict[int, re.Pattern[str]]
    words: dict[int, dict[str, str]]
    titles: dict[str, str]


_POSTCODE = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})?$")
_DAY = re.compile(r"^((19|20)\d{6})?$")

ORGANISATION_DATA: Final = _Layout(
    later("NHS Organisation Data Service"),
    (
        "Organisation code", "Name", "National grouping", "High level health geography",
        "Address line 1", "Address line 2", "Address line 3", "Address line 4", "Address line 5",
        "Postcode", "Open date", "Close date", "Status", "Organisation sub-type code",
        "Parent organisation code", "Join parent date", "Left parent date", "Contact telephone",
        "Unused 19", "Unused 20", "Unused 21", "Amended record indicator", "Unused 23",
        "Current care organisation", "Unused 25", "Setting", "Unused 27",
    ),
    {1: re.compile(r"^[A-Z0-9]{3,10}$"), 10: _POSTCODE, 11: _DAY, 12: _DAY,
     13: re.compile(r"^[ACDP]?$")},
    {
        13: {"A": "Active", "C": "Closed", "D": "Dormant", "P": "Proposed"},
        26: {"4": "GP practice", "10": "Hospital", "13": "Hospice", "14": "Care home"},
    },
    {
        "epraccur": "GP practices", "egpcur": "GPs", "edispensary": "Pharmacies",
        "egdpprac": "Dentists", "ecarehomesite": "Care homes", "ecarehomehq": "Care homes",
        "eschools": "Schools", "ehospice": "Hospices", "eopticians": "Opticians",
        "ets": "Hospitals", "etr": "Hospitals", "ensa": "Hospitals", "eplab": "Laboratories",
    },
)  # fmt: skip

CODE_POINT: Final = _Layout(
    later("Code-Point Open"),
    ("Postcode", "Positional quality", "Eastings", "Northings", "Country code",
     "NHS regional HA code", "NHS HA code", "County code", "District code", "Ward code"),
    {1: re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$"), 2: re.compile(r"^\d{2}$"),
     3: re.compile(r"^\d{1,6}$"), 4: re.compile(r"^\d{1,7}$"),
     5: re.compile(r"^[EWSNKJ]\d{8}$|^$")},
    {},
    {},
)  # fmt: skip


def with_known_headings(table: RawTable, file: str) -> RawTable:
    """Return a table without headings with those of its publisher, if it is one we know.

    Parameters
    ----------
    table
        As read.
    file
        Its file's name, which may tell what the list is of.
    """
    numbers = [_NUMBERED.match(str(heading)) for heading in table.rows.columns]
    if table.heading_row or not len(table.rows) or not all(numbers):
        return table
    columns = [int(found[1]) for found in numbers if found]
    for layout in (ORGANISATION_DATA, CODE_POINT):
        if max(columns) <= len(layout.headings) and _fits(table, columns, layout):
            return _headed(table, columns, layout, file)
    return table


def _fits(table: RawTable, columns: list[int], layout: _Layout) -> bool:
    head = table.rows.iloc[:LOOKED_AT]
    for number, shape in layout.shapes.items():
        if number not in columns:
            if shape.match("") is None:
                return False
            continue
        cells = head.iloc[:, columns.index(number)]
        if cells.str.match(shape).mean() < MOSTLY:
            return False
    return True


def _headed(table: RawTable, columns: list[int], layout: _Layout, file: str) -> RawTable:
    rows = table.rows.copy()
    for number, words in layout.words.items():
        if number in columns:
            at = columns.index(number)
            rows.isetitem(at, [words.get(code, code) for code in rows.iloc[:, at]])
    named = unique_headings([layout.headings[number - 1] for number in columns])
    rows.columns = pd.Index(named, dtype="str")
    title = layout.titles.get(PurePosixPath(file).name.split(".")[0].casefold(), "")
    told = say(
        "There are no headings. The columns are those of {publisher}.",
        publisher=say(layout.publisher),
    )
    return replace(table, rows=rows, above=(*table.above, *filter(None, [title])), notes=(told,))
