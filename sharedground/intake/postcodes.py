"""From a postcode table to postcodes with a point each; first halves ("M33") are welcome too."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sharedground.errors import NothingUsableError
from sharedground.intake.ledger import Ledger
from sharedground.intake.locate import locate
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.values import by_value, is_nothing, postcode
from sharedground.model.frames import checked
from sharedground.words import say, say_many

NO_PLACE: Final = ("postcode", "terminated")
"""Fields that say nothing of where a row lies."""


def postcodes_of(reading: Reading) -> Taken:
    """Make postcodes of a table with a postcode and a position in each row.

    Raises
    ------
    NothingUsableError
        If there is no column of postcodes, or none of positions.
    """
    _refuse_without_columns(reading)
    text = np.array(by_value(reading.cells("postcode"), postcode), dtype=object)
    reading.ledger.set_aside(
        text == "", "postcode.missing", say("The row has no postcode."), "",
        reading.match.get("postcode"),
    )  # fmt: skip
    lon, lat = _points(reading)
    reading.ledger.set_aside(
        ~np.isfinite(lon), "postcode.no_position",
        say("The postcode has no position, so nothing can be placed by it."), "",
        reading.match.get("postcode"),
    )  # fmt: skip
    kept = _one_row_each(text, reading)
    rows = pd.DataFrame(
        {"postcode": text[kept], "lon": lon[kept], "lat": lat[kept], "source_id": reading.source_id}
    )
    old = int((~is_nothing(reading.cells("terminated")))[kept].sum())
    facts = {"postcodes": len(rows), "terminated": old}
    return Taken({"postcodes": checked("postcodes", rows)}, facts, sentences=_about_old(old))


def _about_old(count: int) -> tuple[str, ...]:
    """Return that old postcodes are kept, as old lists have them."""
    if not count:
        return ()
    return (
        say_many(
            "{n} postcode is no longer in use. It is kept, because older lists have it.",
            "{n} postcodes are no longer in use. They are kept, because older lists have them.",
            count,
        ),
    )


def _points(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Return a point for each row from its coordinates; ONSPD's 99.999999 is none."""
    match = reading.match
    columns = {name: heading for name, heading in match.fields.items() if name not in NO_PLACE}
    quiet = Ledger(reading.table)
    only = type(match)(columns, match.why, match.unused)
    located = locate(reading.table, only, reading.context, quiet)
    return located.lon, located.lat


def _one_row_each(text: np.ndarray, reading: Reading) -> np.ndarray:
    still = np.flatnonzero(reading.ledger.open)
    twice = pd.Series(text[still]).duplicated().to_numpy()
    reading.ledger.merge(
        still[twice], say("The postcode stands above."), [str(code) for code in text[still[twice]]]
    )
    kept = still[~twice]
    reading.ledger.keep(kept, text[kept])
    return kept


def _refuse_without_columns(reading: Reading) -> None:
    match = reading.match
    placed = reading.table.geometry is not None or any(
        field in match for field in ("lon", "easting", "latlon", "wkt", "grid_ref")
    )
    if "postcode" in match and placed:
        return
    headings = [str(heading) for heading in reading.table.rows.columns]
    raise NothingUsableError(
        "postcodes.no_columns",
        say("A postcode table needs a column of postcodes and their positions. "
            "The headings are: {headings}.", headings=", ".join(headings)),
        headings=headings,
    )  # fmt: skip
