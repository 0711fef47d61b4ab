"""What stands behind a figure: the indicators and the assets that it was made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis import bands, catchment
from sharedground.analysis.reach import Floats, Pairs
from sharedground.model.counting import Decay
from sharedground.model.outcome import Direction, Expression, Outcome

PER_PEOPLE: Final = 1_000.0
"""Access and target are in places per this many people."""

FULL_STRENGTH: Final = 2
"""A category of this strength serves an outcome directly, and counts as one place."""


@dataclass(frozen=True, eq=False)
class Expressed:
    """One indicator of one outcome, as it was used.

    Parameters
    ----------
    outcome
        Position of the outcome in the vision.
    expression
        What the vision asked for.
    indicator
        The row of the table of indicators that was found, or None.
    direction
        Which way is bad, or None if nobody has said.
    readings
        One row per area: value, source_id, row_number; None if no indicator was found.
    percentile
        Shape (areas,): 0 to 1, all NaN if it could not be used.
    reason
        Why it could not be used, in words; "" if it could.
    national
        The percentile is a place in a national ranking, not among the people here.
    """

    outcome: int
    expression: Expression
    indicator: pd.Series | None
    direction: Direction | None
    readings: pd.DataFrame | None
    percentile: Floats
    reason: str
    national: bool = False


@dataclass(frozen=True, eq=False)
class Served:
    """The assets that serve one outcome, and who shares them.

    Parameters
    ----------
    rows
        Rows of the assessment's assets that take part, of this and other outcomes with
        the same reach; the arrays below are in this order.
    pairs
        Those of them in reach of each area.
    demand
        People in reach of each, weighted by band.
    supply
        What each offers this outcome: 1, or its capacity compared with its category.
    strength
        0, 1 or 2: how far each serves this outcome.
    reached
        Shape (areas,): serving assets in reach of each area.
    decay
        How much less they count the farther away they are.
    """

    rows: NDArray[np.intp]
    pairs: Pairs
    demand: Floats
    supply: Floats
    strength: Floats
    reached: NDArray[np.int64]
    decay: Decay = Decay.SLOW


@dataclass(frozen=True, eq=False)
class Why:
    """Everything that went into one figure, for "why this number".

    Parameters
    ----------
    figures
        The figure's row of the table, as {column: value}.
    reach_m
        How far people go for this outcome, in metres on foot.
    assets
        Serving assets in reach, nearest first: asset_id, category, outside, distance_m,
        band (1 nearest to 3), band_weight, strength, supply, people_sharing, ratio and
        adds (both places per 1,000 people). `adds` sums to the area's access.
    indicators
        indicator_id, name, year, measure, unit, direction, value, percentile, source_id,
        row_number, reason, national. The mean of `percentile` is the area's need.
    surveyed
        Whether anybody has looked what is in this area.
    """

    figures: dict[str, object]
    reach_m: float
    assets: pd.DataFrame
    indicators: pd.DataFrame
    surveyed: bool = True


def strongest(outcome: Outcome) -> dict[str, tuple[int, bool]]:
    """Return each category that serves an outcome with (strength, use_capacity).

    A category named twice counts once, at its greater strength; strength 0 is left out.
    """
    found: dict[str, tuple[int, bool]] = {}
    for serving in sorted(outcome.served_by, key=lambda item: item.strength):
        if serving.strength > 0:
            found[serving.category] = (serving.strength, serving.use_capacity)
    return found


def assets_behind(assets: pd.DataFrame, served: Served, area: int) -> pd.DataFrame:
    """Return the serving assets in reach of an area, nearest first, as in `Why.assets`.

    Parameters
    ----------
    assets
        The placed assets: asset_id, category, outside.
    served
        The assets behind one outcome.
    area
        Row of the area.
    """
    rows, metres, band = served.pairs.of_area(area)
    serving = served.strength[rows] > 0
    rows, metres, band = rows[serving], metres[serving], band[serving]
    weight = bands.weight_of(served.decay, band, metres, served.pairs.reach_m)
    strength = served.strength[rows]
    ratio = PER_PEOPLE * catchment.ratios(served.supply[rows], served.demand[rows])
    return (
        assets.iloc[served.rows[rows]]
        .reset_index(drop=True)
        .assign(
            distance_m=metres.astype(float),
            band=band.astype(int) + 1,
            band_weight=weight,
            strength=strength.astype(int),
            supply=served.supply[rows],
            people_sharing=served.demand[rows],
            ratio=ratio,
            adds=weight * ratio * strength / FULL_STRENGTH,
        )
    )


def indicators_behind(expressed: Iterable[Expressed], area: int) -> pd.DataFrame:
    """Return what each indicator of an outcome says of an area, as in `Why.indicators`."""
    return pd.DataFrame([_telling(item, area) for item in expressed], columns=list(_TELLING))


def year_of(indicator: pd.Series) -> int | None:
    """Return the year of an indicator, or None if it is not stated."""
    year = pd.to_numeric(indicator["year"], errors="coerce")
    return None if pd.isna(year) else int(year)


_TELLING: Final = (
    "indicator_id", "name", "year", "measure", "unit", "direction", "value", "percentile",
    "source_id", "row_number", "reason", "national",
)  # fmt: skip


def _telling(item: Expressed, area: int) -> tuple[object, ...]:
    if item.indicator is None or item.readings is None:
        nothing = ("", item.expression.indicator, None, "", "", "", np.nan, np.nan, "", None)
        return (*nothing, item.reason, item.national)
    here = item.readings.iloc[area]
    return (
        str(item.indicator["indicator_id"]),
        str(item.indicator["name"]),
        year_of(item.indicator),
        str(item.indicator["measure"]),
        str(item.indicator["unit"]),
        item.direction.value if item.direction else "",
        float(here["value"]),
        float(item.percentile[area]),
        str(here["source_id"]) if pd.notna(here["source_id"]) else "",
        int(here["row_number"]) if pd.notna(here["row_number"]) else None,
        item.reason,
        item.national,
    )
