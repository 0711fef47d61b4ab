"""From outlines to areas: codes, names people know, shapes in degrees, each code once."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError
from sharedground.intake.columns import cells
from sharedground.intake.crs import DEGREES, crosses_180, known_crs, metric_crs, split_at_180
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.shape_text import shapes_in
from sharedground.intake.values import text_of
from sharedground.model.frames import checked
from sharedground.model.report import Severity
from sharedground.words import say

Shapes = NDArray[np.object_]
POLYGONS = (3, 6)


def areas_of(reading: Reading) -> Taken:
    """Make areas of a layer of outlines.

    Raises
    ------
    NothingUsableError
        If the layer has no outlines, or neither codes nor names.
    """
    shapes = outlines_of(reading)
    _refuse_without_outlines(shapes, reading)
    codes, names = _codes_and_names(reading)
    shapes = _mended(shapes, reading)
    flat = np.isin(shapely.get_type_id(shapes), POLYGONS)
    reading.ledger.set_aside(
        ~flat, "area.no_outline", say("The row has no outline, so it is no area."),
        say("Draw the outline, or leave the row out."),
    )  # fmt: skip
    reading.ledger.set_aside(
        codes == "", "area.no_code", say("The row has neither a code nor a name."),
        say("Give each area a code."), reading.match.get("area_code"),
    )  # fmt: skip
    shapes = _in_degrees(shapes, reading)
    first, merged = _one_row_a_code(codes, shapes, reading)
    areas = pd.DataFrame(
        {
            "area_code": codes[first],
            "area_name": names[first],
            "geometry": merged,
            "source_id": reading.source_id,
            "row_number": reading.row_numbers[first],
        }
    )
    metric = metric_crs(np.asarray(merged, dtype=object))
    return Taken({"areas": checked("areas", areas)}, {"metric_crs": metric, "areas": len(areas)})


def has_outlines(table: RawTable) -> int:
    """Return how many rows of a table have an outline (a polygon), as shape or as text."""
    if table.geometry is not None:
        shapes = shapely.from_wkb(table.geometry, on_invalid="ignore")
        return int(np.isin(shapely.get_type_id(shapes), POLYGONS).sum())
    text = [cells(table, str(heading)) for heading in table.rows.columns]
    return max(
        (int(column.str.contains("POLYGON", regex=False).sum()) for column in text), default=0
    )


def outlines_of(reading: Reading) -> Shapes:
    """Return the shape of each row, from the layer or from a column of well-known text."""
    table = reading.table
    if table.geometry is not None:
        return np.asarray(shapely.from_wkb(table.geometry, on_invalid="ignore"), dtype=object)
    return shapes_in(reading.cells("wkt"))


def _refuse_without_outlines(shapes: Shapes, reading: Reading) -> None:
    if np.isin(shapely.get_type_id(shapes), POLYGONS).any():
        return
    headings = [str(heading) for heading in reading.table.rows.columns]
    raise NothingUsableError(
        "areas.no_outlines",
        say("There are no outlines of areas in this file. The headings are: {headings}. "
            "Use GeoJSON, GeoPackage or a zipped shapefile.", headings=", ".join(headings)),
        headings=headings,
    )  # fmt: skip


def _codes_and_names(reading: Reading) -> tuple[Shapes, Shapes]:
    """Return codes and names; where there is only one of them it serves as both."""
    codes = text_of(reading.cells("area_code"))
    names = text_of(reading.cells("area_name"))
    headings = [str(heading) for heading in reading.table.rows.columns]
    if "area_code" not in reading.match and "area_name" not in reading.match:
        raise NothingUsableError(
            "areas.no_columns",
            say("We found no column for the code or the name of the areas. "
                "The headings are: {headings}.", headings=", ".join(headings)),
            headings=headings,
        )  # fmt: skip
    if "area_code" not in reading.match:
        reading.ledger.remark(
            "area.code_from_name",
            say("There is no column of codes, so names are used as codes."),
            say("Figures can only be joined by these names."), severity=Severity.NOTE,
        )  # fmt: skip
    return np.where(codes == "", names, codes), np.where(names == "", codes, names)


def _mended(shapes: Shapes, reading: Reading) -> Shapes:
    """Repair outlines that cross themselves, keeping only what is flat."""
    broken = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    if not broken.any():
        return shapes
    mended = shapes.copy()
    mended[broken] = [_flat_part(shape) for shape in shapely.make_valid(shapes[broken])]
    reading.ledger.fault(
        broken, "area.repaired", say("The outline crossed itself. We repaired it."),
        say("Look at it on the map."), reading.match.get("area_code"), Severity.NOTE,
    )  # fmt: skip
    return mended


def _flat_part(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    flat = parts[np.isin(shapely.get_type_id(parts), POLYGONS)]
    return shapely.union_all(flat) if len(flat) else shape


def _in_degrees(shapes: Shapes, reading: Reading) -> Shapes:
    crs = known_crs(reading.table.crs_wkt, shapes, reading.ledger)
    turned = gpd.GeoSeries(shapes, crs=crs).to_crs(DEGREES).to_numpy()
    split = split_at_180(np.asarray(turned, dtype=object))
    if crosses_180(split):
        reading.ledger.remark(
            "areas.across_180",
            say("This place lies on both sides of the 180th meridian. Distances and figures are "
                "right, but the map shows its two parts at both ends of the world."),
            say("Zoom to one part."), severity=Severity.NOTE,
        )  # fmt: skip
    return split


def _one_row_a_code(
    codes: Shapes, shapes: Shapes, reading: Reading
) -> tuple[NDArray[np.intp], list[shapely.Geometry]]:
    """Join rows of one code: parts of an area become one outline."""
    still = np.flatnonzero(reading.ledger.open)
    by_code: dict[str, list[int]] = {}
    for place in still:
        by_code.setdefault(str(codes[place]), []).append(int(place))
    merged = []
    for code, places in by_code.items():
        merged.append(shapes[places[0]] if len(places) == 1 else shapely.union_all(shapes[places]))
        reading.ledger.merge(
            places[1:], say("{code} stands above. The outlines are joined.", code=code), code
        )
    first = np.array([places[0] for places in by_code.values()], dtype=np.intp)
    reading.ledger.keep(first, codes[first])
    return first, merged
