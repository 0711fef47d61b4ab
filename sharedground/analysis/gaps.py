"""Where need is high and what would help is out of reach: the gap of each area and outcome.

``gap = need x (1 - min(1, access / target))``, from 0 (no need, or enough in reach) to 1.
Need is a population-weighted percentile (`need`), access is E2SFCA (`catchment`). The gap
itself is this product's own formula, not a published one; the target is a choice of policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sharedground.analysis import catchment, edge, national, need, reach, supply
from sharedground.analysis.around import Around
from sharedground.analysis.assessment import Assessment, State
from sharedground.analysis.evidence import FULL_STRENGTH, PER_PEOPLE, Expressed, Served, strongest
from sharedground.analysis.reach import Floats
from sharedground.model.counting import USUAL, Counting, Decay
from sharedground.model.outcome import Expression, Outcome
from sharedground.model.vision import Vision
from sharedground.words import say

__all__ = ["Assessment", "assess", "gap_of"]


Walk = Callable[[Floats, Floats, float, float], reach.Pairs]
"""Finds pairs in reach from the places of areas and assets, the reach and the detour factor."""


@dataclass(frozen=True, eq=False)
class _Setting:
    """What `assess` was given, put in shape: rows numbered from 0, assets all placed.

    `sharing` is the areas and, after them, those around the place whose people share its assets.
    """

    areas: pd.DataFrame
    sharing: pd.DataFrame
    outline: BaseGeometry
    assets: pd.DataFrame
    indicators: pd.DataFrame
    indicator_values: pd.DataFrame
    detour: float
    counting: Counting
    walk: Walk

    @property
    def people(self) -> Floats:
        return self.areas["people"].to_numpy(dtype=float)

    @property
    def areas_xy(self) -> Floats:
        return _xy(self.areas)

    @property
    def sharing_people(self) -> Floats:
        return self.sharing["people"].to_numpy(dtype=float)

    @property
    def assets_xy(self) -> Floats:
        return _xy(self.assets)


def assess(
    *,
    areas: pd.DataFrame,
    outline: BaseGeometry,
    assets: pd.DataFrame,
    indicators: pd.DataFrame,
    indicator_values: pd.DataFrame,
    vision: Vision,
    detour: float,
    counting: Counting = USUAL,
    walk: Walk | None = None,
    around: Around | None = None,
    target: Floats | None = None,
) -> Assessment:
    """Work out need, access and gap of every area for every outcome.

    People are residents. An area without people, or without a value of an indicator that
    the outcome uses, is "no data": never 0, never filled in. Assets outside the place
    count as supply for areas in reach of them; who else shares them is not known unless `around`
    tells, so they look less shared than they are.

    Parameters
    ----------
    areas
        area_code (unique), area_name, x, y (metres, a point inside the area, in the
        place's metric CRS), people (residents, NaN is no data).
    outline
        The place, in the same CRS.
    assets
        asset_id, category, x, y (same CRS), capacity (NaN not stated), and if it is there
        times, which multiplies what each offers. Those inside and outside the place; rows
        without finite x and y are left out.
    indicators, indicator_values
        The tables of `model.frames`.
    vision
        The outcomes wanted, how need for them shows and what serves them.
    detour
        Street distance divided by straight-line distance: an assumption, to be shown.
        `counting.detour` goes before it.
    counting
        Every other assumption.
    walk
        How pairs of areas and assets in reach are found; by default `reach.pairs`.
    around
        Areas outside the place whose people share its assets.
    target
        Shape (outcomes,): targets to judge by, in places per 1,000 people, instead of the
        vision's own and the place's mean. A change is judged by the targets of before, because
        one more place would raise the mean that it is compared with.

    Returns
    -------
    Assessment
        `table` is what `gaps.csv` holds; `outcomes`, `asset_outcomes`, `unused_categories`
        and `why` say what stands behind it.
    """
    rows = areas.reset_index(drop=True)
    placed = _placed(assets, outline)
    setting = _Setting(
        areas=rows,
        sharing=rows if around is None else _with_those(rows, around.areas),
        outline=outline if around is None else around.widened(outline, _xy(placed)),
        assets=placed,
        indicators=indicators,
        indicator_values=indicator_values,
        detour=detour if counting.detour is None else counting.detour,
        counting=counting,
        walk=walk or reach.pairs,
    )
    expressed = _express(setting, vision.outcomes)
    needs = _needs(expressed, len(areas), len(vision.outcomes))
    served, access = _serve(setting, vision.outcomes)
    mean_access = _weighted_mean(access, setting.people)
    if target is None:
        target = _targets(vision.outcomes, mean_access)
    gap = gap_of(needs, access, target)
    reached = np.array([behind.reached.any() for behind in served], dtype=bool)
    nothing_serves = ~reached | (mean_access == 0)
    return Assessment(
        vision=vision,
        areas=setting.areas[["area_code", "area_name"]].assign(people=setting.people),
        assets=setting.assets[["asset_id", "category", "outside"]],
        need=needs,
        access=access,
        gap=gap,
        state=_states(gap, nothing_serves, _open_edges(setting, vision, served)),
        target=target,
        mean_access=mean_access,
        nothing_serves=nothing_serves,
        expressed=expressed,
        served=served,
        counting=counting.model_copy(update={"detour": setting.detour}),
    )


def gap_of(needs: Floats, access: Floats, target: Floats) -> Floats:
    """Return need x (1 - min(1, access / target)).

    Parameters
    ----------
    needs, access
        Shape (areas, outcomes).
    target
        Shape (outcomes,), above 0, in the unit of access. NaN where there is no target,
        because nothing serves the outcome: then the gap is the whole need.

    Returns
    -------
    numpy.ndarray
        Shape (areas, outcomes), 0 to need; NaN where need or access is NaN.
    """
    reached = np.minimum(1.0, access / np.where(np.isnan(target), np.inf, target))
    gap: Floats = needs * (1.0 - reached)
    return gap


def _with_those(areas: pd.DataFrame, around: pd.DataFrame) -> pd.DataFrame:
    columns = ["area_code", "x", "y", "people"]
    return pd.concat([areas[columns], around[columns]], ignore_index=True)


def _placed(assets: pd.DataFrame, outline: BaseGeometry) -> pd.DataFrame:
    rows = np.flatnonzero(reach.located(_xy(assets)))
    placed = assets.iloc[rows].reset_index(drop=True)
    return placed.assign(
        outside=edge.outside(outline, _xy(placed)),
        times=placed["times"].astype(float) if "times" in placed else 1.0,
    )


def _xy(table: pd.DataFrame) -> Floats:
    return table[["x", "y"]].to_numpy(dtype=float)


def _express(setting: _Setting, outcomes: Sequence[Outcome]) -> tuple[Expressed, ...]:
    return tuple(
        _expressed(setting, position, expression)
        for position, outcome in enumerate(outcomes)
        for expression in outcome.expressed_by
    )


def _expressed(setting: _Setting, position: int, expression: Expression) -> Expressed:
    nothing = np.full(len(setting.areas), np.nan)
    indicator = need.find(setting.indicators, expression)
    if indicator is None:
        reason = say("No figures called {name} are loaded.", name=expression.indicator)
        return Expressed(position, expression, None, None, None, nothing, reason)
    readings = need.aligned(
        setting.indicator_values, str(indicator["indicator_id"]), setting.areas["area_code"]
    )
    direction = need.direction_of(expression, indicator)
    if direction is None:
        reason = say(
            "Nobody has said yet whether a high figure of {name} is bad.",
            name=indicator["name"],
        )
        return Expressed(position, expression, indicator, None, readings, nothing, reason)
    if setting.counting.national:
        ranked = _nationally(setting, position, expression, indicator)
        if ranked is not None:
            return ranked
    values = readings["value"].to_numpy(dtype=float)
    percentile = need.percentile(values, setting.people, direction)
    reason = ""
    if np.isnan(percentile).all():
        reason = say(
            "No area has both a figure of {name} and a number of people.", name=indicator["name"]
        )
    return Expressed(position, expression, indicator, direction, readings, percentile, reason)


def _nationally(
    setting: _Setting, position: int, expression: Expression, indicator: pd.Series
) -> Expressed | None:
    """Return the figure by its place in a national ranking; None where the file has none."""
    codes = setting.areas["area_code"]
    ranking = national.sibling(setting.indicators, indicator)
    if ranking is None:
        return None
    direction = need.direction_of(Expression(indicator=expression.indicator), ranking)
    readings = need.aligned(setting.indicator_values, str(ranking["indicator_id"]), codes)
    if direction is None:
        return None
    values = readings["value"].to_numpy(dtype=float)
    percentile = national.percentile(values, ranking, direction, codes)
    if percentile is None or np.isnan(percentile).all():
        return None
    return Expressed(position, expression, ranking, direction, readings, percentile, "", True)


def _needs(expressed: Iterable[Expressed], n_areas: int, n_outcomes: int) -> Floats:
    columns: list[list[Floats]] = [[] for _ in range(n_outcomes)]
    for item in expressed:
        columns[item.outcome].append(item.percentile)
    needs = np.full((n_areas, n_outcomes), np.nan)
    for position, percentiles in enumerate(columns):
        if percentiles:
            needs[:, position] = need.combined(np.column_stack(percentiles))
    return needs


def _serve(setting: _Setting, outcomes: Sequence[Outcome]) -> tuple[tuple[Served, ...], Floats]:
    """Return the assets behind each outcome, and access in places per 1,000 people."""
    by_capacity = supply.by_capacity(
        setting.assets["category"], setting.assets["capacity"], setting.counting.unstated_capacity
    )
    served: dict[int, Served] = {}
    access = np.full((len(setting.areas), len(outcomes)), np.nan)
    for reach_m in sorted({outcome.reach_m for outcome in outcomes}):
        chosen = [i for i, outcome in enumerate(outcomes) if outcome.reach_m == reach_m]
        group = _Reached.find(setting, reach_m, [outcomes[i] for i in chosen])
        for position in chosen:
            served[position], access[:, position] = group.serve(outcomes[position], by_capacity)
    access[~(reach.located(setting.areas_xy) & np.isfinite(setting.people))] = np.nan
    return tuple(served[position] for position in range(len(outcomes))), access


@dataclass(frozen=True, eq=False)
class _Reached:
    """The assets of all outcomes with one reach, summed by band and category once."""

    rows: NDArray[np.intp]
    pairs: reach.Pairs
    demand: Floats
    kind: NDArray[np.intp]
    categories: tuple[str, ...]
    times: Floats
    decay: Decay
    plain: Floats
    count: NDArray[np.int64]
    unshared: NDArray[np.int64]

    @classmethod
    def find(cls, setting: _Setting, reach_m: float, outcomes: Iterable[Outcome]) -> _Reached:
        categories = tuple(sorted({name for outcome in outcomes for name in strongest(outcome)}))
        kind = pd.Index(categories, dtype=object).get_indexer(pd.Index(setting.assets["category"]))
        rows = np.flatnonzero(kind >= 0)
        kind = kind[rows].astype(np.intp)
        decay, times = setting.counting.decay, setting.assets["times"].to_numpy(float)[rows]
        pairs = setting.walk(_xy(setting.sharing), setting.assets_xy[rows], reach_m, setting.detour)
        demand = catchment.demand(pairs, setting.sharing_people, decay)
        n, here = len(categories), len(setting.areas)
        every = np.ones(len(rows), dtype=bool)
        ratio = catchment.ratios(times, demand)
        return cls(
            rows=rows,
            pairs=pairs,
            demand=demand,
            kind=kind,
            categories=categories,
            times=times,
            decay=decay,
            plain=catchment.cube(pairs, ratio, kind, n, decay)[:here],
            count=catchment.count_in_reach(pairs, every, kind, n)[:here],
            unshared=catchment.count_in_reach(pairs, demand == 0, kind, n)[:here],
        )

    def serve(self, outcome: Outcome, by_capacity: Floats) -> tuple[Served, Floats]:
        """Return the assets behind an outcome, and access to them per 1,000 people."""
        serving = strongest(outcome)
        strengths = np.array([serving.get(name, (0, False))[0] for name in self.categories])
        capped = np.array([serving.get(name, (0, False))[1] for name in self.categories], bool)
        offered = np.where(capped[self.kind], by_capacity[self.rows], 1.0) * self.times
        served = Served(
            rows=self.rows,
            pairs=self.pairs,
            demand=self.demand,
            supply=offered,
            strength=strengths[self.kind].astype(float),
            reached=self.count @ (strengths > 0),
            decay=self.decay,
        )
        summed = self.plain
        if capped.any():
            ratio = catchment.ratios(offered, self.demand)
            summed = catchment.cube(self.pairs, ratio, self.kind, len(self.categories), self.decay)[
                : len(self.plain)
            ]
        share = (strengths / FULL_STRENGTH)[:, None]
        access = PER_PEOPLE * catchment.access_from_cube(summed, share, self.decay)[:, 0]
        # A place that no known resident can reach has no ratio. Only areas without people
        # lie near it, and for them places per person has no meaning.
        access[self.unshared @ (strengths > 0) > 0] = np.nan
        return served, access


def _weighted_mean(access: Floats, people: Floats) -> Floats:
    known = np.isfinite(access) & np.isfinite(people)[:, None]
    weight = np.where(known, np.nan_to_num(people)[:, None], 0.0)
    total = weight.sum(axis=0)
    mean = np.full(access.shape[1], np.nan)
    weighted = (np.where(known, access, 0.0) * weight).sum(axis=0)
    return np.asarray(np.divide(weighted, total, out=mean, where=total > 0))


def _targets(outcomes: Sequence[Outcome], mean_access: Floats) -> Floats:
    stated = np.array([outcome.target or np.nan for outcome in outcomes], dtype=float)
    default = np.where(mean_access > 0, mean_access, np.nan)
    return np.where(np.isnan(stated), default, stated)


def _open_edges(setting: _Setting, vision: Vision, served: Sequence[Served]) -> NDArray[np.bool_]:
    farthest = max((outcome.reach_m for outcome in vision.outcomes), default=1.0)
    to_outline = edge.distance_to_outline(
        setting.outline, setting.areas_xy, farthest / setting.detour
    )
    outside = setting.assets["outside"].to_numpy(dtype=bool)
    result = np.zeros((len(setting.areas), len(served)), dtype=bool)
    for position, (outcome, behind) in enumerate(zip(vision.outcomes, served, strict=True)):
        beyond = outside[behind.rows] & (behind.strength > 0)
        one_kind = np.zeros(len(beyond), dtype=np.intp)
        reached = catchment.count_in_reach(behind.pairs, beyond, one_kind, 1)[:, 0]
        reached = reached[: len(setting.areas)]
        result[:, position] = edge.may_be_served_from_outside(
            to_outline, outcome.reach_m, setting.detour, reached
        )
    return result


def _states(
    gap: Floats, nothing_serves: NDArray[np.bool_], open_edges: NDArray[np.bool_]
) -> NDArray[np.object_]:
    state = np.full(gap.shape, State.OK.value, dtype=object)
    state[open_edges] = State.EDGE.value
    state[:, nothing_serves] = State.NOTHING_SERVES.value
    state[np.isnan(gap)] = State.NO_DATA.value
    return state
