"""Small tables as a reader would hand them over, and a small place in the north of England."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry import box

from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.take import take_in
from sharedground.model.place import Kind

WEST, SOUTH, STEP = -2.40, 53.36, 0.05
NAMES = ("Northgate", "Old Mill", "Riverside", "Hill Top")
POSTCODES = {
    "M33 2DQ": (-2.325, 53.425),
    "M33 4BN": (-2.335, 53.42),
    "M41 5AA": (-2.38, 53.39),
}


def table(
    rows: Sequence[Mapping[str, object]] | Sequence[Sequence[object]],
    headings: Sequence[str] | None = None,
    name: str = "",
    shapes: Sequence[shapely.Geometry | None] | None = None,
    crs: str | None = "EPSG:4326",
    above: Sequence[str] = (),
) -> RawTable:
    """Return rows as text, as a reader does; `shapes` makes it a layer in `crs`."""
    frame = pd.DataFrame(rows, columns=headings).fillna("").astype(str)
    first = 2 if shapes is None else 1
    return RawTable(
        name,
        frame,
        np.arange(first, first + len(frame), dtype=np.int64),
        None if shapes is None else np.array([s and s.wkb for s in shapes], dtype=object),
        CRS(crs).to_wkt() if crs and shapes is not None else "",
        0 if shapes is not None else 1,
        tuple(above),
    )


def a_file(*tables: RawTable, name: str = "list.csv") -> RawFile:
    """Return a file of some tables; its hash comes from its name."""
    return RawFile(name, hashlib.sha256(name.encode()).hexdigest(), "csv", tables)


def a_place(**given: Any) -> Context:
    """Return a place of four squares in two rows, 0.05 degrees wide, with three postcodes."""
    corners = [(x, y) for y in (0, 1) for x in (0, 1)]
    squares = [
        box(WEST + x * STEP, SOUTH + y * STEP, WEST + (x + 1) * STEP, SOUTH + (y + 1) * STEP)
        for x, y in corners
    ]
    codes = [f"E0100600{number}" for number in range(1, 5)]
    outlines = gpd.GeoDataFrame({"area_code": codes}, geometry=squares, crs="EPSG:4326")
    return Context(
        **{
            "place_id": "sale",
            "areas": dict(zip(codes, NAMES, strict=True)),
            "outlines": outlines,
            "metric_crs": "EPSG:27700",
            "postcodes": lambda asked: {p: POSTCODES[p] for p in asked if p in POSTCODES},
            **given,
        }
    )


def take(
    kind: Kind,
    raw: RawTable | RawFile,
    context: Context | None = None,
    name: str = "list.csv",
    **options: Any,
) -> Intake:
    """Take one table in and return what came of it, checking that no row was lost."""
    file = raw if isinstance(raw, RawFile) else a_file(raw, name=name)
    taken = take_in(kind, file, "source", Options(**options), context or a_place())
    for intake in taken:
        assert_rows_conserved(intake)
    return taken[0]


def assert_rows_conserved(intake: Intake) -> None:
    """Fail unless every row has one fate, and counts and records say the same."""
    report, records = intake.report, intake.frames["records"]
    assert report.read == report.kept + report.merged + report.set_aside == len(records)
    assert records["fate"].value_counts().to_dict() == {
        fate: count
        for fate, count in (
            ("kept", report.kept),
            ("merged", report.merged),
            ("set aside", report.set_aside),
        )
        if count
    }
    if report.kind is Kind.ASSETS:
        placed, category = report.placed, report.category
        assert report.kept == placed.exact + placed.approximate + placed.none
        assert report.kept == sum(category.model_dump().values())
        assert report.kept == len(intake.frames["assets"])


def codes_of(intake: Intake) -> set[str]:
    """Return the codes of all faults."""
    return {fault.code for fault in intake.report.faults}
