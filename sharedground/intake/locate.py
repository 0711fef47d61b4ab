"""Where each row lies, by shape, coordinates, grid or postcode; and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from sharedground.intake.by_coordinates import by_coordinates, in_text, tell_unread
from sharedground.intake.by_postcode import by_postcode, looked_up
from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Bounds, Context
from sharedground.intake.doubtful import mend_or_drop
from sharedground.intake.headings import LOCATIONS, plain
from sharedground.intake.ledger import Ledger
from sharedground.intake.located import Flags, Floats, Located
from sharedground.intake.raw import RawTable
from sharedground.model.placing import APPROXIMATE, AREA, BY_WHOLE_POSTCODE
from sharedground.words import say

FAR_KM: Final = 50.0
"""Further from the place than this, a point is more likely wrong than served from there."""

_EARTH: Final = Geod(ellps="WGS84")


def locate(table: RawTable, match: ColumnMatch, context: Context, ledger: Ledger) -> Located:
    """Place every row as precisely as the file allows.

    Tried in order: geometry, longitude and latitude, easting and northing, both in one text, grid
    reference, shape as text, full postcode, first half of a postcode, area or ward.

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
    by_coordinates(found, table, match, context, ledger)
    tell_unread(found, table, match, context, ledger)
    mend_or_drop(found, table, match, context, ledger)
    by_postcode(found, table, match, context, ledger)
    _by_area(found, table, match, context)
    _tell_outside(found, match, context, ledger)
    return found


def _by_area(found: Located, table: RawTable, match: ColumnMatch, context: Context) -> None:
    """Put rows that give only their area, or the ward it lies in, at a point inside it."""
    fields = {"area_code", *(f for f, told in match.fields.items() if plain(told) in LOCATIONS)}
    for name in sorted(fields & {"area_code", "latlon", "grid_ref", "wkt", "address"}):
        if name in match and context.outlines is not None and not found.placed.all():
            _by_area_in(found, cells(table, match.get(name)), context)


def _by_area_in(found: Located, column: pd.Series[str], context: Context) -> None:
    assert context.outlines is not None
    codes = context.codes.match(column)
    if not (codes != "").any():
        codes = context.codes.match(column, names=True)
    outlines = dict(zip(context.outlines["area_code"], context.outlines.geometry, strict=True))
    found.put(*looked_up(codes, _points_inside(outlines)), AREA, APPROXIMATE)
    names = np.array([text.strip().casefold() for text in column], dtype=object)
    wanted = {str(name) for name in names[~found.placed]} & context.wider.keys()
    wider = {
        name: shapely.union_all([outlines[code] for code in context.wider[name]])
        for name in sorted(wanted)
    }
    found.put(*looked_up(names, _points_inside(wider)), AREA, APPROXIMATE)


def _points_inside(outlines: Mapping[str, shapely.Geometry]) -> dict[str, tuple[float, float]]:
    inside = {name: shapely.point_on_surface(shape) for name, shape in outlines.items()}
    return {name: (float(point.x), float(point.y)) for name, point in inside.items()}


def _tell_outside(found: Located, match: ColumnMatch, context: Context, ledger: Ledger) -> None:
    """Warn of rows outside the place: they are kept, and those far away are probably wrong."""
    if context.outlines is None or context.bounds is None:
        return
    outside = found.placed & (context.area_at(found.lon, found.lat) == "")
    found.outside |= outside
    km = _km_away(found, outside, context.bounds)
    by_code = np.isin(found.placed_by.astype(str), BY_WHOLE_POSTCODE)
    where = match.get("lat") or match.get("northing") or in_text(match)
    for rows, column in ((by_code, match.get("postcode")), (~by_code, where)):
        ledger.fault(
            outside & rows & (km < FAR_KM), "location.outside",
            say("This lies outside the place. We keep it."),
            say("Nothing to do if that is right: it still serves people who live near the edge."),
            column,
        )  # fmt: skip
        ledger.fault(
            outside & rows & (km >= FAR_KM), "location.far",
            say("This lies more than {km} km from the place: in another part of the world, or in "
                "the sea. We keep it.", km=round(FAR_KM)),
            say("Check it. If it is right, there is nothing to do."), column,
        )  # fmt: skip


def _km_away(found: Located, rows: Flags, bounds: Bounds) -> Floats:
    """Return how far rows lie from the box around the place, in kilometres; 0 for the others."""
    west, south, east, north = bounds
    km = np.zeros(len(rows))
    lon, lat = found.lon[rows], found.lat[rows]
    nearest = np.clip(lon, west, east), np.clip(lat, south, north)
    km[rows] = _EARTH.inv(lon, lat, *nearest)[2] / 1000
    return km
