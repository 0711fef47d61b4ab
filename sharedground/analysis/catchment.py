"""Access to places by the enhanced two-step floating catchment area method (E2SFCA).

Step 1, for each asset j: R_j = S_j / sum_k W_kj P_k, what it offers over the people in
its reach, near ones counting more. Step 2, for each area i: A_i = sum_j W_ij R_j.
Source: Luo and Qi (2009), see `bands`, where other decays are too. The denominators of step 1
do not depend on other assets, so access adds up over assets: it can be kept as a cube by area,
band and kind of asset, and strengths changed without looking at distances again.

All arrays go in and come out in the caller's order of rows.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sharedground.analysis import bands
from sharedground.analysis.reach import Floats, Pairs
from sharedground.model.counting import Decay

_T = TypeVar("_T", bound=np.generic)


def demand(pairs: Pairs, people: Floats, decay: Decay = Decay.SLOW) -> Floats:
    """Return the people in reach of each asset, weighted by distance: the denominators D_j.

    Parameters
    ----------
    pairs
        Areas and assets in reach of each other.
    people
        Shape (areas,). Where it is NaN those people are not in the sum, because nobody
        knows how many they are: assets near such an area look less shared than they are.
    decay
        How much less people count the farther away they are.

    Returns
    -------
    numpy.ndarray
        Shape (assets,): weighted people; 0 where nobody is known to be in reach.
    """
    known = np.nan_to_num(people, nan=0.0)[pairs.area_order]
    return _as_given(_matrix(pairs, decay).T @ known, pairs.asset_order)


def weights(pairs: Pairs, decay: Decay) -> Floats:
    """Return what each pair counts by a decay, shape (pairs,)."""
    return bands.weight_of(decay, pairs.band, pairs.distance_m, pairs.reach_m)


def _matrix(pairs: Pairs, decay: Decay) -> csr_array:
    """Return what each pair counts as a sparse matrix, areas by assets in spatial order."""
    shape = len(pairs.area_order), len(pairs.asset_order)
    return csr_array((weights(pairs, decay), pairs.asset, pairs.start), shape=shape)


def ratios(supply: Floats, demanded: Floats) -> Floats:
    """Return R_j, what each asset offers per person in its reach; 0 where nobody is.

    Parameters
    ----------
    supply, demanded
        Shape (assets,): what each offers (a plain place is 1), and `demand`.
    """
    return np.divide(supply, demanded, out=np.zeros(len(supply)), where=demanded > 0)


def cube(
    pairs: Pairs, ratio: Floats, kind: NDArray[np.intp], kinds: int, decay: Decay = Decay.SLOW
) -> Floats:
    """Sum the ratios in reach of each area by band and kind of asset.

    Parameters
    ----------
    pairs
        Areas and assets in reach of each other.
    ratio
        Shape (assets,): R_j.
    kind
        Shape (assets,): the kind of each asset, 0 to kinds - 1.
    kinds
        How many kinds there are.
    decay
        One that goes by steps leaves its weights out, to be changed later; a smooth one has
        a weight of its own for each pair, which goes into the sums, all in the first band.

    Returns
    -------
    numpy.ndarray
        S, shape (areas, bands, kinds), per person.
    """
    n_areas, n_bands = len(pairs.area_order), len(bands.WEIGHTS)
    ratios_of = ratio[pairs.asset_order][pairs.asset]
    band = pairs.band.astype(np.int64)
    if decay not in bands.STEPS:
        ratios_of, band = ratios_of * weights(pairs, decay), np.zeros_like(band)
    cell = (pairs.area * n_bands + band) * np.int64(kinds)
    cell += kind[pairs.asset_order][pairs.asset]
    total: Floats = np.bincount(
        cell, weights=ratios_of, minlength=n_areas * n_bands * kinds
    ).astype(float)
    return _as_given(total.reshape(n_areas, n_bands, kinds), pairs.area_order)


def by_kind(summed: Floats, decay: Decay = Decay.SLOW) -> Floats:
    """Return access of each area to each kind of asset: A_ic = sum_b S_ibc w_b.

    Parameters
    ----------
    summed
        Shape (areas, bands, kinds): a `cube` made for the same decay.
    decay
        What an asset counts by its distance.

    Returns
    -------
    numpy.ndarray
        Shape (areas, kinds), in the cube's units (places per person). Times strengths, shape
        (kinds, outcomes), it is access for each outcome.
    """
    steps = bands.STEPS.get(decay, (1.0,) * len(bands.WEIGHTS))
    return np.asarray(np.einsum("ibc,b->ic", summed, np.asarray(steps)))


def access(pairs: Pairs, people: Floats, supply: Floats, decay: Decay = Decay.SLOW) -> Floats:
    """Return E2SFCA access of each area to all assets together, per person.

    Parameters
    ----------
    pairs
        Areas and assets in reach of each other.
    people, supply
        Shapes (areas,) and (assets,).
    decay
        How much less people and assets count the farther apart they are.

    Returns
    -------
    numpy.ndarray
        Shape (areas,): 0 where no asset is in reach.
    """
    matrix = _matrix(pairs, decay)
    known = np.nan_to_num(people, nan=0.0)[pairs.area_order]
    ratio = ratios(supply[pairs.asset_order], matrix.T @ known)
    return _as_given(matrix @ ratio, pairs.area_order)


def count_in_reach(
    pairs: Pairs, chosen: NDArray[np.bool_], kind: NDArray[np.intp], kinds: int
) -> NDArray[np.int64]:
    """Count the chosen assets in reach of each area by kind.

    Parameters
    ----------
    pairs
        Areas and assets in reach of each other.
    chosen
        Shape (assets,): which assets to count.
    kind, kinds
        As in `cube`.

    Returns
    -------
    numpy.ndarray
        Shape (areas, kinds).
    """
    n_areas = len(pairs.area_order)
    counted = chosen[pairs.asset_order][pairs.asset]
    cell = pairs.area[counted] * np.int64(kinds)
    cell += kind[pairs.asset_order][pairs.asset[counted]]
    total = np.bincount(cell, minlength=n_areas * kinds).reshape(n_areas, kinds)
    return _as_given(total, pairs.area_order)


def _as_given(values: NDArray[_T], order: NDArray[np.intp]) -> NDArray[_T]:
    given = np.empty_like(values)
    given[order] = values
    return given
