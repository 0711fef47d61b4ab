"""From tables of figures, long or wide, to indicators with one value for each area."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError
from sharedground.intake.columns import cells, likeness
from sharedground.intake.direction import (
    FEW_DOMAINS,
    direction_of,
    domain_name,
    measure_of,
    way_told,
)
from sharedground.intake.figures import (
    LONG_NAME,
    Figure,
    figures_in,
    measure_rows,
    published_in,
    slug,
    varying,
)
from sharedground.intake.headings import INDICATOR_FIELDS, plain
from sharedground.intake.joined import (
    coverage,
    finer_unit,
    joined,
    period_column,
    set_other_areas_aside,
    years_of,
)
from sharedground.intake.published import Published, without_measures
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.shares import as_shares
from sharedground.intake.values import HIDDEN, is_nothing, numbers, year_in, year_of_file
from sharedground.intake.wide_totals import as_shares_of_totals
from sharedground.model.frames import checked
from sharedground.model.outcome import Direction
from sharedground.model.place import Measure
from sharedground.model.report import Severity
from sharedground.words import say, say_many

Texts = NDArray[np.object_]

_ACRONYM = re.compile(r"depriv|^(imd|idaci|idaopi)$", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"\b(average )?(score|rank(ing)?|decile|quintile)s?\b.*$|\(\s*(where|rate)[^)]*\)?|"
    r"\b(where \d+ is.*)$", re.IGNORECASE
)  # fmt: skip
_ALL = frozenset(
    ["persons", "total", "all", "all persons", "all people", "not applicable", "all ages"]
)


def indicators_of(reading: Reading) -> Taken:
    """Make indicators and their values.

    Raises
    ------
    NothingUsableError
        If no column holds figures.
    """
    codes = joined(reading.table, reading.match.get("area_code"), reading.context)
    left_over = set_other_areas_aside(reading, codes)
    years = _years(reading)
    figures = figures_in(reading)
    if not figures:
        headings = ", ".join(map(str, reading.table.rows.columns))
        raise NothingUsableError(
            "indicators.no_figures",
            say("We found no column of figures. The headings are: {headings}.", headings=headings),
        )
    dims = varying(reading.table, reading.match.fields, codes)
    told = measure_rows(reading, codes, years, dims)
    names = _names(reading, [dim for dim in dims if dim not in told.headings])
    rows = pd.DataFrame(
        {"area_code": codes, "year": years, "name": names, "measure": told.measures}
    )
    long = _long(reading, figures, rows)
    long, shared = as_shares(reading, long, told.counts)
    if "value" not in reading.match:
        long, of_totals = as_shares_of_totals(long)
        shared = (*shared, *of_totals)
    long = _one_value_each(reading, long)
    _settle_rows(reading, long, codes)
    indicators = _indicators(reading, long)
    values = long.rename(columns={"place": "row_number"})
    values["row_number"] = reading.row_numbers[long["place"].to_numpy(dtype=np.intp)]
    values["source_id"] = reading.source_id
    facts, sentences = coverage(reading, set(values.loc[values["value"].notna(), "area_code"]))
    facts = {**facts, **left_over, "indicators": len(indicators)}
    frames = {
        "indicators": checked("indicators", indicators),
        "indicator_values": checked("indicator_values", values.reset_index(drop=True)),
    }
    return Taken(frames, facts, sentences=(*sentences, *shared))


def _years(reading: Reading) -> NDArray[np.int64]:
    """Return the year of each row; rows of other years than the one asked for are set aside."""
    rows = len(reading.table.rows)
    heading = period_column(reading.table, reading.match)
    if not heading:
        said = reading.options.year or year_in(" ".join(reading.table.above))
        return np.full(rows, said or year_of_file(reading.file.name) or 0, dtype=np.int64)
    years = years_of(reading.table, heading)
    if reading.options.year:
        reading.ledger.set_aside(
            years != reading.options.year, "year.other",
            say("The row is of another year. We use {year}.", year=str(reading.options.year)),
            each=False,
        )  # fmt: skip
    return years


def _names(reading: Reading, dims: list[str]) -> Texts:
    """Return the name of what each row is about, from the columns that tell rows apart."""
    rows = len(reading.table.rows)
    fixed = reading.match.get("indicator")
    columns = list(dims)
    if fixed and fixed not in columns:
        text = reading.cells("indicator").str.strip()
        if len(set(text)) > 1 or len(text.iloc[0]) <= LONG_NAME:
            columns.insert(0, fixed)
    parts = [_part(reading.table, heading, fixed) for heading in columns]
    if not parts:
        return np.full(rows, "", dtype=object)
    joined_names = [
        ": ".join(dict.fromkeys(part for part in row if part)) for row in zip(*parts, strict=True)
    ]
    return np.array(joined_names, dtype=object)


def _part(table: RawTable, heading: str, fixed: str) -> list[str]:
    """Return a column's share of the name; "Yes" alone says nothing, so its heading is added."""
    text = cells(table, heading).str.strip()
    short = text.str.len().max() <= 5 and heading != fixed
    said = plain(heading)
    of_people = bool({"sex", "gender", "age", "ages"} & set(said.split()))
    return [
        ""
        if of_people and plain(t) in _ALL
        else (f"{said.capitalize()}: {t}" if short and t else t)
        for t in text
    ]


def _name_and_measure(heading: str, published: Published) -> tuple[str, Measure]:
    """Split a wide heading: "Income Score (rate)" is the score of Income."""
    if known := published.figure(heading):
        return known.name, known.measure
    heading = without_measures(heading)
    measure = measure_of(heading)
    name = _AFTER_NAME.sub("", heading).strip(" -_:,(") if measure is not Measure.VALUE else heading
    name = re.sub(r"\s*\((IMD|IDACI|IDAOPI)\)\s*$", "", name)
    return (name or heading), measure


def _long(reading: Reading, figures: list[Figure], rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each figure and row, with the name, measure and id of its indicator.

    Parameters
    ----------
    reading, figures
        The table and its numeric columns.
    rows
        Area code, year, name and measure of each row of the table.
    """
    rows = rows[reading.ledger.open]
    long = pd.concat([_block(figure, rows, reading) for figure in figures], ignore_index=True)
    known = {name for name in long["name"].unique() if domain_name(str(name))}
    if len(known) >= FEW_DOMAINS or any(_ACRONYM.search(str(name)) for name in known):
        long["name"] = long["name"].map(lambda name: domain_name(str(name)) or name)
        unsaid = long["name"].map(lambda name: bool(domain_name(str(name))))
        unsaid &= long["measure"] == Measure.VALUE.value
        long.loc[unsaid, "measure"] = Measure.SCORE.value
    keys = ["name", "measure", "year"]
    ids = {
        key: slug(" ".join(str(part) for part in key if part and part != "value"))
        for key in long[keys].drop_duplicates().itertuples(index=False, name=None)
    }
    long["indicator_id"] = [ids[key] for key in long[keys].itertuples(index=False, name=None)]
    return long


def _block(figure: Figure, rows: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return the figures of one column, named by the row, by the heading, or by both."""
    published = published_in(reading)
    wide, measure = _name_and_measure(figure.heading, published)
    block = rows.assign(
        place=rows.index, heading=figure.heading, value=figure.numbers[rows.index.to_numpy()]
    )
    said = year_in(plain(figure.heading))
    if said and not period_column(reading.table, reading.match):
        block["year"] = said
        if not published.figure(figure.heading):
            wide = " ".join(re.sub(rf"\(?{said}\)?", " ", wide).split()) or wide
    generic = likeness(INDICATOR_FIELDS[2], figure.heading) or measure is not Measure.VALUE
    both = block["name"] if generic else block["name"] + ": " + wide
    block["name"] = both.where(block["name"] != "", wide)
    block["measure"] = block["measure"].where(block["measure"] != "", measure.value)
    return block


def _one_value_each(reading: Reading, long: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each area and indicator; smaller units are added up or averaged."""
    keys = ["indicator_id", "area_code"]
    if not long.duplicated(keys).any():
        return long
    known = long[long["value"].notna()]
    distinct = known.drop_duplicates([*keys, "value"])
    repeated = distinct[distinct.duplicated(keys, keep=False)]
    unit = finer_unit(reading.table, set(reading.match.fields.values()))
    parts = unit or _several_periods_a_year(reading)
    if repeated.empty and not parts:
        return long.sort_values("value", na_position="last", kind="stable").drop_duplicates(keys)
    counted = {
        str(name): bool(parts) and _countable(rows) for name, rows in known.groupby("indicator_id")
    }
    grouped = known.groupby(keys, sort=False)
    sums, means = grouped["value"].sum(), grouped["value"].mean()
    first = known.drop_duplicates(keys).set_index(keys)
    use = [counted[str(identity)] for identity, _ in first.index]
    first["value"] = np.where(use, sums.loc[first.index], means.loc[first.index])
    reading.ledger.remark(
        "indicator.several",
        say_many(
            "{n} area has several rows for one indicator. Counts are added up; other figures are "
            "averaged.",
            "{n} areas have several rows for one indicator. Counts are added up; other figures are "
            "averaged.", int(known.loc[known.duplicated(keys), "area_code"].nunique()),
        ),
        say("Give one row for each area if that is not right."),
        column=parts or reading.match.get("area_code"),
    )  # fmt: skip
    return first.reset_index()


def _several_periods_a_year(reading: Reading) -> str:
    """Return the column of periods when it names several in one year, such as months."""
    heading = period_column(reading.table, reading.match)
    if not heading:
        return ""
    periods = cells(reading.table, heading).groupby(years_of(reading.table, heading)).nunique()
    return heading if periods.max() > 1 else ""


def _countable(rows: pd.DataFrame) -> bool:
    """Say whether figures are counts: whole numbers, not called a rate, mean, score or share."""
    name = plain(str(rows["name"].iloc[0]))
    rated = re.search(r"rate|percent|pct|mean|median|average|score|rank|decile|index|per ", name)
    whole = (rows["value"] == rows["value"].round()).all() and (rows["value"] >= 0).all()
    return bool(whole) and not rated


def _settle_rows(reading: Reading, long: pd.DataFrame, codes: Texts) -> None:
    """Give every row its fate: kept where it gave a value, merged where it joined another's."""
    ledger = reading.ledger
    known = long[long["value"].notna()]
    first = known.drop_duplicates("place")
    places = first["place"].to_numpy(dtype=np.intp)
    ledger.keep(places, first["indicator_id"].to_numpy(dtype=object))
    _tell_missing(reading)
    still = ledger.open
    numeric = np.zeros(len(codes), dtype=bool)
    for heading in long["heading"].unique():
        numeric |= np.isfinite(numbers(cells(reading.table, str(heading))))
    with_value = set(known["area_code"])
    joint = still & numeric & np.array([code in with_value for code in codes])
    ledger.merge(joint, say("Counted with another row of the same area."))
    ledger.set_aside(
        ledger.open, "indicator.no_number", say("There is no number in this row."),
        say("Leave it so if it is not known: that counts as no data, not as 0."),
        str(long["heading"].iloc[0]) if len(long) else "",
    )  # fmt: skip


def _tell_missing(reading: Reading) -> None:
    """Count cells that the publisher hid, for each column: hidden is not zero."""
    for name, heading in reading.match.fields.items():
        if name in ("area_code", "year", "indicator", "unit", "measure", "direction"):
            continue
        column = cells(reading.table, heading).str.strip().str.casefold()
        hidden = int(column.isin(HIDDEN).sum())
        if hidden:
            reading.ledger.remark(
                "indicator.hidden",
                say_many(
                    "{n} figure is hidden by the publisher. It counts as no data, not as 0.",
                    "{n} figures are hidden by the publisher. They count as no data, not as 0.",
                    hidden,
                ),
                column=heading, severity=Severity.NOTE,
            )  # fmt: skip


def _indicators(reading: Reading, long: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each indicator, asking for a direction where nothing tells it."""
    rows = []
    published = published_in(reading)
    for identity, block in long.groupby("indicator_id", sort=False):
        first = block.iloc[0]
        measure = Measure(first["measure"])
        name, heading = str(first["name"]), str(first["heading"])
        in_file = _way_in_file(reading, block)
        if in_file is None and (known := published.figure(heading)):
            in_file = known.direction
        direction = direction_of(name, measure, heading, reading.options.direction, in_file)
        if direction is None:
            reading.ledger.remark(
                "indicator.no_direction",
                say('We do not know whether a high figure of "{name}" is bad.', name=name),
                say("Say whether it is."), column=heading, value=name,
            )  # fmt: skip
        rows.append(
            {
                "indicator_id": str(identity),
                "name": name,
                "year": float(first["year"]) if first["year"] else np.nan,
                "measure": measure.value,
                "direction": direction.value if direction else "",
                "unit": _unit(reading, first),
                "source_id": reading.source_id,
            }
        )
    return pd.DataFrame(rows)


def _way_in_file(reading: Reading, block: pd.DataFrame) -> Direction | None:
    """Return what the column of directions says of one indicator, None unless all rows agree."""
    told = reading.cells("direction").iloc[block["place"].to_numpy(dtype=np.intp)]
    ways = {way for way in map(way_told, told.unique()) if way}
    return ways.pop() if len(ways) == 1 else None


def _unit(reading: Reading, first: pd.Series[str]) -> str:
    told = str(first.get("unit", "") or "")
    if told:
        return told
    heading = str(first["heading"])
    if first["measure"] != Measure.VALUE.value:
        return ""
    sample = cells(reading.table, heading).iloc[:20]
    if re.search(r"%|percent|\bpct\b|\bper cent\b", heading, re.IGNORECASE):
        return "%"
    if sample.str.contains("%", regex=False).any():
        return "%"
    unit = reading.cells("unit").iloc[int(first["place"])].strip()
    return "" if is_nothing(pd.Series([unit])).any() else unit
