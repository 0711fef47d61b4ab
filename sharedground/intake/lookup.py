"""From a lookup, or a postcode table, to the ward, neighbourhood and locality of each area."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError
from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Context
from sharedground.intake.headings import plain
from sharedground.intake.joined import (
    area_column,
    coverage,
    joined,
    set_other_areas_aside,
)
from sharedground.intake.positions import degrees
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.values import text_of
from sharedground.model.frames import checked
from sharedground.model.report import Severity
from sharedground.words import say, say_many

Texts = NDArray[np.object_]

LEVELS: Final = (
    ("ward", r"(ward|wards|wd)"),
    ("neighbourhood", r"(neighbou?rhood|msoa|community area|pri neigh|suburb|village|parish)"),
    ("locality", r"(locality|localities|area committee|community committee|patch|cluster)"),
    ("district", r"(lad|la|ltla|local authority|district|borough|council)"),
)
"""Level to the words of its headings. MSOAs count by their House of Commons Library names."""

_CODE = re.compile(r"\b(cd|code|id|number|num|no)\b")
_NAME = re.compile(r"\b(nm|name|hcl|hclnm|names)\b")
_FROM_POINTS: Final = 5
"""So many postcodes inside an area tell its ward when its own code is not in the table."""


def match_lookup(table: RawTable, context: Context, chosen: Mapping[str, str]) -> ColumnMatch:
    """Find the column of areas and, for each level, the columns of code and name."""
    area = area_column(table, context, chosen.get("area_code", ""))
    fields = {**chosen, "area_code": area.heading}
    why = {"area_code": area.why}
    for heading in map(str, table.rows.columns):
        level, part = _level(heading)
        if not level or heading in fields.values():
            continue
        field = level if part == "name" else f"{level}_code"
        if field not in fields:
            fields[field] = heading
            why[field] = say('The heading "{heading}" says so.', heading=heading)
    for field in ("lon", "lat"):
        heading = next((h for h in map(str, table.rows.columns) if plain(h) in _POINTS[field]), "")
        if heading:
            fields[field] = heading
            why[field] = say('The heading "{heading}" says so.', heading=heading)
    fields = {field: heading for field, heading in fields.items() if heading}
    unused = tuple(h for h in map(str, table.rows.columns) if h not in fields.values())
    return ColumnMatch(fields, why, unused)


_POINTS = {"lon": {"lon", "long", "longitude", "lng"}, "lat": {"lat", "latitude"}}


def _level(heading: str) -> tuple[str, str]:
    """Return the level that a heading names, and whether it holds its "code" or its "name"."""
    words = re.sub(r"\d+", " ", plain(heading))
    words = " ".join(re.sub(r"hclnm", "hcl nm", words).split())
    for level, pattern in LEVELS:
        if re.match(rf"^(the )?{pattern}\b", words) or re.search(
            rf"\b{pattern}( (name|nm))?$", words
        ):
            if level == "neighbourhood" and "msoa" in words and not _CODE.search(words):
                return (level, "name") if "hcl" in words else ("msoa", "name")
            return level, "code" if _CODE.search(words) else "name"
    return "", ""


def lookup_of(reading: Reading) -> Taken:
    """Make the parents of each area: for each level the one that most of its rows name.

    Raises
    ------
    NothingUsableError
        If no column names a ward, neighbourhood or other parent.
    """
    codes = joined(reading.table, reading.match.get("area_code"), reading.context)
    levels = _levels(reading, codes)
    inside = _areas_by_point(reading, codes)
    filled = np.where(codes == "", inside, codes)
    frames = [_parents(reading, level, columns, filled) for level, columns in levels.items()]
    parents = pd.concat(frames, ignore_index=True)
    if parents.empty:
        raise _no_levels(reading)
    _tell_filled(reading, inside)
    left_over = _settle(reading, codes, filled)
    facts, sentences = coverage(reading, set(parents["area_code"]), names=True)
    counts = {level: int(rows["parent_code"].nunique()) for level, rows in parents.groupby("level")}
    facts = {**facts, **left_over, "levels": counts}
    return Taken({"area_parents": checked("area_parents", parents)}, facts, sentences=sentences)


def _levels(reading: Reading, codes: Texts) -> dict[str, tuple[str, str]]:
    """Return the headings of code and name for each level.

    A level that is one and the same for every area groups nothing, and is left out.
    """
    fields = reading.match.fields
    names = [f.removesuffix("_code") for f in fields if f not in ("area_code", "lon", "lat")]
    levels = {}
    for level in dict.fromkeys(names):
        code, name = fields.get(f"{level}_code", ""), fields.get(level, "")
        values = text_of(cells(reading.table, name or code)[codes != ""])
        if len(set(values) - {""}) > 1 or level in ("ward", "neighbourhood", "locality"):
            levels[level] = (code, name)
    if not levels:
        raise _no_levels(reading)
    return levels


def _no_levels(reading: Reading) -> NothingUsableError:
    headings = ", ".join(map(str, reading.table.rows.columns))
    return NothingUsableError(
        "lookup.no_levels",
        say("We found no ward, neighbourhood or other parent of these areas. "
            "The headings are: {headings}.", headings=headings),
    )  # fmt: skip


def _parents(reading: Reading, level: str, columns: tuple[str, str], codes: Texts) -> pd.DataFrame:
    """Return the commonest parent of each area; ties go to the first by name."""
    code, name = (text_of(cells(reading.table, heading)) for heading in columns)
    rows = pd.DataFrame({"area_code": codes, "code": code, "name": name})
    rows["code"] = rows["code"].where(rows["code"] != "", rows["name"])
    rows["name"] = rows["name"].where(rows["name"] != "", rows["code"])
    rows = rows[(rows["area_code"] != "") & (rows["code"] != "") & reading.ledger.open]
    counts = rows.groupby(["area_code", "code", "name"]).size().rename("n").reset_index()
    counts = counts.sort_values(["area_code", "n", "name"], ascending=[True, False, True])
    best = counts.drop_duplicates("area_code")
    return pd.DataFrame(
        {
            "area_code": best["area_code"],
            "level": level,
            "parent_code": best["code"],
            "parent_name": best["name"],
            "source_id": reading.source_id,
        }
    )


def _areas_by_point(reading: Reading, codes: Texts) -> Texts:
    """Return the area that rows with an unknown code lie in, for areas no row has the code of."""
    nothing = np.full(len(codes), "", dtype=object)
    if "lon" not in reading.match or "lat" not in reading.match or (codes != "").all():
        return nothing
    lost = set(reading.context.areas) - set(codes)
    lon, lat = degrees(reading.cells("lon")), degrees(reading.cells("lat"))
    lies = reading.context.area_at(np.where(codes == "", lon, np.nan), lat)
    counts = pd.Series(lies).value_counts()
    enough = {code for code in lost if counts.get(code, 0) >= _FROM_POINTS}
    return np.array([code if code in enough else "" for code in lies], dtype=object)


def _tell_filled(reading: Reading, inside: Texts) -> None:
    for code, count in pd.Series(inside[inside != ""]).value_counts().items():
        reading.ledger.remark(
            "area.by_points",
            say_many(
                "{code} is not in the file. Its parents are those of {n} row that lies in it.",
                "{code} is not in the file. Its parents are those of {n} rows that lie in it.",
                int(count), code=code,
            ),
            say("Its code may be of another year than those in the file."),
            value=str(code), severity=Severity.NOTE,
        )  # fmt: skip


def _settle(reading: Reading, codes: Texts, filled: Texts) -> dict[str, Any]:
    """Keep the first row of each area, merge its others, set rows of other areas aside."""
    ledger = reading.ledger
    known = np.flatnonzero(ledger.open & (filled != ""))
    left = _left_over(reading, codes)
    seen: dict[str, int] = {}
    for place in known:
        seen.setdefault(str(filled[place]), int(place))
    first = np.array(sorted(seen.values()), dtype=np.intp)
    others = np.setdiff1d(known, first)
    ledger.merge(
        others, say("Another row of the same area."), [str(code) for code in filled[others]]
    )
    ledger.keep(first, filled[first])
    set_other_areas_aside(reading, filled)
    return left


def _left_over(reading: Reading, codes: Texts) -> dict[str, Any]:
    column = reading.cells("area_code").str.strip()
    other = [text for text in column[codes == ""].unique() if text]
    return {"left_over": len(other), "left_over_codes": other[:40]}
