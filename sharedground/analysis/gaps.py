"""Where need is high and what would help is out of reach: the gap of each area and outcome.

``gap = need x (1 - min(1, access / target))``, from 0 (no need, or enough in reach) to 1.
Need is a population-weighted percentile (`need`), access is E2SFCA (`catchment`). The gap
itself is this product's own formula, not a published one; the target is a choice of policy.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sharedground.analysis import edge, reach
from sharedground.analysis.around import Around
from sharedground.analysis.assessment import Assessment, State
from sharedground.analysis.evidence import Served
from sharedground.analysis.expressing import express
from sharedground.analysis.memo import key
from sharedground.analysis.reach import Floats
from sharedground.analysis.reached import Reached
from sharedground.analysis.setting import Setting, Walk, prepared
from sharedground.model.counting import USUAL, Counting
from sharedground.model.outcome import Outcome
from sharedground.model.vision import Vision

__all__ = ["Assessment", "Walk", "assess", "assess_on", "gap_of"]


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
        Worked out anew from all that is given; where only the vision changes, keep what
        `setting.prepared` returns and call `assess_on`, which then takes milliseconds.
        `table` is what `gaps.csv` holds; `outcomes`, `asset_outcomes`, `unused_categories`
        and `why` say what stands behind it.
    """
    setting = prepared(
        areas=areas, outline=outline, assets=assets, indicators=indicators,
        indicator_values=indicator_values, detour=detour, counting=counting, walk=walk,
        around=around,
    )  # fmt: skip
    return assess_on(setting, vision, target=target)


def assess_on(setting: Setting, vision: Vision, *, target: Floats | None = None) -> Assessment:
    """Work out need, access and gap on what was put in shape before, as `assess` does.

    Parameters
    ----------
    setting
        What `setting.prepared` returned. It keeps what it works out: pairs in reach by places,
        reach and detour; who shares what by decay; need by indicators. Other strengths, targets or
        weights look for no pair again.
    vision, target
        As for `assess`.
    """
    expressed, needs = express(setting, vision.outcomes)
    served, access, reach_outside = _serve(setting, vision.outcomes)
    mean_access = _weighted_mean(access, setting.people)
    if target is None:
        target = _targets(vision.outcomes, mean_access)
    gap = gap_of(needs, access, target)
    reached = np.array([behind.reached.any() for behind in served], dtype=bool)
    nothing_serves = ~reached | (mean_access == 0)
    open_edges = _open_edges(setting, vision.outcomes, reach_outside)
    return Assessment(
        vision=vision,
        areas=setting.told_areas,
        assets=setting.told_assets,
        need=needs,
        access=access,
        gap=gap,
        state=_states(gap, nothing_serves, open_edges),
        target=target,
        mean_access=mean_access,
        nothing_serves=nothing_serves,
        expressed=expressed,
        served=served,
        surveyed=setting.surveyed,
        counting=setting.counting.model_copy(update={"detour": setting.detour}),
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


def _serve(
    setting: Setting, outcomes: Sequence[Outcome]
) -> tuple[tuple[Served, ...], Floats, NDArray[np.bool_]]:
    """Return the assets behind each outcome, access per 1,000 people, and who reaches outside."""
    served: dict[int, Served] = {}
    access = np.full((len(setting.areas), len(outcomes)), np.nan)
    outside = np.zeros(access.shape, dtype=bool)
    for reach_m in sorted({outcome.reach_m for outcome in outcomes}):
        at = [i for i, outcome in enumerate(outcomes) if outcome.reach_m == reach_m]
        chosen = [outcomes[i] for i in at]
        group = Reached.of(setting, reach_m, chosen)
        behind, access[:, at], outside[:, at] = group.serve(setting, chosen)
        served.update(zip(at, behind, strict=True))
    known = reach.located(setting.areas_xy) & np.isfinite(setting.people) & setting.surveyed
    access[~known] = np.nan
    return tuple(served[position] for position in range(len(outcomes))), access, outside


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


def _open_edges(
    setting: Setting, outcomes: Sequence[Outcome], reach_outside: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say where the reach crosses the outline and nothing outside it was loaded there."""
    farthest = max((outcome.reach_m for outcome in outcomes), default=1.0) / setting.detour
    to_outline = setting.memo.get(
        key("to outline", setting.key_of_outline, farthest),
        lambda: edge.distance_to_outline(setting.outline, setting.areas_xy, farthest),
    )
    reaches = np.array([outcome.reach_m for outcome in outcomes])
    return edge.may_be_served_from_outside(to_outline, reaches, setting.detour, reach_outside)


def _states(
    gap: Floats, nothing_serves: NDArray[np.bool_], open_edges: NDArray[np.bool_]
) -> NDArray[np.object_]:
    which = open_edges.astype(np.intp)
    which[:, nothing_serves] = 2
    which[np.isnan(gap)] = 3
    return _STATES[which]


_STATES = np.array(
    [State.OK.value, State.EDGE.value, State.NOTHING_SERVES.value, State.NO_DATA.value],
    dtype=object,
)
