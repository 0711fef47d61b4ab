"""How long ago each asset was last checked, and whether that is long ago.

The date is the asset's own (`assured_date`, as Open Referral UK has it), else that of the list it
came in. A list that states no date says nothing: such an asset is neither fresh nor stale.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from sharedground.analysis.newest import month_of
from sharedground.errors import SharedGroundError
from sharedground.model.place import Place, Source
from sharedground.words import say

ENVIRONMENT: Final = ("SHAREDGROUND_FRESH_MONTHS", "SHAREDGROUND_STALE_MONTHS")
DEMO_DAY: Final = dt.date(2025, 7, 15)
"""In the made-up town it is always this day, else all of it would grow stale as the years go by."""


def lengths_from(environment: Mapping[str, str]) -> tuple[int, int]:
    """Return for how many months a check holds, and from when on it says little.

    Raises
    ------
    SharedGroundError
        "limit.not_a_number" for a setting that is not a whole number above 0.
    """
    found = []
    for name, usual in zip(ENVIRONMENT, (12, 24), strict=True):
        text = environment.get(name, "").strip() or str(usual)
        if not (text.isascii() and text.isdigit() and int(text)):
            message = say(
                "{name} must be a whole number above 0, not {text}.", name=name, text=text
            )
            raise SharedGroundError("limit.not_a_number", message, name=name, text=text)
        found.append(int(text))
    return found[0], max(found)


FRESH_MONTHS, STALE_MONTHS = lengths_from(os.environ)
"""For how long a check holds, and from when on it says little: places then fade on the map and head
the list to check. Our own choice: a year, as directories of services commonly ask, and two."""


def today_in(place: Place) -> dt.date:
    """Return the day from which ages are counted in a place: today (UTC)."""
    return DEMO_DAY if place.fictional else dt.datetime.now(dt.UTC).date()


class Freshness(StrEnum):
    """How fresh what we know of an asset is."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    UNKNOWN = "unknown"


def freshness(
    assets: pd.DataFrame, sources: Iterable[Source], today: dt.date, *,
    fresh_months: int = FRESH_MONTHS, stale_months: int = STALE_MONTHS,
) -> pd.DataFrame:  # fmt: skip
    """Return how fresh what is known of each asset is.

    Parameters
    ----------
    assets
        `assured_date` (text as given, "" if nobody said), `assurer`, `source_id`.
    sources
        The lists, each with the date that people gave it.
    fresh_months, stale_months
        Below the first a check is fresh, from the second on it is stale.

    Returns
    -------
    pandas.DataFrame
        Indexed like `assets`: `year` and `month` of the last check (0 where only the year or
        nothing is known), `months` since then (NaN if unknown; a date to come says nothing),
        `by` (assurer, ""), `own` (the date is the asset's, not the list's), `state`
        (`Freshness`). Where only a year is stated, its middle is taken.
    """
    of_list = {one.source_id: month_of(one.date) for one in sources}
    own_dates = {text: month_of(text) for text in dict.fromkeys(assets["assured_date"].astype(str))}
    latest = max(today, dt.datetime.now(dt.UTC).date())  # the demo town stays at a day of its own
    now = (latest.year, latest.month)
    own_dates = {text: when if when and when <= now else None for text, when in own_dates.items()}
    of_list = {source: when for source, when in of_list.items() if when and when <= now}
    rows = [
        (own_dates[str(text)] or of_list.get(source) or (0, 0), own_dates[str(text)] is not None)
        for text, source in zip(assets["assured_date"], assets["source_id"], strict=True)
    ]
    year = np.array([when[0] for when, _ in rows], dtype=np.int64)
    month = np.array([when[1] for when, _ in rows], dtype=np.int64)
    since = (today.year - year) * 12 + today.month - np.where(month > 0, month, 7)
    months = np.where(year > 0, np.maximum(since, 0), np.nan)
    state = np.select(
        [np.isnan(months), months >= stale_months, months >= fresh_months],
        [Freshness.UNKNOWN.value, Freshness.STALE.value, Freshness.AGEING.value],
        Freshness.FRESH.value,
    )
    return pd.DataFrame(
        {
            "year": year, "month": month, "months": months,
            "by": assets["assurer"].to_numpy(), "own": [own for _, own in rows],
            "state": state.astype(object),
        },
        index=assets.index,
    )  # fmt: skip


def is_stale(
    assets: pd.DataFrame, sources: Iterable[Source], today: dt.date, months: int
) -> pd.Series:
    """Say of each asset whether its last check is at least so many months ago."""
    found = freshness(assets, sources, today, fresh_months=months, stale_months=months)
    return found["state"] == Freshness.STALE.value
