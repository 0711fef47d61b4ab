"""What the columns of a table of figures hold: names, numbers, categories, counts or shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.columns import ColumnMatch, cells, likeness, match_fields
from sharedground.intake.context import Context
from sharedground.intake.direction import measure_of, way_told
from sharedground.intake.headings import INDICATOR_FIELDS, POPULATION_FIELDS, plain
from sharedground.intake.joined import area_column, joined
from sharedground.intake.published import Published
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading
from sharedground.intake.values import HIDDEN, YEAR, is_nothing, numbers
from sharedground.model.place import Measure
from sharedground.words import say

Texts = NDArray[np.object_]
LONG_NAME: Final = 80
"""Longer constant texts are definitions, not names."""
MEASURES: Final = ("score", "rank", "decile", "value")
REPEATED: Final = 1.5
"""Rows for each area from which a table is long: one row for each area and indicator."""

_NOT_FIGURES = re.compile(
    r"^(lon|lng|long|longitude|lat|latitude|x|y|area|areas?|hectares?|perimeter|year|order|sort|"
    r"index right|fid|oid|gid|id|area units)$|"
    r"\b(easting|northing|shape (area|len\w*)|object ?id|code|cd|id|confidence|denominator|"
    r"numerator|sample size|square (km|miles|metres)|sq (km|mi)|postcode|phone|zip|uprn|"
    r"(lower|upper) (ci|limit|bound|confidence)|ci \d+|(lower|upper) \d+)\b"
)
_PLAIN_FIGURES = frozenset(["value", "observation", "obs value", "estimate", "number", "count"])
_COUNTED = frozenset(
    ["persons", "people", "households", "residents", "observation", "dwellings", "usual residents",
     "number of people", "adults", "children", "number of households"]
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One numeric column and how its rows are named."""

    heading: str
    measure: Measure
    numbers: NDArray[np.float64]


def match_indicators(table: RawTable, context: Context, chosen: Mapping[str, str]) -> ColumnMatch:
    """Find the columns of areas, names, figures and years, whether the table is long or wide."""
    area = area_column(table, context, chosen.get("area_code", ""))
    codes = joined(table, area.heading, context)
    hits = pd.Series(codes[codes != ""])
    found = match_fields(INDICATOR_FIELDS, table, context, {**chosen, "area_code": area.heading})
    fields = dict(found.fields)
    if "direction" not in chosen and not _tells_ways(table, fields.get("direction", "")):
        fields.pop("direction", None)
    long = len(hits) >= REPEATED * hits.nunique() and bool(varying(table, fields, codes))
    long = long or _one_indicator(table, fields)
    if not long:
        for name in ("indicator", "measure", "unit", "direction", *MEASURES):
            if name not in chosen:
                fields.pop(name, None)
        wide = {slug(h): h for h in wide_headings(table, fields)} if "value" not in chosen else {}
        fields.update(wide)
    unused = tuple(h for h in map(str, table.rows.columns) if h not in fields.values())
    why = {name: found.why.get(name, _why(fields[name])) for name in fields}
    return ColumnMatch(fields, {**why, "area_code": area.why}, unused)


def _tells_ways(table: RawTable, heading: str) -> bool:
    """Say whether a column called "direction" holds such: it may be one of the wind."""
    column = cells(table, heading)
    filled = column[~is_nothing(column)]
    return (
        bool(len(filled))
        and float(filled.map(lambda text: way_told(text) is not None).mean()) > 0.5
    )


def _one_indicator(table: RawTable, fields: Mapping[str, str]) -> bool:
    """Say whether a column names one indicator for all rows, beside columns such as "score"."""
    if "indicator" not in fields or not any(name in fields for name in MEASURES):
        return False
    text = cells(table, fields["indicator"]).str.strip()
    return len(set(text)) == 1 and 0 < len(text.iloc[0]) <= LONG_NAME


def _why(heading: str) -> str:
    return say('"{heading}" holds a number for each area.', heading=heading)


def slug(text: str) -> str:
    """Return a stable id for a name: lower case, words joined by hyphens."""
    return "-".join(plain(text).split())


def wide_headings(table: RawTable, fields: Mapping[str, str]) -> list[str]:
    """Return the headings of a wide table that hold figures."""
    used = {fields.get("area_code", ""), fields.get("year", "")}
    published = Published(map(str, table.rows.columns))
    return [
        heading
        for heading in map(str, table.rows.columns)
        if heading not in used and not published.leaves_out(heading) and _is_figure(table, heading)
    ]


def published_in(reading: Reading) -> Published:
    """Return what is known of a table from the headings that its publisher uses."""
    titles = (*reading.table.above, reading.table.name, reading.file.name)
    return Published(map(str, reading.table.rows.columns), titles)


def _is_figure(table: RawTable, heading: str) -> bool:
    """Say whether a column holds figures: mostly numbers, not codes, positions or sizes."""
    if _NOT_FIGURES.search(plain(heading)) and not likeness(INDICATOR_FIELDS[2], heading) >= 0.9:
        return False
    bare = YEAR.sub(" ", heading)
    if likeness(POPULATION_FIELDS[1], bare) >= 0.9 and plain(bare) not in _PLAIN_FIGURES:
        return False
    column = cells(table, heading)
    filled = column[~is_nothing(column) & ~column.str.strip().isin(HIDDEN).to_numpy()]
    long_codes = len(filled) > 1 and bool(filled.str.fullmatch(r"\s*\d{8,}\s*").all())
    figures = bool(len(filled)) and float(np.isfinite(numbers(filled)).mean()) >= 0.8
    return figures and not long_codes


def figures_in(reading: Reading) -> list[Figure]:
    """Return the numeric columns to use: those named as measures, or every one of a wide table."""
    fields, table = reading.match.fields, reading.table
    named = [fields[name] for name in MEASURES if name in fields]
    headings = named or wide_headings(table, fields)
    return [
        Figure(heading, measure_of(heading), numbers(cells(table, heading)))
        for heading in headings
        if np.isfinite(numbers(cells(table, heading))).any()
    ]


def varying(table: RawTable, fields: Mapping[str, str], codes: Texts) -> list[str]:
    """Return text columns that tell an area's rows apart: names of indicators and categories."""
    inside = codes != ""
    keep = []
    used = {fields.get(name, "") for name in ("area_code", "year", "direction")}
    for heading in map(str, table.rows.columns):
        column = cells(table, heading).str.strip()[inside]
        if heading in used or column.nunique() < 2 or _mostly_numbers(column):
            continue
        per_area = column.groupby(codes[inside]).nunique()
        if per_area.max() > 1 and column.nunique() <= max(60, 0.2 * len(column)):
            keep.append(heading)
    return _without_twins(table, keep, inside)


def _mostly_numbers(column: pd.Series[str]) -> bool:
    filled = column[~is_nothing(column)]
    return not len(filled) or float(np.isfinite(numbers(filled)).mean()) > 0.5


def _without_twins(table: RawTable, headings: list[str], inside: NDArray[np.bool_]) -> list[str]:
    """Leave out columns that say the same as another, keeping the more readable."""
    kept: list[str] = []
    for heading in headings:
        column = cells(table, heading)[inside]
        twin = next((k for k in kept if _one_to_one(column, cells(table, k)[inside])), None)
        if twin is None:
            kept.append(heading)
        elif _readable(column) > _readable(cells(table, twin)[inside]):
            kept[kept.index(twin)] = heading
    return kept


def _one_to_one(one: pd.Series[str], other: pd.Series[str]) -> bool:
    pairs = len(set(zip(one, other, strict=True)))
    return pairs == one.nunique() == other.nunique()


def _readable(column: pd.Series[str]) -> float:
    words = column.iloc[:50].map(lambda text: len(re.findall(r"[A-Za-z]{2,}", text)))
    long = column.iloc[:50].str.len().mean() > LONG_NAME
    return float(words.mean()) - (100.0 if long else 0.0)


@dataclass(frozen=True)
class MeasureRows:
    """What columns such as "Measure" and "Unit" say of the figures in each row.

    Parameters
    ----------
    headings
        Columns dealt with here; they are no part of an indicator's name.
    counts
        Whether figures count people, households or the like.
    measures
        score, rank or decile for each row, "" where nothing says so.
    """

    headings: set[str]
    counts: bool
    measures: Texts


def measure_rows(
    reading: Reading, codes: Texts, years: NDArray[np.int64], dims: list[str]
) -> MeasureRows:
    """Read the columns of measure and unit, which describe an indicator and do not name it.

    Where one figure is given as a count and in per cent, the latter is used. A unit that tells two
    figures of one name apart in any other way stays a part of the name.
    """
    told: set[str] = set()
    measures = np.full(len(codes), "", dtype=object)
    described = {reading.match.get("measure"), reading.match.get("unit")}
    of_name = [cells(reading.table, dim) for dim in dims if dim not in described]
    figure = pd.Series(list(zip(codes, years, *of_name, strict=True)))
    words = {plain(reading.match.get("value"))}
    for field in ("measure", "unit"):
        heading = reading.match.get(field)
        if not heading:
            continue
        column = reading.cells(field).str.strip()
        if heading in dims:
            column = _in_percent(reading, column, figure)
            said = reading.cells(field).map(lambda text: measure_of(text).value)
            measures = np.where(said != Measure.VALUE.value, said, measures)
            if (said != Measure.VALUE.value).any() or not _tells_apart(column, figure):
                told.add(heading)
        values = column.unique()
        words |= {plain(text) for text in values} if len(values) == 1 else set()
    return MeasureRows(told, _are_counts(words), measures)


def _tells_apart(column: pd.Series[str], figure: pd.Series[str]) -> bool:
    """Say whether a column takes several values for one figure of one area and year."""
    pairs = pd.DataFrame({"figure": figure[column.index], "said": column}).drop_duplicates()
    return bool(pairs["figure"].duplicated().any())


def _in_percent(reading: Reading, column: pd.Series[str], figure: pd.Series[str]) -> pd.Series[str]:
    """Merge rows of counts where the same figure is given in per cent; return the other rows."""
    percent = column.str.contains(r"percent|%", case=False, regex=True)
    both = figure.isin(set(figure[percent])) & ~percent
    other = both.to_numpy() & reading.ledger.open
    reading.ledger.merge(other, say("The same figure is given in per cent, which we use."))
    return column[~both]


def _are_counts(words: set[str]) -> bool:
    if any("percent" in text or "rate" in text.split() for text in words):
        return False
    return bool(words & _COUNTED)
