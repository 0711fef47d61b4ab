"""Rows that say themselves where they lie: a shape, coordinates in one or two columns, a grid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
import pyproj
import shapely

from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Context
from sharedground.intake.crs import BRITISH_GRID, IRISH_GRID
from sharedground.intake.grids import (
    IRISH_MAPS,
    are_degrees,
    from_grid,
    may_be_british,
    near_place,
    points_inside,
    to_degrees,
)
from sharedground.intake.ledger import Ledger
from sharedground.intake.located import Flags, Floats, Located, Texts
from sharedground.intake.positions import (
    crs_named,
    degrees,
    grid_reference,
    is_grid_reference,
    pair,
)
from sharedground.intake.raw import RawTable
from sharedground.intake.shape_text import is_shape, shapes_in, systems_in
from sharedground.intake.values import by_value, is_nothing, numbers, postcode, postcode_in
from sharedground.model.placing import APPROXIMATE, COORDINATES, EXACT, GEOMETRY, GRID, outward
from sharedground.model.report import Severity
from sharedground.words import say

EXACT_WITHIN_M = 100.0
"""A square of this side still tells one place from its neighbours."""

PAIRS = (("lon", "lat"), ("easting", "northing"))
IN_TEXT = ("latlon", "address", "grid_ref", "wkt", "postcode")
"""Fields whose cells may hold a position in any form: each row is read by what stands there."""

_LETTERS_OF_A_PAIR = 3
"""With more of them before a bracket, a text is an address that ends in a position."""

_LARGEST_DEGREE = 180.0


def by_coordinates(
    found: Located, table: RawTable, match: ColumnMatch, context: Context, ledger: Ledger
) -> None:
    """Place rows by all that a file says of positions: what comes first in the list here wins."""
    systems = _systems(table, match, ledger)
    _by_geometry(found, table, context)
    for across, up in PAIRS:
        if across in match and up in match:
            x, y = _columns(found, table, match, (across, up), ledger)
            _put(found, x, y, systems, context)
    texts = {name: cells(table, match.get(name)) for name in IN_TEXT if name in match}
    for name, column in texts.items():
        if name != "grid_ref":
            _by_pair(found, column, systems, context)
    for name, column in texts.items():
        _by_grid_reference(found, column, systems, context, sure=name == "grid_ref")
    for column in texts.values():
        _by_shape_text(found, column, systems, context)


def _systems(table: RawTable, match: ColumnMatch, ledger: Ledger) -> Texts:
    """Return the CRS that each row names, "" where it names none that we know."""
    column = cells(table, match.get("crs"))
    named = np.array(by_value(column, crs_named), dtype=object)
    ledger.fault(
        (named == "") & ~is_nothing(column), "crs.unknown",
        say("We do not know this way of measuring positions, so we read the row like the others."),
        say("Write a code such as EPSG:27700 for British eastings and northings, or EPSG:4326 for "
            "longitude and latitude."),
        match.get("crs"), Severity.NOTE,
    )  # fmt: skip
    return named


def _by_geometry(found: Located, table: RawTable, context: Context) -> None:
    if table.geometry is None:
        return
    lon, lat = points_inside(table.geometry, "")
    if table.crs_wkt:
        lon, lat = to_degrees(lon, lat, table.crs_wkt)
    elif not are_degrees(lon, lat):
        lon, lat = from_grid(lon, lat, context)
    found.put(lon, lat, GEOMETRY)


def _columns(
    found: Located, table: RawTable, match: ColumnMatch, names: Sequence[str], ledger: Ledger
) -> tuple[Floats, Floats]:
    """Return what two columns say, NaN where both are 0: nobody has places there."""
    read = degrees if names[0] == "lon" else numbers
    x, y = (read(cells(table, match.get(name))) for name in names)
    zero = (x == 0) & (y == 0)
    ledger.fault(
        zero & ~found.placed, "coordinates.zero",
        say("Both coordinates are 0, which is a point in the Atlantic Ocean."),
        say("Leave the cells empty when the position is not known, or give a postcode."),
        match.get(names[0]),
    )  # fmt: skip
    return np.where(zero, np.nan, x), np.where(zero, np.nan, y)


def _put(found: Located, x: Floats, y: Floats, systems: Texts, context: Context) -> None:
    """Place rows by two numbers: in the CRS that the row names, else degrees or metres by size."""
    with np.errstate(invalid="ignore"):
        small = (np.abs(x) <= _LARGEST_DEGREE) | (np.abs(y) <= _LARGEST_DEGREE)
    for system in sorted(set(systems[systems != ""])):
        geographic = _is_geographic(system)
        rows = (systems == system) & (small if geographic else ~small)
        lon, lat = to_degrees(_only(x, rows), _only(y, rows), system)
        found.put(lon, lat, COORDINATES if geographic else GRID)
    found.put(_only(x, small), _only(y, small), COORDINATES)
    _put_metres(found, _only(x, ~small & ~found.placed), y, context)


@cache
def _is_geographic(system: str) -> bool:
    return bool(pyproj.CRS.from_user_input(system).is_geographic)


def _only(values: Floats, rows: Flags) -> Floats:
    return np.where(rows, values, np.nan)


def _put_metres(found: Located, x: Floats, y: Floats, context: Context) -> None:
    """Place rows by metres on a grid that nobody names; easting and northing may be swapped."""
    lon, lat = from_grid(x, y, context)
    known = np.isfinite(x) & np.isfinite(y)
    away = known & ~near_place(lon, lat, context)
    if not near_place(lon, lat, context, by=0).any():
        away = known
    if context.bounds is not None and away.any():
        turned = from_grid(_only(y, away), _only(x, away), context)
        better = away & near_place(*turned, context, by=0)
        lon, lat = np.where(better, turned[0], lon), np.where(better, turned[1], lat)
        found.turned |= better & ~found.placed
    found.put(lon, lat, GRID)


def _by_pair(found: Located, column: pd.Series[str], systems: Texts, context: Context) -> None:
    """Place rows by two numbers in one cell: north first, unless the place says otherwise."""
    both = np.array(by_value(column, pair), dtype=float).reshape(-1, 2)
    north, east = both[:, 0], both[:, 1]
    with np.errstate(invalid="ignore"):
        metres = np.minimum(np.abs(north), np.abs(east)) >= 1_000
    lat, lon = _only(north, ~metres), _only(east, ~metres)
    turned = near_place(lat, lon, context).sum() > near_place(lon, lat, context).sum()
    if turned or np.nanmax(np.abs(lat), initial=0) > 90:
        lon, lat = lat, lon
    _put(found, np.where(metres, east, lon), np.where(metres, north, lat), systems, context)


def _by_grid_reference(
    found: Located, column: pd.Series[str], systems: Texts, context: Context, *, sure: bool
) -> None:
    """Place rows in the middle of the square that a reference names, or by metres in its place.

    Parameters
    ----------
    sure
        Whether the column is one for references; else a short one may be half a postcode.
    """
    if not sure:
        column = column.where(np.array(by_value(column, is_grid_reference), dtype=bool), "")
    squares = np.array(by_value(column, grid_reference), dtype=float).reshape(-1, 3)
    one_letter = np.array(by_value(column, _has_one_letter), dtype=bool)
    irish = context.metric_crs == IRISH_GRID
    for rows, system in ((one_letter & irish, IRISH_MAPS),
                         (~one_letter & may_be_british(context), BRITISH_GRID)):  # fmt: skip
        known = rows & np.isfinite(squares[:, 0])
        if known.any():
            lon, lat = to_degrees(_only(squares[:, 0], known), squares[:, 1], system)
            fine = squares[:, 2] <= EXACT_WITHIN_M
            found.put(_only(lon, fine), lat, GRID, EXACT)
            found.put(lon, lat, GRID, APPROXIMATE)
    _by_pair(found, column, systems, context)


def _has_one_letter(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) == 1


def _by_shape_text(
    found: Located, column: pd.Series[str], systems: Texts, context: Context
) -> None:
    """Place rows by a shape as text; its SRID says more than the row's column does."""
    known = np.array(by_value(column, is_shape), dtype=bool)
    if not known.any():
        return
    column = column.where(known, "")
    shapes = shapes_in(column)
    x, y = points_inside(np.asarray(shapely.to_wkb(shapes), dtype=object), "")
    own = systems_in(column)
    here = Located.nowhere(len(x))
    _put(here, x, y, np.where(own != "", own, systems), context)
    found.turned |= here.turned & ~found.placed
    found.put(here.lon, here.lat, GEOMETRY)


def in_text(match: ColumnMatch) -> str:
    """Return the first column in whose cells a position may stand as text, "" for none."""
    return next(filter(None, map(match.get, IN_TEXT)), "")


def is_a_position(text: str) -> bool:
    """Say whether a text is a position and nothing else, so that it is no address."""
    if is_grid_reference(text) or is_shape(text):
        return True
    words = sum(map(str.isalpha, text.partition("(")[0])) > _LETTERS_OF_A_PAIR and "(" in text
    return bool(np.isfinite(pair(text)[0])) and not words


def tell_unread(
    found: Located, table: RawTable, match: ColumnMatch, context: Context, ledger: Ledger
) -> None:
    """Say of rows whose cells claim a position why they have none."""
    for first, second in PAIRS:
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
    for name, example in (
        ("latlon", "53.3870, -2.3521"), ("grid_ref", "SJ 789 912"),
        ("wkt", "POINT (-2.3521 53.3870)"),
    ):  # fmt: skip
        if name in match:
            column = cells(table, match.get(name))
            otherwise = np.array(by_value(column, lambda text: says_where(text, context)), bool)
            ledger.fault(
                ~found.placed & ~is_nothing(column) & ~otherwise,
                "coordinates.unreadable", say("We could not read this position."),
                say("Write it like {example}, or give a postcode.", example=example),
                match.get(name),
            )  # fmt: skip


def says_where(text: str, context: Context) -> bool:
    """Say whether a text tells where something is by a postcode or by the name of an area."""
    if postcode_in(text) or outward(postcode(text)):
        return True
    one = pd.Series([text], dtype=object)
    named = context.codes.match(one)[0] or context.codes.match(one, names=True)[0]
    return bool(named) or text.strip().casefold() in context.wider


def _reads(column: pd.Series[str]) -> bool:
    """Say whether every cell is a number that a position can be."""
    return bool(len(column)) and bool(np.isfinite(degrees(column)).all())
