"""What a scenario would change: who comes into reach, how gaps move, and for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground import workflow
from sharedground.analysis import hours, reach, standing, tenths, walking
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.evidence import strongest
from sharedground.analysis.reach import Floats
from sharedground.analysis.standing import Verdict
from sharedground.grounds import Ground, ground, in_metres
from sharedground.model.counting import USUAL, Counting
from sharedground.model.scenario import Closing, Longer, Scenario
from sharedground.model.vision import Vision
from sharedground.views import View

NEW: Final = "new place "
"""What the id of an asset that a scenario opens begins with."""

NEAR_M: Final = walking.USUAL * walking.PACE
"""Reach of a kind of place that serves no outcome: 15 minutes on foot."""


@dataclass(frozen=True, eq=False)
class Present:
    """The place as it is: what every scenario is compared with.

    Parameters
    ----------
    here, found
        Its ground and its assessment, both for `view`, `vision` and `counting`.
    """

    view: View
    vision: Vision
    counting: Counting
    here: Ground
    found: Assessment

    @classmethod
    def of(
        cls,
        view: View,
        vision: Vision,
        counting: Counting = USUAL,
        *,
        found: Assessment | None = None,
        today: dt.date | None = None,
    ) -> Present:
        """Return the present of a view.

        Parameters
        ----------
        found
            Its assessment, if it is at hand.
        today
            As for `workflow.assessment`.

        Raises
        ------
        SharedGroundError
            "areas.none" when the place has no areas yet.
        """
        here = ground(view, counting, today=today)
        found = workflow.assessed_on(here, view, vision, counting) if found is None else found
        return cls(view, vision, counting, here, found)


@dataclass(frozen=True, eq=False)
class Effect:
    """What a scenario would change, always judged by the targets and the average of today.

    Parameters
    ----------
    before, after
        The place as it is, and as it would be.
    areas
        In the order of the place's areas: area_code, area_name, people, need, gap_before,
        gap_after, verdict_before, verdict_after (`standing.Verdict`), had (whether each kind that
        opens or closes is in reach today), gains and loses (whether a kind that opens comes into
        reach where there was none, or one that closes is the last), known (whether it is known who
        lives there and what is in reach: it is not where nobody has looked for places, or where
        streets do not lead).
    tenths
        The people newly in reach by need: tenth (1 has most need), people, counted.
    gained, lost
        People newly in reach, and people who would have none left.
    mean_before, mean_after
        The place's mean gap, weighted by people, 0 to 1; NaN without data.
    unknown
        Ids of assets that the scenario changes and that are not here (any more).
    """

    scenario: Scenario
    before: Assessment
    after: Assessment
    areas: pd.DataFrame
    tenths: pd.DataFrame
    gained: float
    lost: float
    mean_before: float
    mean_after: float
    unknown: tuple[str, ...]

    @property
    def first_before(self) -> int:
        """How many areas may need more first as it is."""
        return int((self.areas["verdict_before"] == Verdict.FIRST).sum())

    @property
    def first_after(self) -> int:
        """How many areas may need more first as it would be."""
        return int((self.areas["verdict_after"] == Verdict.FIRST).sum())

    @property
    def most_need(self) -> float:
        """People newly in reach among the tenth of people with most need."""
        return float(self.tenths["counted"].iloc[0])

    @property
    def turned(self) -> pd.DataFrame:
        """The areas that would stand otherwise than today."""
        return self.areas[self.areas["verdict_before"] != self.areas["verdict_after"]]

    @property
    def moved(self) -> pd.DataFrame:
        """The areas whose gap would change, those that gain most first."""
        change = self.areas["gap_after"] - self.areas["gap_before"]
        moved = self.areas.assign(change=change)[change.abs() > 1e-9]
        return moved.sort_values("change", kind="stable")


def changed(located: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return the assets of a place as a scenario would have them.

    What closes stays in the table and offers nothing (`times` is 0), so that sizes are still
    compared with the same mean of their kind.

    Parameters
    ----------
    located
        asset_id, category, capacity, lon, lat as in `View.located`; `times` if it is there.
    """
    times = located["times"] if "times" in located else pd.Series(1.0, index=located.index)
    of_asset = {one.asset_id: _factor(one) for one in scenario.actions
                if isinstance(one, Closing | Longer)}  # fmt: skip
    times = times.astype(float) * located["asset_id"].map(of_asset).fillna(1.0).astype(float)
    columns = ["asset_id", "category", "capacity", "lon", "lat", "times"]
    new = pd.DataFrame(
        [
            (f"{NEW}{n}", one.category, np.nan if one.capacity is None else one.capacity,
             one.lon, one.lat, 1.0)
            for n, one in enumerate(scenario.openings, start=1)
        ],
        columns=columns,
    )  # fmt: skip
    there = located.assign(times=times)[columns]
    if new.empty:
        return there.reset_index(drop=True)
    if there.empty:
        return new
    return pd.concat([there, new.astype({"capacity": float})], ignore_index=True)


def _factor(action: Closing | Longer) -> float:
    return 0.0 if isinstance(action, Closing) else hours.times(action.hours, action.extra)


def reach_of(vision: Vision, category: str) -> float:
    """Return how far people go for a kind of place: the reach of the outcome it serves most."""
    serving = [
        (strongest(outcome).get(category, (0, False))[0], outcome.weight, outcome.reach_m)
        for outcome in vision.outcomes
    ]
    strength, _, reach_m = max(serving, default=(0, 0.0, NEAR_M))
    return reach_m if strength else NEAR_M


def people_of(here: Ground) -> Floats:
    """Return the residents of each area, NaN where they or what is in reach is not known.

    That is so where nobody has looked for places, and where streets do not lead: people there
    come into no sum.
    """
    known = here.areas["x"].notna().to_numpy()
    if "surveyed" in here.areas:
        known = known & here.areas["surveyed"].to_numpy(dtype=bool)
    return np.where(known, here.areas["people"].to_numpy(dtype=float), np.nan)


def has_one(here: Ground, assets: pd.DataFrame, reach_m: float) -> NDArray[np.bool_]:
    """Say which areas have one of some assets in reach, shape (areas,).

    Parameters
    ----------
    assets
        x and y in metres, and `times`: what offers nothing is not there.
    """
    there = assets[assets["times"] > 0] if "times" in assets else assets
    pairs = (here.walk or reach.pairs)(_xy(here.areas), _xy(there), reach_m, here.detour)
    found = np.zeros(len(here.areas), dtype=bool)
    found[pairs.area_order] = np.diff(pairs.start) > 0
    return found


def effect(now: Present, scenario: Scenario) -> Effect:
    """Work out what a scenario would change."""
    before = now.found
    would = _ground_of(now, scenario)
    after = workflow.assessed_on(
        would, now.view, now.vision, now.counting, target=before.target
    ).with_weights(before.weights.tolist())
    had, gains, loses = _in_reach(now, would, scenario)
    rows, then = standing.standing(before), standing.standing(after)
    average = standing.average_gap(rows)
    people = people_of(now.here)
    gains, loses = gains & np.isfinite(people), loses & np.isfinite(people)
    areas = before.areas[["area_code", "area_name"]].assign(
        people=rows["people"].to_numpy(dtype=float),
        need=rows["need"].to_numpy(dtype=float),
        gap_before=rows["gap"].to_numpy(dtype=float),
        gap_after=then["gap"].to_numpy(dtype=float),
        verdict_before=rows["verdict"].to_numpy(),
        verdict_after=standing.standing(after, average=average)["verdict"].to_numpy(),
        had=had,
        gains=gains,
        loses=loses,
        known=np.isfinite(people),
    )
    counted = np.where(gains, np.nan_to_num(people), 0.0)
    return Effect(
        scenario=scenario,
        before=before,
        after=after,
        areas=areas,
        tenths=tenths.by_tenth(areas["need"].to_numpy(dtype=float), people, counted),
        gained=float(counted.sum()),
        lost=float(np.nan_to_num(people)[loses].sum()),
        mean_before=average,
        mean_after=standing.average_gap(then),
        unknown=tuple(sorted(scenario.touched - set(now.view.located["asset_id"]))),
    )


def _ground_of(now: Present, scenario: Scenario) -> Ground:
    """Return the ground with the assets as a scenario would have them, what is stale still out."""
    would = in_metres(changed(now.view.located, scenario), now.here.crs)
    counts = would["asset_id"].isin(now.here.assets["asset_id"])
    new = would["asset_id"].str.startswith(NEW)
    return replace(now.here, assets=would[counts | new].reset_index(drop=True))


def _in_reach(
    now: Present, would: Ground, scenario: Scenario
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where every kind is in reach, where one newly is, and where the last one goes."""
    had = np.ones(len(would.areas), dtype=bool)
    gains, loses = ~had, ~had
    for kind in _kinds(now.here.assets, scenario):
        reach_m = scenario.reach_m or reach_of(now.vision, kind)
        old, new = (
            has_one(one, one.assets[one.assets["category"] == kind], reach_m)
            for one in (now.here, would)
        )
        had &= old
        gains |= new & ~old
        loses |= old & ~new
    return had, gains, loses


def _kinds(assets: pd.DataFrame, scenario: Scenario) -> Iterable[str]:
    """Return the kinds of place that open or close, each once."""
    closing = {one.asset_id for one in scenario.actions if isinstance(one, Closing)}
    closed = assets.loc[assets["asset_id"].isin(closing), "category"]
    return sorted({one.category for one in scenario.openings} | set(closed))


def _xy(table: pd.DataFrame) -> Floats:
    return table[["x", "y"]].to_numpy(dtype=float)
