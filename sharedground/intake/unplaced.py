"""Rows that are kept without a location: each is told why, and what would put it on the map."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Context, Cover
from sharedground.intake.headings import ADDRESS_FIELDS, LOCATIONS, plain
from sharedground.intake.ledger import Ledger
from sharedground.intake.located import Flags, Located
from sharedground.intake.raw import RawTable
from sharedground.intake.values import by_value, is_nothing
from sharedground.model.placing import is_full_postcode
from sharedground.words import say

_ABOUT_PLACING: Final = ("postcode.", "coordinates.", "location.")
_NOT_WHY: Final = frozenset(["postcode.letter_o", "postcode.none_loaded", "coordinates.swapped"])
_THREE_WORDS = re.compile(r"^\s{0,9}/{0,3}[a-z]{3,}\.[a-z]{3,}\.[a-z]{3,}\s{0,9}$")
_ZERO = re.compile(r"^\W{0,3}0+(\.0+)?\s{0,3}[,;\s]\s{0,3}0+(\.0+)?\W{0,3}$")


def tell_unplaced(
    found: Located, table: RawTable, match: ColumnMatch, context: Context, ledger: Ledger
) -> None:
    """Say of each row without a location why it has none, where nothing has said so before."""
    left = ledger.open & ~found.placed & ~_told(ledger) & ~_waits(found, context)
    if not left.any():
        return
    postcode = match.get("postcode")
    left = _tell(
        ledger, left, np.asarray(found.postcode != "", bool), "location.postcode_unknown",
        say("We do not know where this postcode is."),
        say("Add a postcode table that has it, or give a position."), postcode,
    )  # fmt: skip
    for field in ("latlon", "grid_ref", "wkt", *ADDRESS_FIELDS, "area_code"):
        if field in match:
            left = _tell_by_text(ledger, left, table, match.get(field), field)
    _tell(
        ledger, left, left, "location.missing", say("Nothing in the row says where it is."),
        say("Add a postcode, or a position such as 53.3870, -2.3521."), postcode,
    )  # fmt: skip


def _told(ledger: Ledger) -> Flags:
    """Return the rows of which it was said already why they have no location."""
    numbers = {
        fault.row for fault in ledger.faults
        if fault.code.startswith(_ABOUT_PLACING) and fault.code not in _NOT_WHY
    }  # fmt: skip
    return np.isin(ledger.table.row_numbers, [row for row in numbers if row is not None])


def _waits(found: Located, context: Context) -> Flags:
    """Return the rows that only wait for postcodes, which is told once for the whole file."""
    waits = not context.code_point and context.postcode_cover is not Cover.HERE
    full = by_value(pd.Series(found.postcode, dtype=object), is_full_postcode)
    return np.array(full, dtype=bool) & waits


def _tell_by_text(
    ledger: Ledger, left: Flags, table: RawTable, heading: str, field: str
) -> Flags:  # fmt: skip
    """Say what is wrong with what stands in one column; return the rows that are still left."""
    column = cells(table, heading)
    some = ~is_nothing(column)
    fix = say("Add a postcode, or a position such as 53.3870, -2.3521.")
    for pattern, code, reason in (
        (_THREE_WORDS, "location.three_words", say("We cannot look up three words of what3words.")),
        (_ZERO, "coordinates.zero",
         say("Both coordinates are 0, which is a point in the Atlantic Ocean.")),
    ):  # fmt: skip
        here = np.array([pattern.match(text) is not None for text in column])
        left = _tell(ledger, left, here, code, reason, fix, heading)
    if field == "area_code":
        return _tell(
            ledger, left, some, "location.area_unknown", say("We do not know this area."),
            say("Write its name or code as in the areas of this place, or add a postcode."),
            heading,
        )  # fmt: skip
    if field not in ADDRESS_FIELDS and plain(heading) not in LOCATIONS:
        return left
    return _tell(
        ledger, left, some, "location.no_postcode",
        say("The address has no postcode, so we cannot tell where it is."),
        say("Add a whole postcode, such as M33 2DQ, or a position such as 53.3870, -2.3521."),
        heading,
    )  # fmt: skip


def _tell(
    ledger: Ledger, left: Flags, rows: Flags, code: str, reason: str, fix: str, column: str
) -> Flags:
    ledger.fault(left & rows, code, reason, fix, column)
    return left & ~rows
