"""From population tables, long or wide, to one number of people for each area."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError
from sharedground.intake.columns import ColumnMatch, cells, likeness, match_fields
from sharedground.intake.context import Context
from sharedground.intake.headings import POPULATION_FIELDS, plain
from sharedground.intake.joined import (
    area_column,
    coverage,
    finer_unit,
    joined,
    period_column,
    set_other_areas_aside,
    years_of,
)
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.values import numbers, year_in, year_of_file
from sharedground.model.frames import checked
from sharedground.model.report import Severity
from sharedground.words import say

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PEOPLE: Final = POPULATION_FIELDS[1]

WHOLE_LIVES: Final = 50
"""So many columns of single years of age make up all people."""

_TOTALS = frozenset(
    ["persons", "person", "all", "all persons", "total", "both", "both sexes", "all people", "t",
     "p", "people", "male and female", "males and females", "all sexes", "everyone", "all ages",
     "all categories age", "all categories sex", "total all ages", "all usual residents",
     "all categories", "0 and over", "total population"]
)  # fmt: skip
_MALE = frozenset(["males", "male", "m", "men", "boys and men"])
_FEMALE = frozenset(["females", "female", "f", "women", "girls and women"])
_ONE_AGE = re.compile(r"^(age |aged |ages |[mfp] )?\d{1,3}( years?)?( and over|plus)?$")


def match_population(table: RawTable, context: Context, chosen: Mapping[str, str]) -> ColumnMatch:
    """Find the columns of areas, people, sex, age and period."""
    area = area_column(table, context, chosen.get("area_code", ""))
    fixed = {**chosen, "area_code": area.heading}
    if "people" not in chosen and (heading := _people_column(table, area.heading)):
        fixed["people"] = heading
    found = match_fields(POPULATION_FIELDS, table, context, fixed)
    why = {**found.why, "area_code": area.why}
    if "people" in fixed and "people" not in chosen:
        why["people"] = say('"{heading}" counts all people.', heading=fixed["people"])
    return ColumnMatch(found.fields, why, found.unused)


def _people_column(table: RawTable, area: str) -> str:
    """Return the column of all people: named so, whole numbers, of the latest year."""
    best: list[tuple[float, int, str]] = []
    for heading in map(str, table.rows.columns):
        words = plain(heading)
        bare_year = bool(re.fullmatch(r"(mid )?(19|20)\d\d", words))
        named = 0.5 if bare_year else likeness(PEOPLE, heading)
        if heading == area or not named or not _counts(cells(table, heading)):
            continue
        best.append((round(named, 1), year_in(words) or 0, heading))
    return max(best, key=lambda each: (each[0], each[1]))[2] if best else ""


def _counts(column: pd.Series[str]) -> bool:
    found = numbers(column)
    known = found[np.isfinite(found)]
    return bool(len(known) >= 0.5 * len(found) and len(known) and (known >= 0).all())


def population_of(reading: Reading) -> Taken:
    """Make one number of people for each area.

    Of rows by sex or age those for all are used, else their sum; of several years the latest.

    Raises
    ------
    NothingUsableError
        If no column counts people.
    """
    people = _people(reading)
    codes = joined(reading.table, reading.match.get("area_code"), reading.context)
    left_over = set_other_areas_aside(reading, codes)
    year = _one_year(reading)
    _set_blank_aside(reading, people)
    totals = [_keep_totals(reading, field, codes) for field in ("sex", "age")]
    parts = ~np.all(totals, axis=0)
    rows = _one_row_an_area(reading, people, codes, parts)
    rows["year"] = float(year) if year else np.nan
    facts, sentences = coverage(reading, set(rows["area_code"]))
    facts = {**facts, **left_over, "people": float(rows["people"].sum()), "year": year}
    frame = checked("population", rows)
    return Taken({"population": frame}, facts, sentences=sentences)


def _people(reading: Reading) -> Floats:
    """Return the people in each row: one column, or all sexes or single years added up."""
    if "people" in reading.match:
        return numbers(reading.cells("people"))
    headings = [str(heading) for heading in reading.table.rows.columns]
    parts = _both_sexes(headings) or _single_years(headings)
    if not parts:
        raise NothingUsableError(
            "population.no_column",
            say("We found no column that counts all people. The headings are: {headings}. "
                "Choose it by hand.", headings=", ".join(headings)),
        )  # fmt: skip
    reading.ledger.remark(
        "population.added_up",
        say("No column has the total, so these are added up: {first} to {last}.",
            first=parts[0], last=parts[-1]),
        severity=Severity.NOTE,
    )  # fmt: skip
    every = np.column_stack([numbers(cells(reading.table, heading)) for heading in parts])
    return np.asarray(every.sum(axis=1), dtype=np.float64)


def _both_sexes(headings: list[str]) -> list[str]:
    male = [heading for heading in headings if plain(heading) in _MALE]
    female = [heading for heading in headings if plain(heading) in _FEMALE]
    return [*male, *female] if len(male) == len(female) == 1 else []


def _single_years(headings: list[str]) -> list[str]:
    ages = [heading for heading in headings if _ONE_AGE.match(plain(heading))]
    return ages if len(ages) >= WHOLE_LIVES else []


def _one_year(reading: Reading) -> int | None:
    """Set rows of other years aside and return the year that is used."""
    heading = period_column(reading.table, reading.match)
    if not heading:
        return _year_said(reading)
    years = years_of(reading.table, heading)
    here = years[reading.ledger.open & (years > 0)]
    wanted = reading.options.year or (int(here.max()) if len(here) else 0)
    other = reading.ledger.open & (years != wanted)
    reading.ledger.set_aside(
        other, "year.other", say("The row is of another year. We use {year}.", year=str(wanted)),
        each=False,
    )  # fmt: skip
    return wanted or None


def _year_said(reading: Reading) -> int | None:
    heading = reading.match.get("people")
    above = " ".join(reading.table.above)
    return (
        reading.options.year
        or year_in(heading)
        or year_in(above)
        or year_of_file(reading.file.name)
    )


def _set_blank_aside(reading: Reading, people: Floats) -> None:
    column = reading.match.get("people")
    reading.ledger.set_aside(
        ~(people >= 0), "population.no_number", say("There is no number of people here."),
        say("Leave it so if it is not known: that counts as no data, not as 0."), column,
    )  # fmt: skip


def _keep_totals(reading: Reading, field: str, codes: NDArray[np.object_]) -> Flags:
    """Merge rows of one sex or age into the row for all, where the area has one.

    Returns which rows are for all.
    """
    if field not in reading.match:
        return np.ones(len(codes), dtype=bool)
    said = reading.cells(field).map(lambda text: plain(text) in _TOTALS).to_numpy(dtype=bool)
    totals = said & reading.ledger.open
    with_total = set(codes[totals])
    parts = ~said & reading.ledger.open & np.array([code in with_total for code in codes])
    places = np.flatnonzero(parts)
    reading.ledger.merge(
        places, say("Counted in the row for all people."), [str(code) for code in codes[places]]
    )
    return said


def _areas_of_one_sex(reading: Reading, codes: NDArray[np.object_]) -> set[str]:
    """Return areas that have males or females only, so that nobody knows the total."""
    if "sex" not in reading.match:
        return set()
    words = reading.cells("sex").map(plain)
    still = reading.ledger.open
    male = set(codes[still & words.isin(_MALE).to_numpy()])
    female = set(codes[still & words.isin(_FEMALE).to_numpy()])
    return male ^ female


def _one_row_an_area(
    reading: Reading, people: Floats, codes: NDArray[np.object_], parts: Flags
) -> pd.DataFrame:
    """Add up what belongs together, and refuse areas whose total nobody can tell."""
    ledger = reading.ledger
    unit = finer_unit(reading.table, set(reading.match.fields.values()))
    one_sex = _areas_of_one_sex(reading, codes)
    still = np.flatnonzero(ledger.open)
    kept: list[int] = []
    totals: list[float] = []
    for code, within in pd.Series(codes[still]).groupby(codes[still], sort=False).indices.items():
        places = still[within]
        counts = people[places]
        added = bool(parts[places].any() or unit)
        if str(code) in one_sex:
            _refuse(reading, places, "population.one_sex", say("Only one sex is counted here."))
        elif added or (counts == counts[0]).all():
            ledger.merge(places[1:], _merge_reason(bool(parts[places].any()), unit), str(code))
            kept.append(int(places[0]))
            totals.append(float(counts.sum() if added else counts[0]))
        else:
            _refuse(
                reading, places, "population.several",
                say("The area stands several times with different numbers."),
            )  # fmt: skip
    ledger.keep(kept, codes[kept])
    return pd.DataFrame(
        {
            "area_code": codes[kept],
            "people": np.array(totals, dtype=np.float64),
            "source_id": reading.source_id,
            "row_number": reading.row_numbers[kept],
        }
    )


def _merge_reason(parts: bool, unit: str) -> str:
    if parts:
        return say("Added up with the other rows of this area.")
    if unit:
        return say('Added up: "{unit}" holds smaller parts of the area.', unit=unit)
    return say("The same number stands above.")


def _refuse(reading: Reading, places: NDArray[np.intp], code: str, reason: str) -> None:
    reading.ledger.set_aside(
        places, code, reason, say("Give one row for all people."), reading.match.get("people")
    )
