"""Where each row lies, by shape, coordinates, grid or postcode; and how sure that is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from sharedground.intake.by_postcode import by_postcode, looked_up
from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Context
from sharedground.intake.grids import (
    are_degrees,
    from_grid,
    near_place,
    points_inside,
    to_degrees,
)
from sharedground.intake.ledger import Ledger
from sharedground.intake.located import Flags, Floats, Located
from sharedground.intake.raw import RawTable
from sharedground.intake.shape_text import shapes_in
from sharedground.intake.values import by_value, degrees, is_nothing, numbers, pair
from sharedground.model.placing import APPROXIMATE, AREA, BY_WHOLE_POSTCODE, NONE
from sharedground.model.report import Severity
from sharedground.words import say

STAND_IN_ROWS, STAND_IN_ADDRESSES, STAND_IN_NAMES = 10, 5, 30
"""From so many rows at one point, with so many addresses (or names), it is no real position."""


def locate(table: RawTable, match: ColumnMatch, context: Context, ledger: Ledger) -> Located:
    """Place every row as precisely as the file allows.

    Tried in order: geometry, longitude and latitude, easting and northing, both in one text,
    shape as text, full postcode, first half of a postcode, area code.

    Parameters
    ----------
    table, match
        Rows as read, and which column means what.
    context
        The place: where it lies, its postcodes and areas.
    ledger
        Takes the faults.

    Returns
    -------
    Located
        One position per row.
    """
    found = Located.nowhere(len(table.rows))
    _by_geometry(found, table, context)
    _by_coordinates(found, table, match, context, ledger)
    _by_text(found, table, match, context)
    _mend_swapped(found, match, context, ledger)
    _tell_unread(found, table, match, ledger)
    _drop_impossible(found, match, ledger)
    _drop_stand_ins(found, table, match, ledger)
    by_postcode(found, table, match, context, ledger)
    _by_area(found, table, match, context)
    _tell_outside(found, match, context, ledger)
    return found


def _by_geometry(found: Located, table: RawTable, context: Context) -> None:
    if table.geometry is None:
        return
    lon, lat = points_inside(table.geometry, "")
    if table.crs_wkt:
        lon, lat = to_degrees(lon, lat, table.crs_wkt)
    elif not are_degrees(lon, lat):
        lon, lat = from_grid(lon, lat, context)
    found.put(lon, lat, "geometry")


def _by_coordinates(
    found: Located, table: RawTable, match: ColumnMatch, context: Context, ledger: Ledger
) -> None:
    if "lon" in match and "lat" in match:
        x = degrees(cells(table, match.get("lon")))
        y = degrees(cells(table, match.get("lat")))
        zero = (x == 0) & (y == 0)
        ledger.fault(
            zero & ~found.placed, "coordinates.zero",
            say("Both coordinates are 0, which is a point in the Atlantic Ocean."),
            say("Leave the cells empty when the position is not known, or give a postcode."),
            match.get("lon"),
        )  # fmt: skip
        x, y = np.where(zero, np.nan, x), np.where(zero, np.nan, y)
        large = (np.abs(x) > 360) & (np.abs(y) > 360)
        if large.any():
            _put_grid(found, np.where(large, x, np.nan), np.where(large, y, np.nan), context)
        found.put(np.where(large, np.nan, x), np.where(large, np.nan, y), "coordinates")
    if "easting" in match and "northing" in match:
        x = numbers(cells(table, match.get("easting")))
        y = numbers(cells(table, match.get("northing")))
        empty = (x == 0) & (y == 0)
        small = (np.abs(x) <= 180) & (np.abs(y) <= 180)
        found.put(np.where(small & ~empty, x, np.nan), np.where(small, y, np.nan), "coordinates")
        _put_grid(found, np.where(empty | small, np.nan, x), y, context)


def _put_grid(found: Located, x: Floats, y: Floats, context: Context) -> None:
    lon, lat = from_grid(x, y, context)
    found.put(lon, lat, "grid reference")


def _by_text(found: Located, table: RawTable, match: ColumnMatch, context: Context) -> None:
    if "latlon" in match:
        both = np.array(by_value(cells(table, match.get("latlon")), pair)).reshape(-1, 2)
        lat, lon = both[:, 0], both[:, 1]
        turned = near_place(lat, lon, context).sum() > near_place(lon, lat, context).sum()
        beyond = np.nanmax(np.abs(lat), initial=0) > 90
        found.put(*((lat, lon) if turned or beyond else (lon, lat)), "coordinates")
    if "wkt" in match:
        shapes = shapes_in(cells(table, match.get("wkt")))
        lon, lat = points_inside(np.asarray(shapely.to_wkb(shapes), dtype=object), "")
        if not are_degrees(lon, lat):
            lon, lat = from_grid(lon, lat, context)
        found.put(lon, lat, "geometry")


def _mend_swapped(found: Located, match: ColumnMatch, context: Context, ledger: Ledger) -> None:
    """Turn round longitude and latitude where that, and only that, puts the point in the place."""
    if context.bounds is None:
        swapped = (np.abs(found.lat) > 90) & (np.abs(found.lon) <= 90)
    else:
        away = found.placed & ~near_place(found.lon, found.lat, context)
        swapped = away & near_place(found.lat, found.lon, context, by=0.1)
    count = int(swapped.sum())
    found.swapped |= swapped
    if not count:
        return
    found.lon[swapped], found.lat[swapped] = found.lat[swapped], found.lon[swapped]
    reason = say("Longitude and latitude stand the wrong way round. We turned them.")
    fix = say("Swap the two in your file, so that others read it well too.")
    column = match.get("lon") or match.get("easting") or match.get("latlon")
    if count > max(5, 0.5 * int(found.placed.sum())):
        ledger.remark("coordinates.swapped", reason, fix, column=column, severity=Severity.NOTE)
    else:
        ledger.fault(swapped, "coordinates.swapped", reason, fix, column, Severity.NOTE)


def _tell_unread(found: Located, table: RawTable, match: ColumnMatch, ledger: Ledger) -> None:
    """Say of rows whose cells claim a position why they have none."""
    for first, second in (("lon", "lat"), ("easting", "northing")):
        if first not in match or second not in match:
            continue
        x, y = cells(table, match.get(first)), cells(table, match.get(second))
        blank = is_nothing(x) & is_nothing(y)
        half = is_nothing(x) ^ is_nothing(y)
        zero = (numbers(x) == 0) & (numbers(y) == 0)
        claimed = ~found.placed & ~blank & ~zero
        ledger.fault(
            claimed & half, "coordinates.half", say("Only one of the two coordinates is given."),
            say("Give both, or a postcode."), match.get(first),
        )  # fmt: skip
        ledger.fault(
            claimed & ~half, "coordinates.unreadable",
            say("We could not read these coordinates."),
            say("Write them as numbers, such as -2.3521 and 53.3870, or give a postcode."),
            match.get(second) if _reads(x[claimed & ~half]) else match.get(first),
        )  # fmt: skip


def _reads(column: pd.Series[str]) -> bool:
    """Say whether every cell is a number that a position can be."""
    return bool(len(column)) and bool(np.isfinite(degrees(column)).all())


def _drop_impossible(found: Located, match: ColumnMatch, ledger: Ledger) -> None:
    beyond = found.placed & ((np.abs(found.lon) > 180) | (np.abs(found.lat) > 90))
    null_island = found.placed & (np.abs(found.lon) < 1e-6) & (np.abs(found.lat) < 1e-6)
    ledger.fault(
        beyond, "coordinates.impossible",
        say("These coordinates are nowhere on Earth."),
        say("Longitude is between -180 and 180, latitude between -90 and 90."),
        match.get("lat") or match.get("northing"),
    )  # fmt: skip
    _unplace(found, beyond | null_island)


def _unplace(found: Located, rows: Flags) -> None:
    found.lon[rows], found.lat[rows] = np.nan, np.nan
    found.precision[rows], found.placed_by[rows] = NONE, ""


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
        _unplace(found, rows)
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


def _by_area(found: Located, table: RawTable, match: ColumnMatch, context: Context) -> None:
    """Put rows that give only their area at a point inside it."""
    if "area_code" not in match or context.outlines is None or found.placed.all():
        return
    column = cells(table, match.get("area_code"))
    codes = context.codes.match(column)
    if not (codes != "").any():
        codes = context.codes.match(column, names=True)
    inside = shapely.point_on_surface(context.outlines.geometry.to_numpy())
    known = {
        code: (float(shapely.get_x(point)), float(shapely.get_y(point)))
        for code, point in zip(context.outlines["area_code"], inside, strict=True)
    }
    lon, lat = looked_up(codes, known)
    found.put(lon, lat, AREA, APPROXIMATE)


def _tell_outside(found: Located, match: ColumnMatch, context: Context, ledger: Ledger) -> None:
    if context.outlines is None or context.outlines.empty:
        return
    outside = found.placed & (context.area_at(found.lon, found.lat) == "")
    found.outside |= outside
    by_code = np.isin(found.placed_by.astype(str), BY_WHOLE_POSTCODE)
    fix = say("Nothing to do if that is right: it still serves people who live near the edge.")
    for rows, column in (
        (outside & by_code, match.get("postcode")),
        (outside & ~by_code, match.get("lat") or match.get("northing")),
    ):
        ledger.fault(
            rows, "location.outside", say("This lies outside the place. We keep it."), fix, column
        )
