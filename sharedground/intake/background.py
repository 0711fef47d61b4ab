"""From map layers to the background of a map: water, green land, roads, railways and names."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError
from sharedground.intake.areas import outlines_of
from sharedground.intake.columns import cells
from sharedground.intake.context import Bounds
from sharedground.intake.crs import DEGREES, known_crs
from sharedground.intake.ground_words import (
    CLASS_HEADINGS,
    OF_AREAS,
    OF_LINES,
    OF_POINTS,
    TAGS,
    of_layer,
)
from sharedground.intake.headings import plain
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.values import text_of
from sharedground.model.frames import checked
from sharedground.model.ground import ORDER, POINTS, Ground
from sharedground.words import say

Shapes = NDArray[np.object_]
Mask = NDArray[np.bool_]

MARGIN: Final = 0.08
"""Of the longer side of the place is kept around it, so that the map does not end at its border."""

LEAST_M2: Final = 200.0
"""A flat thing that is smaller than this cannot be seen on a map of a town."""

MOSTLY: Final = 0.5
MOST_WORDS: Final = 60
"""A column whose values are mostly words for such things says what they are, whatever its heading;
one with more different values than these holds names."""

_DEGREE_M: Final = 111_320.0
_FAMILIES: Final = {0: OF_POINTS, 4: OF_POINTS, 1: OF_LINES, 5: OF_LINES, 3: OF_AREAS, 6: OF_AREAS}
_UNDERGROUND: Final = frozenset(["yes", "culvert", "building passage", "flooded", "true", "1"])


def background_of(reading: Reading) -> Taken:
    """Make the background of a layer of shapes: each row in a class, cut to the place.

    Raises
    ------
    NothingUsableError
        If the place has no outlines yet, or the table has no shapes.
    """
    bounds = _around(reading.context.bounds)
    shapes = outlines_of(reading)
    ledger = reading.ledger
    ledger.set_aside(
        shapely.is_missing(shapes) | shapely.is_empty(shapes), "ground.no_shape",
        say("The row has no shape, so it cannot be drawn."), each=False,
    )  # fmt: skip
    grounds = classes_of(reading, shapes)
    ledger.set_aside(
        grounds == "", "ground.no_class",
        say("It is nothing that the background of a map shows."), each=False,
    )  # fmt: skip
    names = text_of(reading.cells("name"))
    ledger.set_aside(
        np.isin(grounds, list(POINTS)) & (names == ""), "ground.no_name",
        say("It marks a named spot, and has no name."), each=False,
    )  # fmt: skip
    _set_underground_aside(reading)
    shapes = _cut(shapes, bounds, reading)
    kept = np.flatnonzero(ledger.open)
    ledger.keep(kept, np.array([str(n) for n in reading.row_numbers[kept]], dtype=object))
    frame = pd.DataFrame({
        "ground": grounds[kept], "name": names[kept], "geometry": shapes[kept],
        "source_id": reading.source_id, "row_number": reading.row_numbers[kept],
    })  # fmt: skip
    counts = counts_of(frame["ground"])
    reasons = pd.Series(ledger.reasons, dtype=object)
    left = {str(why): int(n) for why, n in reasons[reasons != ""].value_counts().items()}
    return Taken({"background": checked("background", frame)},
                 {"ground": counts, "left_out": left})  # fmt: skip


def counts_of(grounds: pd.Series[str]) -> dict[str, int]:
    """Return how many things there are of each class that is there, in the order of the map."""
    found = grounds.value_counts()
    return {ground.value: int(found[ground.value]) for ground in ORDER if ground.value in found}


def classes_of(reading: Reading, shapes: Shapes) -> Shapes:
    """Return the class of each row, "" where nothing tells: by tags, else by the layer's name."""
    kinds = shapely.get_type_id(shapes)
    found = np.full(len(shapes), "", dtype=object)
    headings = _class_headings(reading)
    for words in (OF_POINTS, OF_LINES, OF_AREAS):
        mine = np.isin(kinds, [kind for kind, of in _FAMILIES.items() if of is words])
        if not mine.any():
            continue
        for heading in headings:
            column = cells(reading.table, heading)[mine]
            known = {text: words.get(plain(text), "") for text in column.unique()}
            now = column.map(known).to_numpy(dtype=object)
            found[mine] = np.where(found[mine] == "", now, found[mine])
        if not (found[mine] != "").any() and not _has_tags(reading):
            found[mine] = _by_values(reading, mine, words)
        if not (found[mine] != "").any() and not _has_tags(reading):
            found[mine] = _by_name(reading, words)
    return found


def _class_headings(reading: Reading) -> list[str]:
    """Return the columns that may tell a class, best first; the one a person chose comes first."""
    by_name = {plain(str(heading)): str(heading) for heading in reading.table.rows.columns}
    wanted = [*TAGS, *CLASS_HEADINGS]
    chosen = [reading.match.get("feature_class")] if "feature_class" in reading.match else []
    return list(dict.fromkeys([*chosen, *(by_name[name] for name in wanted if name in by_name)]))


def _has_tags(reading: Reading) -> bool:
    """Say whether a table is of OpenStreetMap, whose tags tell all there is to tell."""
    return sum(plain(str(heading)) in TAGS for heading in reading.table.rows.columns) > 1


def _by_values(reading: Reading, mine: Mask, words: dict[str, Ground]) -> Shapes:
    """Return the classes that the column tells whose values are mostly words for such things."""
    best, share = np.full(int(mine.sum()), "", dtype=object), MOSTLY
    for heading in map(str, reading.table.rows.columns):
        column = cells(reading.table, heading)[mine]
        if column.nunique() > MOST_WORDS:
            continue
        known = {text: words.get(plain(text), "") for text in column.unique()}
        told = column.map(known).to_numpy(dtype=object)
        if (told != "").mean() > share:
            best, share = told, float((told != "").mean())
    return best


def _by_name(reading: Reading, words: dict[str, Ground]) -> str:
    file_name = reading.file.name.rpartition(".")[0]
    for name in (*of_layer(reading.table.name), *of_layer(file_name)):
        if name in words:
            return words[name].value
    return ""


def _set_underground_aside(reading: Reading) -> None:
    heading = next((str(h) for h in reading.table.rows.columns if plain(str(h)) == "tunnel"), "")
    if heading:
        under = cells(reading.table, heading).map(plain).isin(_UNDERGROUND).to_numpy()
        reading.ledger.set_aside(
            under, "ground.underground", say("It runs under the ground or a building."), each=False
        )


def _around(bounds: Bounds | None) -> Bounds:
    """Return the place's bounds with a margin.

    Raises
    ------
    NothingUsableError
        If the place has no areas yet.
    """
    if bounds is None:
        raise NothingUsableError(
            "ground.no_areas",
            say("The background of the map is cut to your place, so add the area outlines first."),
        )
    west, south, east, north = bounds
    wide = np.cos(np.radians((south + north) / 2))
    margin = MARGIN * max((east - west) * wide, north - south)
    return west - margin / wide, south - margin, east + margin / wide, north + margin


def _cut(shapes: Shapes, bounds: Bounds, reading: Reading) -> Shapes:
    """Return shapes in degrees and cut to the bounds; what lies outside or is tiny goes."""
    ledger = reading.ledger
    crs = known_crs(reading.table.crs_wkt, shapes, ledger)
    rows = np.flatnonzero(ledger.open)
    turned = np.full(len(shapes), None, dtype=object)
    here = shapely.force_2d(shapes[rows])
    if len(rows):
        here = np.asarray(gpd.GeoSeries(here, crs=crs).to_crs(DEGREES).to_numpy(), dtype=object)
    turned[rows] = _within(here, bounds)
    gone = np.zeros(len(shapes), dtype=bool)
    gone[rows] = shapely.is_empty(turned[rows]) | shapely.is_missing(turned[rows])
    ledger.set_aside(
        gone, "ground.outside", say("It lies outside the place."), each=False
    )  # fmt: skip
    scale = np.cos(np.radians((bounds[1] + bounds[3]) / 2)) * _DEGREE_M**2
    flat = np.isin(shapely.get_type_id(turned), (3, 6))
    ledger.set_aside(
        flat & (shapely.area(turned) * scale < LEAST_M2), "ground.tiny",
        say("It is too small to be seen on the map."), each=False,
    )  # fmt: skip
    return turned


def _within(shapes: Shapes, bounds: Bounds) -> Shapes:
    """Return shapes cut to a box; those wholly inside stay as they are."""
    frame = shapely.box(*bounds)
    boxes = shapely.bounds(shapes)
    inside = ((boxes[:, :2] >= bounds[:2]) & (boxes[:, 2:] <= bounds[2:])).all(axis=1)
    beyond = ((boxes[:, :2] > bounds[2:]) | (boxes[:, 2:] < bounds[:2])).any(axis=1)
    cut = shapes.copy()
    cut[beyond | ~np.isfinite(boxes).all(axis=1)] = shapely.Point()
    across = np.flatnonzero(~inside & ~beyond & np.isfinite(boxes).all(axis=1))
    if len(across):
        cut[across] = shapely.intersection(shapely.make_valid(shapes[across]), frame)
    return cut
