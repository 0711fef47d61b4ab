"""Positions that cannot be right: mended where that is plain, else disbelieved; always said."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sharedground.intake.by_coordinates import in_text
from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Context
from sharedground.intake.grids import may_be_british, near_place
from sharedground.intake.ledger import Ledger
from sharedground.intake.located import Flags, Located
from sharedground.intake.raw import RawTable
from sharedground.model.report import Severity
from sharedground.words import say

STAND_IN_ROWS, STAND_IN_ADDRESSES, STAND_IN_NAMES = 10, 5, 30
"""From so many rows at one point, with so many addresses (or names), it is no real position."""

AS_GOOD_AS_INSIDE: Final = 0.1
"""Degrees: a point that was mended must come as close to the place."""

GRID_ORIGIN: Final = (-7.557160, 49.766807)
"""Where easting and northing are 0 on the British National Grid, in degrees."""


def mend_or_drop(
    found: Located, table: RawTable, match: ColumnMatch, context: Context, ledger: Ledger
) -> None:
    """Mend what plainly was meant otherwise, and take positions away that nothing can have."""
    _mend_swapped(found, match, context, ledger)
    _mend_signs(found, match, context, ledger)
    _drop_impossible(found, match, context, ledger)
    _drop_stand_ins(found, table, match, ledger)


def _mend_swapped(found: Located, match: ColumnMatch, context: Context, ledger: Ledger) -> None:
    """Turn round longitude and latitude where that, and only that, puts the point in the place."""
    if context.bounds is None:
        swapped = (np.abs(found.lat) > 90) & (np.abs(found.lon) <= 90)
    else:
        away = found.placed & ~near_place(found.lon, found.lat, context)
        swapped = away & near_place(found.lat, found.lon, context, by=AS_GOOD_AS_INSIDE)
    found.lon[swapped], found.lat[swapped] = found.lat[swapped], found.lon[swapped]
    found.swapped |= swapped | found.turned
    fix = say("Swap the two in your file, so that others read it well too.")
    _tell_mended(
        found, swapped, ledger, "coordinates.swapped",
        say("Longitude and latitude stand the wrong way round. We turned them."), fix,
        match.get("lon") or match.get("easting") or in_text(match),
    )  # fmt: skip
    _tell_mended(
        found, found.turned, ledger, "coordinates.swapped",
        say("Easting and northing stand the wrong way round. We turned them."), fix,
        match.get("easting") or match.get("lon") or in_text(match),
    )  # fmt: skip


def _mend_signs(found: Located, match: ColumnMatch, context: Context, ledger: Ledger) -> None:
    """Put a minus right where the point would else lie in another half of the world."""
    if context.bounds is None:
        return
    for along, up in ((-1, 1), (1, -1)):
        away = found.placed & ~near_place(found.lon, found.lat, context)
        wrong = away & near_place(along * found.lon, up * found.lat, context, by=AS_GOOD_AS_INSIDE)
        found.lon[wrong], found.lat[wrong] = along * found.lon[wrong], up * found.lat[wrong]
        found.mirrored |= wrong
        column = match.get("lon" if along < 0 else "lat") or in_text(match)
        _tell_mended(
            found, wrong, ledger, "coordinates.sign",
            say("With this minus sign it would lie in another part of the world. We put it right."),
            say("Put it right in your file too. West and south have a minus, east and north none."),
            column,
        )  # fmt: skip


def _tell_mended(
    found: Located, rows: Flags, ledger: Ledger, code: str, reason: str, fix: str, column: str
) -> None:
    """Say it row by row, and once where it is most of the list."""
    count = int(rows.sum())
    if count > max(5, 0.5 * int(found.placed.sum())):
        ledger.remark(code, reason, fix, column=column, severity=Severity.NOTE)
    elif count:
        ledger.fault(rows, code, reason, fix, column, Severity.NOTE)


def _drop_impossible(found: Located, match: ColumnMatch, context: Context, ledger: Ledger) -> None:
    beyond = found.placed & ((np.abs(found.lon) > 180) | (np.abs(found.lat) > 90))
    null_island = found.placed & (np.abs(found.lon) < 1e-6) & (np.abs(found.lat) < 1e-6)
    origin = found.placed & may_be_british(context) & _at(found, *GRID_ORIGIN)
    column = match.get("lat") or match.get("northing") or in_text(match)
    ledger.fault(
        beyond, "coordinates.impossible",
        say("These coordinates are nowhere on Earth."),
        say("Longitude is between -180 and 180, latitude between -90 and 90."), column,
    )  # fmt: skip
    ledger.fault(
        origin, "coordinates.grid_origin",
        say("This is where the British grid begins, a point in the sea. It stands for a position "
            "that nobody knew."),
        say("Leave the cells empty when the position is not known, or give a postcode."), column,
    )  # fmt: skip
    found.unplace(beyond | null_island | origin)


def _at(found: Located, lon: float, lat: float, by: float = 2e-3) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(found.lon - lon) < by) & (np.abs(found.lat - lat) < by))


def _drop_stand_ins(found: Located, table: RawTable, match: ColumnMatch, ledger: Ledger) -> None:
    """Disbelieve one point that is given for many different addresses.

    Publishers write the middle of a district where a position is not known; counting it
    would pile every place up in one area.
    """
    places = pd.DataFrame({"lon": found.lon.round(6), "lat": found.lat.round(6)})
    busy = places[found.placed].value_counts()
    for point in busy[busy >= STAND_IN_ROWS].index:
        rows = np.asarray((places["lon"] == point[0]) & (places["lat"] == point[1]))
        if not _many_addresses(table, match, rows):
            continue
        found.unplace(rows)
        found.stand_in |= rows
        ledger.remark(
            "coordinates.stand_in",
            say(
                "{count} rows with different addresses share one point. It stands for a whole "
                "district, so we did not use it.",
                count=int(rows.sum()),
            ),
            say("Ask for a list that has a point or a postcode for each row."),
            column=match.get("lon") or match.get("easting"),
            value=f"{point[1]:.5f}, {point[0]:.5f}",
        )


def _many_addresses(table: RawTable, match: ColumnMatch, rows: Flags) -> bool:
    for fields, least in (
        (("postcode",), STAND_IN_ADDRESSES),
        (("address_street", "address"), STAND_IN_ADDRESSES),
        (("name",), STAND_IN_NAMES),
    ):
        here = [name for name in fields if name in match]
        if here:
            values = cells(table, match.get(here[0]))[rows].str.casefold().str.strip()
            distinct = values[values != ""].nunique()
            return bool(distinct >= max(least, 0.1 * rows.sum()))
    return False
