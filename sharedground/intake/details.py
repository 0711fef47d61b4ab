"""What a list says of an asset beside name and place: contacts, times, status, identifiers."""

from __future__ import annotations

import json
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.by_coordinates import is_a_position
from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.headings import ADDRESS_FIELDS, IDENTIFIERS, LOCATIONS, plain
from sharedground.intake.raw import RawTable
from sharedground.intake.values import (
    URL,
    by_value,
    is_nothing,
    iso_dates,
    postcode,
    text_of,
)
from sharedground.model.placing import outward

Texts = NDArray[np.object_]
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_YES = frozenset(["yes", "y", "true", "1", "t"])
_NO = frozenset(["no", "n", "false", "0", "f"])
_STATUSES: Final = (
    ("temporar", "temporarily closed"),
    ("inactive", "inactive"),
    ("defunct", "defunct"),
    ("dissolved", "defunct"),
    ("removed", "defunct"),
    ("closed", "inactive"),
    ("dormant", "inactive"),
    ("suspended", "inactive"),
    ("proposed", "inactive"),
)
"""What registers say, and the HSDS status it means; anything else is active."""


def text(table: RawTable, match: ColumnMatch, field: str) -> Texts:
    """Return a field as tidy text, "" where nothing is said."""
    return text_of(cells(table, match.get(field)))


def address(table: RawTable, match: ColumnMatch) -> Texts:
    """Join the parts of an address, leaving out what an earlier part says already.

    Where a row has none, words in a column of positions are its address; a position alone is none.
    """
    parts = [text(table, match, field) for field in ADDRESS_FIELDS if field in match]
    for at, field in enumerate(field for field in ADDRESS_FIELDS if field in match):
        if field == "address" or plain(match.get(field)) in LOCATIONS:
            parts[at] = _in_words(parts[at])
    joined = _joined(parts, match, len(table.rows))
    for field in ("latlon", "grid_ref", "wkt"):
        if field in match and plain(match.get(field)) in LOCATIONS:
            joined = np.where(joined == "", _in_words(text(table, match, field)), joined)
    return joined


def _in_words(texts: Texts) -> Texts:
    """Return texts without those that are a position or half a postcode, and nothing else."""

    def words(cell: str) -> str:
        nothing = is_a_position(cell) or URL.match(cell) or not any(map(str.isalpha, cell))
        return "" if nothing or outward(postcode(cell)) else cell

    return np.array(by_value(pd.Series(texts, dtype=object), words), dtype=object)


def _joined(parts: list[Texts], match: ColumnMatch, rows: int) -> Texts:
    joined = np.full(rows, "", dtype=object)
    if not parts:
        return joined
    numbered = "address_number" in match
    for at, row in enumerate(zip(*parts, strict=True)):
        said: list[str] = []
        for part in row:
            bare = part.strip(" ,")
            if bare and not any(bare.casefold() in earlier.casefold() for earlier in said):
                said.append(bare)
        together = ", ".join(said)
        joined[at] = (
            together.replace(", ", " ", 1) if numbered and row[0] and said[1:] else together
        )
    return joined


def website(table: RawTable, match: ColumnMatch) -> Texts:
    """Return web addresses, also those that stand in a column of contacts; only they are links."""
    columns = [text(table, match, field) for field in ("url", "contact") if field in match]
    found = np.full(len(table.rows), "", dtype=object)
    for column in columns:
        here = np.array(by_value(pd.Series(column, dtype=object), _url), dtype=object)
        found = np.where(found == "", here, found)
    return found


def _url(cell: str) -> str:
    first = cell.split()[0].rstrip(";,") if cell.split() else ""
    if not URL.match(first):
        return ""
    return first if first.casefold().startswith("http") else f"https://{first}"


def schedules(table: RawTable, match: ColumnMatch) -> Texts:
    """Return opening times; one column for each day becomes "Mon-Fri 09:00-17:00; Sat closed"."""
    whole = text(table, match, "schedules")
    days = [day for day in DAYS if f"schedules_{day.casefold()}" in match]
    if not days:
        return whole
    by_day = {day: text(table, match, f"schedules_{day.casefold()}") for day in days}
    weeks = pd.DataFrame(by_day, dtype=object)
    told = {
        week: _week(week, list(weeks.columns))
        for week in set(weeks.itertuples(index=False, name=None))
    }
    joined = np.array(
        [told[week] for week in weeks.itertuples(index=False, name=None)], dtype=object
    )
    return np.where(joined != "", joined, whole)


def _week(times: tuple[str, ...], names: list[str]) -> str:
    """Put days with the same times together, in the order of the week."""
    runs: list[tuple[str, str, str]] = []
    for name, time in zip(names, times, strict=True):
        said = time.casefold() if time.isupper() else time
        if runs and runs[-1][2] == said:
            runs[-1] = (runs[-1][0], name, said)
        else:
            runs.append((name, name, said))
    told = [(f"{a}-{b}" if a != b else a, time) for a, b, time in runs if time]
    return "; ".join(f"{days} {time}" for days, time in told)


def accessibility(table: RawTable, match: ColumnMatch) -> Texts:
    """Return what is said of access; yes/no columns on disability are listed where "yes"."""
    said = text(table, match, "accessibility")
    used = set(match.fields.values())
    ticks = {}
    for heading in map(str, table.rows.columns):
        words = plain(heading).split()
        if heading in used or not {"disability", "disabled", "accessible", "wheelchair"} & set(
            words
        ):
            continue
        values = cells(table, heading).str.strip().str.casefold()
        if values[~is_nothing(values)].isin(_YES | _NO).mean() > 0.8:
            ticks[" ".join(words).replace("disability ", "")] = values.isin(_YES).to_numpy()
    if not ticks:
        return said
    table_of_ticks = np.column_stack(list(ticks.values()))
    names = np.array(list(ticks), dtype=object)
    listed = np.array([", ".join(names[row]) for row in table_of_ticks], dtype=object)
    return np.where(said != "", said, listed)


def status(table: RawTable, match: ColumnMatch) -> Texts:
    """Return the HSDS status: active unless the list says otherwise."""
    return np.array(by_value(cells(table, match.get("status")), _status), dtype=object)


def _status(cell: str) -> str:
    words = cell.casefold()
    if words.strip() in ("ina", "del"):
        return "inactive"
    if "but proposed to close" in words:
        return "active"
    return next((meant for said, meant in _STATUSES if said in words), "active")


def identifiers(table: RawTable, match: ColumnMatch) -> Texts:
    """Return the identifiers that others know each row by, as a JSON list."""
    columns = [
        (scheme, text(table, match, field))
        for field, (scheme, _) in IDENTIFIERS.items()
        if field in match
    ]
    if not columns:
        return np.full(len(table.rows), "[]", dtype=object)
    schemes = [scheme for scheme, _ in columns]
    rows = zip(*(values for _, values in columns), strict=True)
    return np.array([_identifiers(schemes, row) for row in rows], dtype=object)


def _identifiers(schemes: list[str], values: tuple[str, ...]) -> str:
    listed = [
        {"scheme": scheme, "identifier": value}
        for scheme, value in zip(schemes, values, strict=True)
        if value
    ]
    return json.dumps(listed, ensure_ascii=False)


def assured(table: RawTable, match: ColumnMatch, *, british: bool) -> Texts:
    """Return the date each row was last checked, ISO 8601 where it can be read."""
    return iso_dates(cells(table, match.get("assured_date")), day_first=british)
