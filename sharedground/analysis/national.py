"""Need as a place in a national ranking, for indicators that state their rank or decile."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from sharedground.analysis.reach import Floats
from sharedground.model.outcome import Direction
from sharedground.model.place import Measure

RANKED: Final[dict[str, dict[int, int]]] = {
    "E01": {2015: 32_844, 2019: 32_844, 2025: 33_755},
    "W01": {2014: 1_909, 2019: 1_909, 2025: 1_917},
    "S01": {2016: 6_976, 2020: 6_976},
    "95": {2017: 890},
}
"""How many areas the national ranking has, by how their codes begin and its year: small areas of
England (Indices of Deprivation), Wales (WIMD), Scotland (SIMD) and Northern Ireland (NIMDM)."""

_CODE: Final = re.compile(r"[EWS]\d{2}|95")


def sibling(indicators: pd.DataFrame, indicator: pd.Series) -> pd.Series | None:
    """Return the national rank, else decile, of the same figure and year; None without one.

    Parameters
    ----------
    indicators
        The table `model.frames.INDICATORS`.
    indicator
        A row of it.
    """
    same = indicators[
        (indicators["name"] == indicator["name"])
        & (indicators["year"].isna() if pd.isna(indicator["year"])
           else indicators["year"] == indicator["year"])
    ]  # fmt: skip
    for measure in (Measure.RANK, Measure.DECILE):
        found = same[same["measure"] == measure.value]
        if len(found):
            first: pd.Series = found.iloc[0]
            return first
    return None


def areas_ranked(indicator: pd.Series, area_codes: pd.Series) -> int | None:
    """Return how many areas a ranking has, by its year and the codes; None if that is not known."""
    if pd.isna(indicator["year"]) or not len(area_codes):
        return None
    begins = {_CODE.match(str(code)) for code in area_codes}
    kinds = {found.group() if found else "" for found in begins}
    if len(kinds) != 1:
        return None
    return RANKED.get(kinds.pop(), {}).get(int(indicator["year"]))


def known(ranking: pd.Series, area_codes: pd.Series) -> bool:
    """Say whether it is known of how many areas a ranking is; of deciles it always is."""
    return (
        ranking["measure"] == Measure.DECILE.value or areas_ranked(ranking, area_codes) is not None
    )


def percentile(
    values: Floats, indicator: pd.Series, direction: Direction, area_codes: pd.Series
) -> Floats | None:
    """Return the share of a nation's areas with less need than each area.

    Parameters
    ----------
    values
        Shape (areas,): ranks or deciles; NaN is no data.
    indicator
        The row of the indicator: its measure and year.
    direction
        Whether a high rank or decile means more need.
    area_codes
        Shape (areas,), to know which nation's ranking it is.

    Returns
    -------
    numpy.ndarray or None
        Shape (areas,): 0 to 1, 1 most in need; of a decile its middle. None where it is not
        known of how many areas the ranking is. A figure beyond its ranking is no data.
    """
    of = 10 if indicator["measure"] == Measure.DECILE.value else areas_ranked(indicator, area_codes)
    if of is None:
        return None
    inside = np.where((values >= 1) & (values <= of), values, np.nan)
    share = (inside - 0.5) / of
    return np.asarray(share if direction is Direction.HIGH_IS_BAD else 1.0 - share)
