"""What would be lost without each asset: who would have none left, and how the gap would rise."""

from __future__ import annotations

import numpy as np

from sharedground.analysis import catchment
from sharedground.analysis.assessment import LEAST_COVERED, Assessment
from sharedground.analysis.evidence import FULL_STRENGTH, PER_PEOPLE, Served
from sharedground.analysis.reach import Floats, Pairs


def left_without(pairs: Pairs, people: Floats) -> Floats:
    """Return the people in reach of each asset who have no other one of these in reach.

    Parameters
    ----------
    pairs
        Areas and the assets of one kind in reach of them.
    people
        Shape (areas,): residents; NaN counts 0.

    Returns
    -------
    numpy.ndarray
        Shape (assets,).
    """
    n_assets = len(pairs.asset_order)
    only_one = (np.diff(pairs.start) == 1)[pairs.area]
    counted = np.nan_to_num(people)[pairs.area_order][pairs.area[only_one]]
    summed = np.bincount(pairs.asset[only_one], weights=counted, minlength=n_assets)
    lost = np.zeros(n_assets)
    lost[pairs.asset_order] = summed
    return lost


def rise_without(found: Assessment) -> Floats:
    """Return by how much the mean gap of the place would rise without each asset.

    Access adds up over assets and the people who share one do not depend on the others, so taking
    asset j out lowers the access of area i by exactly ``w_ij R_j``: no new assessment is needed.
    Targets stay as they are. The mean is over the people of areas with data.

    Returns
    -------
    numpy.ndarray
        Shape (assets,), in the order of `found.assets`, 0 or more; the gap goes from 0 to 1.
    """
    share = _share_of_mean(found)
    rise = np.zeros(len(found.assets))
    for position, served in enumerate(found.served):
        if np.isfinite(found.target[position]):
            rise += _rise_of(found, position, served, share[:, position])
    return rise


def _share_of_mean(found: Assessment) -> Floats:
    """Return what one point of gap of an area and outcome adds to the mean of the place."""
    weights, known = found.weights, ~np.isnan(found.gap)
    covered = known @ weights
    enough = (covered >= LEAST_COVERED - 1e-9) & (covered > 0)
    people = np.where(enough, np.nan_to_num(found.areas["people"].to_numpy(float)), 0.0)
    total = people.sum()
    if not total > 0:
        return np.zeros(found.gap.shape)
    of_area = people / total / np.where(enough, covered, 1.0)
    return np.asarray(np.where(known, weights, 0.0) * of_area[:, None])


def _rise_of(found: Assessment, position: int, served: Served, share: Floats) -> Floats:
    pairs, here = served.pairs, len(found.areas)
    area, asset = pairs.area_order[pairs.area], pairs.asset_order[pairs.asset]
    inside = (area < here) & (served.strength[asset] > 0)
    area, asset = area[inside], asset[inside]
    offers = served.strength / FULL_STRENGTH * catchment.ratios(served.supply, served.demand)
    weight = catchment.weights(pairs, served.decay)[inside]
    access, target = found.access[area, position], found.target[position]
    before = np.minimum(1.0, access / target)
    after = np.minimum(1.0, (access - PER_PEOPLE * weight * offers[asset]) / target)
    lost = share[area] * found.need[area, position] * (before - np.maximum(after, 0.0))
    summed = np.bincount(
        served.rows[asset], weights=np.nan_to_num(lost), minlength=len(found.assets)
    )
    return np.maximum(summed, 0.0)
