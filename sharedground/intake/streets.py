"""From a network of streets to its nodes and stretches: two tables of them, or lines on a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from sharedground.errors import NothingUsableError
from sharedground.intake.areas import outlines_of
from sharedground.intake.columns import ColumnMatch, cells, match_list
from sharedground.intake.context import Bounds, Context
from sharedground.intake.crs import BRITISH_GRID, DEGREES, known_crs
from sharedground.intake.headings import plain
from sharedground.intake.ledger import Ledger
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.values import by_value, numbers, text_of
from sharedground.model.frames import checked
from sharedground.model.place import Kind
from sharedground.words import say

Shapes = NDArray[np.object_]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

MARGIN_M: Final = 5_000.0
"""Metres around the place whose streets are kept: people walk there and back, and no farther."""

WALKED: Final = frozenset([
    "primary", "primary link", "secondary", "secondary link", "tertiary", "tertiary link", "trunk",
    "trunk link", "unclassified", "residential", "living street", "service", "road", "pedestrian",
    "footway", "path", "steps", "cycleway", "bridleway", "track", "corridor",
])  # fmt: skip
"""Values of OpenStreetMap's `highway` that people may walk along; motorways and what is not built
yet are none of them."""

TRACKS: Final = "track grade"
"""How Geofabrik's shapefiles begin the names of tracks."""

FORBIDDEN: Final = frozenset(["no", "private", "use sidepath"])
"""Values of `foot` that keep people out, and of `access` where `foot` does not let them in."""

ALLOWED: Final = frozenset(["yes", "designated", "permissive", "customers", "destination",
                            "official", "public"])  # fmt: skip
"""Values of `foot` that let people in, whatever `access` says."""

NOT_WALKED: Final = frozenset(["motorway", "motorway link", "construction", "proposed", "raceway"])
"""Classes of other publishers that are left out."""

NODES: Final = frozenset(["node", "node id", "osmid"])
"""Headings that say that a row is a node, and no place."""

SHORTER: Final = 0.95
"""A stretch is shorter than the straight line between its ends when it has less of it than this."""

EACH: Final = 500
"""Faults of one sort up to which each row is told; of more, how many there are."""

_GEOD: Final = Geod(ellps="WGS84")
_DEGREE_M: Final = 111_320.0
_LINES: Final = (1, 5)
_FINE: Final = 10_000_000
"""Steps of a degree: what OpenStreetMap keeps of a position, and so what two ways share."""


def streets_of(reading: Reading) -> Taken:
    """Take in one table of a network: its nodes, its stretches, or lines to be cut at junctions.

    Raises
    ------
    NothingUsableError
        If the place has no outlines yet, the table is none of these, or nodes and stretches did
        not come together.
    """
    around = _around(reading.context.bounds)
    part = part_of(reading.table, reading.match)
    if part == "nodes":
        return _nodes(reading, around)
    if part == "stretches":
        return _stretches(reading, around)
    if part == "lines":
        return _lines(reading, around)
    headings = ", ".join(str(heading) for heading in reading.table.rows.columns)
    raise NothingUsableError(
        "streets.no_columns",
        say("This is no network of streets. It needs a list of nodes (node, lon, lat) and one of "
            "streets (u, v, length_m), or lines on a map. The headings are: {headings}.",
            headings=headings),
    )  # fmt: skip


def part_of(table: RawTable, match: ColumnMatch) -> str:
    """Return which part of a network a table is: "nodes", "stretches", "lines", or "" for none."""
    if "u" in match and "v" in match:
        return "stretches"
    if table.geometry is not None:
        known = table.geometry[[shape is not None for shape in table.geometry]]
        shapes = shapely.from_wkb(known[:200], on_invalid="ignore")
        if len(shapes) and np.isin(shapely.get_type_id(shapes), _LINES).mean() > 0.9:
            return "lines"
    where = ("lon" in match and "lat" in match) or ("easting" in match and "northing" in match)
    return "nodes" if "node" in match and where else ""


def _nodes(reading: Reading, around: Bounds) -> Taken:
    """Take in the nodes, each once, that lie in and around the place."""
    if not _others(reading, "stretches"):
        raise NothingUsableError(
            "streets.no_stretches",
            say("This file has the nodes of a network, but not the streets between them. Choose "
                "both files at once, or put them in one zip."),
        )  # fmt: skip
    ledger = reading.ledger
    ids, lon, lat = _read_nodes(reading.table, reading.match, ledger, around)
    twice = ledger.open & pd.Series(ids).duplicated().to_numpy()
    first = dict(zip(ids[::-1], reading.row_numbers[::-1].astype(str), strict=True))
    rows = np.flatnonzero(twice)
    ledger.merge(rows, say("This node stands in the list twice."), [first[i] for i in ids[rows]])
    kept = np.flatnonzero(ledger.open)
    ledger.keep(kept, reading.row_numbers[kept].astype(str).astype(object))
    frame = pd.DataFrame({"node": ids[kept], "lon": lon[kept], "lat": lat[kept]})
    return Taken({"street_nodes": checked("street_nodes", frame)},
                 {"nodes": len(frame), **_left_out(ledger)})  # fmt: skip


def _stretches(reading: Reading, around: Bounds) -> Taken:
    """Take in the stretches of street whose ends are known and whose length is a number."""
    tables = _others(reading, "nodes")
    if not tables:
        raise NothingUsableError(
            "streets.no_nodes",
            say("This file has streets, but not the nodes that they join. Choose both files at "
                "once, or put them in one zip."),
        )  # fmt: skip
    read = [_read_nodes(table, match, Ledger(table), around) for table, match in tables]
    ids, lon, lat = (np.concatenate(each) for each in zip(*read, strict=True))
    known = pd.Series(np.arange(len(ids)), index=pd.Index(ids, dtype=object))
    known = known[~known.index.duplicated() & (known.index != "")]
    ends = [_ids(reading.cells(name)) for name in ("u", "v")]
    at = [known.reindex(pd.Index(end, dtype=object)).to_numpy(dtype=float) for end in ends]
    for name, where in zip(("u", "v"), at, strict=True):
        _aside(
            reading.ledger, np.isnan(where), "street.node_unknown",
            say("It names a node that is not in the list of nodes, or has no position there."),
            say("Add the node to that list, or correct its number."), reading.match.get(name),
        )  # fmt: skip
    one, other = (np.nan_to_num(where).astype(int) for where in at)
    straight = _straight(lon, lat, one, other)
    outside = ~(np.isfinite(lon[one]) & np.isfinite(lon[other]))
    _outside(reading.ledger, outside)
    metres = _lengths(reading, straight)
    kept = np.flatnonzero(reading.ledger.open)
    reading.ledger.keep(kept, reading.row_numbers[kept].astype(str).astype(object))
    frame = pd.DataFrame({"u": ends[0][kept], "v": ends[1][kept], "length_m": metres[kept]})
    return Taken({"street_edges": checked("street_edges", frame)},
                 {**_counts(frame), **_left_out(reading.ledger)})  # fmt: skip


def _lengths(reading: Reading, straight: Floats) -> Floats:
    """Return metres of each stretch, and set aside those without; told where they seem no metres.

    Where the table has no lengths, they are straight lines.
    """
    ledger, column = reading.ledger, reading.match.get("length_m")
    if not column:
        ledger.remark(
            "street.straight",
            say("No column holds the length of the streets, so they are taken as straight."),
            say("Streets with bends are longer: add a column length_m."),
        )  # fmt: skip
        return straight
    metres = numbers(reading.cells("length_m"))
    _aside(ledger, np.isnan(metres), "street.length_unknown", say("Its length is not a number."),
           say("Write the length in metres, such as 53.5."), column)  # fmt: skip
    _aside(ledger, metres < 0, "street.length_negative", say("Its length is below 0."),
           say("Write the length in metres, 0 or more."), column)  # fmt: skip
    shorter = ledger.open & (metres < SHORTER * straight - 1)
    if shorter.sum() > 0.5 * max(ledger.open.sum(), 1):
        ledger.remark(
            "street.length_unit",
            say("Most streets are shorter than the straight line between their ends: {n} of {all}.",
                n=int(shorter.sum()), all=int(ledger.open.sum())),
            say("Lengths should be in metres. Are these kilometres, or miles?"), column=column,
        )  # fmt: skip
    return metres


def _lines(reading: Reading, around: Bounds) -> Taken:
    """Cut lines that people may walk along where they meet: a network of their own."""
    ledger, shapes = reading.ledger, outlines_of(reading)
    are_lines = np.isin(shapely.get_type_id(shapes), _LINES) & ~shapely.is_empty(shapes)
    _aside(ledger, ~are_lines, "street.no_line", say("The row has no line, so it is no street."))
    _set_unwalked_aside(reading)
    crs = known_crs(reading.table.crs_wkt, shapes[are_lines], ledger)
    rows = np.flatnonzero(ledger.open)
    lines = np.asarray(
        gpd.GeoSeries(shapely.force_2d(shapes[rows]), crs=crs).to_crs(DEGREES).to_numpy(), object
    )
    box = shapely.bounds(lines).reshape(-1, 4)
    west, south, east, north = around
    beyond = (box[:, 0] > east) | (box[:, 2] < west) | (box[:, 1] > north) | (box[:, 3] < south)
    gone = np.zeros(len(shapes), dtype=bool)
    gone[rows[beyond | ~np.isfinite(box).all(axis=1)]] = True
    _outside(ledger, gone)
    inside = ~gone[rows]
    nodes, edges = cut_at_junctions(lines[inside])
    kept = np.flatnonzero(ledger.open)
    ledger.keep(kept, reading.row_numbers[kept].astype(str).astype(object))
    return Taken(
        {"street_nodes": checked("street_nodes", nodes),
         "street_edges": checked("street_edges", edges)},
        {"nodes": len(nodes), **_counts(edges), **_left_out(ledger)},
    )  # fmt: skip


def _set_unwalked_aside(reading: Reading) -> None:
    """Set aside lines that are no streets, and those that nobody may walk along."""
    ledger, heading = reading.ledger, reading.match.get("way")
    classes = np.array(by_value(reading.cells("way"), plain), dtype=object)
    if plain(heading) in ("highway", "fclass"):
        _aside(ledger, classes == "", "street.none", say("It is no street."), each=False)
        tracks = np.array([text.startswith(TRACKS) for text in classes], dtype=bool)
        walked = np.isin(classes, list(WALKED)) | tracks
    else:
        walked = ~np.isin(classes, list(NOT_WALKED))
        if not heading:
            ledger.remark(
                "street.every_line",
                say("Nothing says which of these lines people may walk along, so all are taken as "
                    "streets."),
            )  # fmt: skip
    _aside(ledger, ~walked, "street.not_on_foot", say("Nobody may walk there, or it is not built."),
           each=False)  # fmt: skip
    foot, access = (np.array(by_value(reading.cells(f), plain), object) for f in ("foot", "access"))
    shut = np.isin(foot, list(FORBIDDEN))
    shut |= np.isin(access, list(FORBIDDEN)) & ~np.isin(foot, list(ALLOWED))
    _aside(ledger, shut, "street.private", say("It is private, or closed to people on foot."),
           each=False)  # fmt: skip


def cut_at_junctions(lines: Shapes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cut lines where they share a point with each other or with themselves.

    Parameters
    ----------
    lines
        (Multi)LineStrings in degrees. Lines that cross without a shared point (a bridge) do not
        meet.

    Returns
    -------
    tuple
        Nodes (node, lon, lat) and stretches (u, v, length_m); a node's id is its position.
    """
    xy, line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    fine = np.round(xy * _FINE).astype(np.int64)
    key = (fine[:, 0] + 180 * _FINE) * (360 * _FINE) + fine[:, 1] + 90 * _FINE
    ids, first, number, often = np.unique(
        key, return_index=True, return_inverse=True, return_counts=True
    )
    goes_on = line[1:] == line[:-1]
    ends = np.ones(len(key), dtype=bool)
    ends[1:-1] = ~(goes_on[1:] & goes_on[:-1])
    junction = ends | (often[number] > 1)
    steps = np.zeros(len(key))
    steps[1:] = np.where(goes_on, _GEOD.inv(*xy[:-1].T, *xy[1:].T)[2], 0.0)
    so_far = np.cumsum(steps)
    at = np.flatnonzero(junction)
    same = line[at[1:]] == line[at[:-1]]
    u, v = number[at[:-1]][same], number[at[1:]][same]
    metres = (so_far[at[1:]] - so_far[at[:-1]])[same]
    names = ids.astype(str).astype(object)
    used = np.unique(np.concatenate([u, v]))
    lon, lat = xy[first[used]].T
    nodes = pd.DataFrame({"node": names[used], "lon": lon, "lat": lat})
    return nodes, pd.DataFrame({"u": names[u], "v": names[v], "length_m": metres})


def _others(reading: Reading, wanted: str) -> list[tuple[RawTable, ColumnMatch]]:
    """Return the other tables of the file that are this part of a network."""
    found = []
    for table in reading.file.tables:
        if table.name == reading.table.name or not len(table.rows):
            continue
        match = match_list(Kind.STREETS, table, reading.context, {})
        if part_of(table, match) == wanted:
            found.append((table, match))
    return found


def _read_nodes(
    table: RawTable, match: ColumnMatch, ledger: Ledger, around: Bounds
) -> tuple[Shapes, Floats, Floats]:
    """Return ids and positions in degrees of nodes; NaN for those that cannot be used."""
    ids = _ids(cells(table, match.get("node")))
    in_degrees = "lon" in match and "lat" in match
    names = ("lon", "lat") if in_degrees else ("easting", "northing")
    lon, lat = (numbers(cells(table, match.get(name))) for name in names)
    _aside(ledger, ids == "", "node.no_id", say("The node has no number or name."), "",
           match.get("node"))  # fmt: skip
    for name, values in zip(names, (lon, lat), strict=True):
        _aside(ledger, np.isnan(values), "node.no_position", say("Its position is not a number."),
               say("Write longitude and latitude in degrees."), match.get(name))  # fmt: skip
    if not in_degrees:
        lon, lat = Transformer.from_crs(BRITISH_GRID, DEGREES, always_xy=True).transform(lon, lat)
    west, south, east, north = around
    with np.errstate(invalid="ignore"):
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    _outside(ledger, ~inside)
    ids = np.where(np.isfinite(lon) & np.isfinite(lat), ids, "")
    return ids, np.where(inside, lon, np.nan), np.where(inside, lat, np.nan)


def _ids(column: pd.Series[str]) -> Shapes:
    """Return ids as text; whole numbers that a program wrote with a point lose it."""
    return np.array([text.removesuffix(".0") for text in text_of(column)], dtype=object)


def _around(bounds: Bounds | None) -> Bounds:
    if bounds is None:
        raise NothingUsableError(
            "streets.no_areas",
            say("Streets are kept in and around your place, so add the area outlines first."),
        )
    west, south, east, north = bounds
    tall = MARGIN_M / _DEGREE_M
    wide = tall / np.cos(np.radians((south + north) / 2))
    return west - wide, south - tall, east + wide, north + tall


def _straight(lon: Floats, lat: Floats, one: NDArray[np.int_], other: NDArray[np.int_]) -> Floats:
    """Return metres in a straight line between nodes; NaN where one is not known."""
    return np.asarray(_GEOD.inv(lon[one], lat[one], lon[other], lat[other])[2], dtype=float)


def _outside(ledger: Ledger, rows: Mask) -> None:
    _aside(
        ledger, rows, "street.outside",
        say("It lies more than {km} km outside the place.", km=round(MARGIN_M / 1000)), each=False,
    )  # fmt: skip


def _aside(
    ledger: Ledger, rows: Mask, code: str, reason: str, fix: str = "", column: str = "",
    *, each: bool = True,
) -> None:  # fmt: skip
    """Set rows aside; of very many, how many they are is told, and no fault for each."""
    few = int((rows & ledger.open).sum()) <= EACH
    n = ledger.set_aside(rows, code, reason, fix, column, each=each and few)
    if each and not few:
        ledger.remark(code, say("{n} rows: {reason}", n=n, reason=reason), fix, column=column)


def _counts(edges: pd.DataFrame) -> dict[str, float]:
    return {"streets": len(edges), "metres": round(float(edges["length_m"].sum()), 1)}


def _left_out(ledger: Ledger) -> dict[str, dict[str, int]]:
    reasons = pd.Series(ledger.reasons, dtype=object)
    found = reasons[(reasons != "") & (ledger.fates == "set aside")].value_counts()
    return {"left_out": {str(why): int(n) for why, n in found.items()}}


def is_network(tables: Sequence[RawTable], context: Context) -> bool:
    """Say whether a table lists streets by the nodes that they join, or nodes and nothing else."""
    for table in tables:
        match = match_list(Kind.STREETS, table, context, {})
        if not len(table.rows):
            continue
        if all(name in match for name in ("u", "v", "length_m")):
            return True
        bare = set(match.fields) == {"node", "lon", "lat"} and not match.unused
        if bare and plain(match.get("node")) in NODES:
            return True
    return False
