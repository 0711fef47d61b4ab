"""How much need each area has, from 0 to 1, by the indicators that express an outcome."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from sharedground.analysis.reach import Floats
from sharedground.model.outcome import Direction, Expression
from sharedground.model.place import Measure

MEASURE_ORDER: Final = (Measure.SCORE, Measure.VALUE, Measure.RANK, Measure.DECILE)
"""Which figure is taken when an indicator has several: the one that says most comes first."""


def percentile(values: Floats, people: Floats, direction: Direction) -> Floats:
    """Return the share of people who live where there is less need than here.

    People in areas with the same value count half (mid-rank), so that ties share one
    percentile, the median person has about 0.5 and both directions mirror each other.

    Parameters
    ----------
    values
        Shape (areas,): an indicator, in any unit; NaN is no data.
    people
        Shape (areas,): resident people; NaN is no data.
    direction
        Whether a high value means more need.

    Returns
    -------
    numpy.ndarray
        Shape (areas,): 0 to 1, 1 most in need. NaN where value or people are not known,
        and everywhere if no people are known. Areas without data do not move the others.
    """
    known = np.isfinite(values) & np.isfinite(people)
    result = np.full(len(values), np.nan)
    total = people[known].sum()
    if not total > 0:
        return result
    need = values[known] if direction is Direction.HIGH_IS_BAD else -values[known]
    _, level = np.unique(need, return_inverse=True)
    at_level = np.bincount(level, weights=people[known])
    below = np.cumsum(at_level) - at_level
    result[known] = ((below + at_level / 2) / total)[level]
    return np.asarray(np.clip(result, 0.0, 1.0))


def combined(percentiles: Floats) -> Floats:
    """Return the mean of several indicators' percentiles.

    Parameters
    ----------
    percentiles
        Shape (areas, indicators).

    Returns
    -------
    numpy.ndarray
        Shape (areas,): NaN where any of them is NaN, so that areas are compared on the
        same figures, and everywhere if there are none.
    """
    if percentiles.shape[1] == 0:
        return np.full(len(percentiles), np.nan)
    return np.asarray(percentiles.mean(axis=1))


def find(indicators: pd.DataFrame, expression: Expression) -> pd.Series | None:
    """Return the indicator that an expression names, or None.

    Parameters
    ----------
    indicators
        The table `model.frames.INDICATORS`.
    expression
        Names an `indicator_id`, else a name (case does not matter), else the words that
        tell one indicator from another: "Income" is "Income deprivation (score)". Of
        several with that name the latest year is taken, then a score before a value, rank
        and decile; a year or measure in the expression is kept to.
    """
    wanted = expression.indicator.strip()
    exact = indicators[indicators["indicator_id"].astype(str) == wanted]
    if len(exact):
        return exact.iloc[0]
    names = indicators["name"].astype(str)
    same = names.str.strip().str.casefold() == wanted.casefold()
    if same.any():
        return first_choice(indicators[same])
    telling = _telling_words(wanted)
    alike = indicators[names.map(_telling_words).map(lambda words: words == telling)]
    return first_choice(_as_stated(alike, wanted)) if telling else None


_STATED: Final = frozenset({Measure.SCORE.value, Measure.RANK.value, Measure.DECILE.value})

_COMMON: Final = frozenset({
    "a", "and", "deprivation", "domain", "for", "in", "index", "indices", "of", "the",
    *_STATED,
})  # fmt: skip
"""Words that tell nothing of which indicator is meant."""


def _telling_words(name: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", name.casefold())
    return frozenset(word for word in words if word not in _COMMON and not _is_year(word))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}


def _as_stated(indicators: pd.DataFrame, wanted: str) -> pd.DataFrame:
    """Keep the year and the measure that the words state, if they state any."""
    words = re.findall(r"[^\W_]+", wanted.casefold())
    years = [float(word) for word in words if _is_year(word)]
    measures = [word for word in words if word in _STATED]
    if years:
        indicators = indicators[pd.to_numeric(indicators["year"], errors="coerce").isin(years)]
    return indicators[indicators["measure"].isin(measures)] if measures else indicators


def first_choice(indicators: pd.DataFrame) -> pd.Series | None:
    """Return the latest, most telling one of several tellings of one indicator, or None."""
    if not len(indicators):
        return None
    order = pd.DataFrame(
        {
            "year": -pd.to_numeric(indicators["year"], errors="coerce").fillna(-np.inf),
            "measure": indicators["measure"].map(measure_rank),
            "id": indicators["indicator_id"].astype(str),
        }
    )
    first = int(np.lexsort((order["id"], order["measure"], order["year"]))[0])
    return indicators.iloc[first]


def measure_rank(measure: object) -> int:
    """Return the place of a measure in `MEASURE_ORDER`; an unknown one comes last."""
    known = [item.value for item in MEASURE_ORDER]
    return known.index(str(measure)) if str(measure) in known else len(known)


def direction_of(expression: Expression, indicator: pd.Series) -> Direction | None:
    """Return which way is bad: as the vision says, else as the indicator says, else None."""
    if expression.direction is not None:
        return expression.direction
    stated = str(indicator["direction"])
    return Direction(stated) if stated in set(Direction) else None


def aligned(
    indicator_values: pd.DataFrame, indicator_id: str, area_codes: pd.Series
) -> pd.DataFrame:
    """Return one row per area with the value of one indicator and where it was read.

    Parameters
    ----------
    indicator_values
        The table `model.frames.INDICATOR_VALUES`.
    indicator_id
        Which indicator.
    area_codes
        The place's areas, in the order wanted.

    Returns
    -------
    pandas.DataFrame
        `value` (float64, NaN where there is none), `source_id` and `row_number`, indexed
        as `area_codes`. If an area has several values the last one counts.
    """
    one = indicator_values[indicator_values["indicator_id"].astype(str) == indicator_id]
    latest = one.drop_duplicates("area_code", keep="last").set_index("area_code")
    found = latest.reindex(area_codes.to_numpy())[["value", "source_id", "row_number"]]
    found["value"] = pd.to_numeric(found["value"], errors="coerce").astype(float)
    return found.set_axis(area_codes.index)
