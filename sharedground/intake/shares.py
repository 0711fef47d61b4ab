"""Turning counts of the categories of one question into shares of each area's total."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from sharedground.intake.headings import plain
from sharedground.intake.reading import Reading
from sharedground.words import say

ROUNDING: Final = 0.02
"""Counts are disturbed a little to protect people: so far may a total be from its parts."""
LEAST: Final = 2

_TOTAL_WORDS = ("total", "all ", "all categories")
_NOT_ASKED = ("does not apply", "not applicable")


def as_shares(
    reading: Reading, long: pd.DataFrame, counts: bool
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return counts as a percentage of the area's total, when the categories make up a whole.

    Parameters
    ----------
    reading
        The table; its unit names what is counted.
    long
        Columns area_code, name, measure, year, value, indicator_id.
    counts
        Whether the figures are counts of people, households or the like.

    Returns
    -------
    tuple
        The table, with `unit` and shares where that is right, and sentences that say so.
    """
    names = [str(name) for name in long["name"].unique()]
    total = _total(names, long)
    parts = [name for name in names if name != total and plain(name) not in _NOT_ASKED]
    if not counts or len(parts) < LEAST or _nested(parts):
        return long, ()
    wanted = long[long["name"].isin(parts)].copy()
    group = [wanted["area_code"], wanted["year"]]
    whole = wanted["value"].groupby(group).transform("sum", min_count=1)
    complete = wanted["value"].notna().groupby(group).transform("all")
    usable = complete & (whole > 0)
    wanted["value"] = np.where(usable, 100 * wanted["value"] / whole.where(whole > 0), np.nan)
    unit = _counted(reading)
    wanted["unit"] = say("% of {unit}", unit=unit)
    sentence = say(
        "The {count} categories add up to a whole, so each is given as % of all {unit}.",
        count=len(parts), unit=unit,
    )  # fmt: skip
    return wanted, (sentence,)


def _counted(reading: Reading) -> str:
    unit = reading.cells("unit").str.strip()
    told = str(unit.iloc[0]).casefold() if len(set(unit)) == 1 else ""
    return told if told and told not in ("count", "number", "value") else say("those counted")


def _total(names: list[str], long: pd.DataFrame) -> str:
    """Return the category that is the sum of the others, "" when there is none."""
    for name in names:
        if not plain(name).startswith(_TOTAL_WORDS) or len(names) <= LEAST:
            continue
        mine = long[long["name"] == name].groupby("area_code")["value"].sum()
        rest = long[long["name"] != name].groupby("area_code")["value"].sum()
        near = (mine - rest).abs() <= ROUNDING * mine.abs() + 5
        if near.mean() > 0.9:
            return name
    return ""


def _nested(names: list[str]) -> bool:
    """Say whether one category holds another, as "Lone parent" holds "Lone parent: employed"."""
    plain_names = sorted(plain(name) for name in names)
    return any(second.startswith(f"{first} ") for first, second in pairwise(plain_names))
