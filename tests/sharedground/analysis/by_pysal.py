"""Access of a whole assessment worked out anew by PySAL's `access`, from the same distances."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from access import fca, weights

from sharedground.analysis.assessment import Assessment
from sharedground.analysis.evidence import FULL_STRENGTH, PER_PEOPLE
from sharedground.analysis.reach import Floats
from sharedground.model.counting import Decay


def weight_fn(decay: Decay, reach_m: float) -> Callable[[float], float]:
    """Return a decay in PySAL's own functions: its steps, and Dai's curve made of its Gaussian."""
    thirds = [reach_m / 3, reach_m * 2 / 3, reach_m]
    steps = {Decay.SLOW: (1, 0.68, 0.22), Decay.FAST: (1, 0.42, 0.09), Decay.ONE: (1, 1, 1)}
    if decay in steps:
        return weights.step_fn(dict(zip(thirds, steps[decay], strict=True)))
    gaussian = weights.gaussian(reach_m)
    end = gaussian(reach_m)
    return lambda metres: (gaussian(metres) - end) / (1 - end)


def access_of(found: Assessment, position: int) -> Floats:
    """Return places per 1,000 people for one outcome, shape (areas,), by PySAL.

    It leaves out an area that reaches nothing: here that is 0. A place that nobody known reaches
    would divide by 0, so it is left out before.
    """
    served, areas = found.served[position], found.areas
    pairs = served.pairs
    cost = pd.DataFrame(
        {
            "origin": pairs.area_order[pairs.area],
            "dest": pairs.asset_order[pairs.asset],
            "cost": pairs.distance_m,
        }
    )
    people = np.nan_to_num(areas["people"].to_numpy(dtype=float))
    reached = cost.groupby("dest")["origin"].apply(lambda rows: people[rows].sum() > 0)
    cost = cost[cost["dest"].isin(reached.index[reached])]
    offered = served.supply * served.strength / FULL_STRENGTH
    by_area = fca.two_stage_fca(
        demand_df=pd.DataFrame({"geoid": range(len(people)), "demand": people}),
        supply_df=pd.DataFrame({"supply": offered}, index=pd.RangeIndex(len(offered))),
        cost_df=cost,
        max_cost=pairs.reach_m,
        weight_fn=weight_fn(served.decay, pairs.reach_m),
    )
    return PER_PEOPLE * by_area.reindex(range(len(areas)), fill_value=0.0).to_numpy()


def assert_equal(found: Assessment) -> int:
    """Compare access for every outcome to 1e-9; return how many figures above 0 were compared."""
    compared = 0
    for position in range(len(found.vision.outcomes)):
        ours = found.access[:, position]
        known = ~np.isnan(ours)
        theirs = access_of(found, position)
        np.testing.assert_allclose(ours[known], theirs[known], rtol=1e-9, atol=1e-12)
        compared += int((ours[known] > 0).sum())
    return compared
