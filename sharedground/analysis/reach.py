"""Which assets lie within reach of which areas, and how far on foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.spatial import KDTree

from sharedground.analysis import bands

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]

_ROUNDING = 1 + 1e-9


@dataclass(frozen=True, eq=False)
class Pairs:
    """Every pair of an area and an asset within its reach, as a sparse matrix by row (CSR).

    Areas and assets are numbered in spatial order (neighbours lie near each other in
    memory, which makes sums several times faster). `area_order` and `asset_order` lead
    back to the caller's rows. A pair at distance 0 is a stored entry like any other.

    Parameters
    ----------
    start
        Shape (areas + 1,): the pairs of the area at spatial position i are
        ``start[i]:start[i + 1]``.
    area, asset
        Shape (pairs,): spatial positions, sorted by area, then asset.
    distance_m
        Shape (pairs,): metres on foot, that is straight line times detour.
    band
        Shape (pairs,): 0, 1 or 2, decided from float64 distances.
    area_order, asset_order
        The caller's row at each spatial position.
    reach_m, detour
        What the pairs were made for.
    """

    start: Indices
    area: Indices
    asset: Indices
    distance_m: NDArray[np.float32]
    band: NDArray[np.uint8]
    area_order: NDArray[np.intp]
    asset_order: NDArray[np.intp]
    reach_m: float
    detour: float

    def __len__(self) -> int:
        """Return how many pairs lie within reach."""
        return len(self.asset)

    def of_area(self, row: int) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.uint8]]:
        """Return the caller's asset rows within reach of the caller's area row, nearest first.

        Returns
        -------
        tuple
            Asset rows, metres on foot, bands; each of shape (assets in reach,).
        """
        position = int(np.flatnonzero(self.area_order == row)[0])
        here = slice(int(self.start[position]), int(self.start[position + 1]))
        nearest = np.argsort(self.distance_m[here], kind="stable")
        return (
            self.asset_order[self.asset[here]][nearest],
            self.distance_m[here][nearest],
            self.band[here][nearest],
        )


def pairs(areas_xy: Floats, assets_xy: Floats, reach_m: float, detour: float) -> Pairs:
    """Find every pair of an area and an asset within reach on foot.

    Distance on foot is the straight line times `detour`: an assumption, to be shown.

    Parameters
    ----------
    areas_xy, assets_xy
        Shapes (areas, 2) and (assets, 2), metres, in one CRS. A point that is not finite
        is in reach of nothing.
    reach_m
        How far people go, in metres on foot; a pair at exactly this distance counts.
    detour
        Street distance divided by straight-line distance, 1 or more.

    Returns
    -------
    Pairs
        Two k-d trees find them in about n log n; nothing of size areas x assets is made.
    """
    radius = reach_m / detour
    area_order, areas = spatial_order(areas_xy, radius)
    asset_order, assets = spatial_order(assets_xy, radius)
    # The radius is a hair wide, so that rounding in reach / detour cannot lose a pair at
    # exactly the reach; the distance then decides.
    found = KDTree(areas).sparse_distance_matrix(
        KDTree(assets), radius * _ROUNDING, output_type="ndarray"
    )
    distance = found["v"] * detour
    within = distance <= reach_m
    where = found["i"][within].astype(np.int32), found["j"][within].astype(np.int32)
    return _packed(area_order, asset_order, where, distance[within], reach_m, detour)


def pairs_of(
    areas_xy: Floats, assets_xy: Floats, area_rows: NDArray[np.intp],
    asset_rows: NDArray[np.intp], distance_m: Floats, reach_m: float, detour: float,
) -> Pairs:  # fmt: skip
    """Return pairs that were found in another way, such as along streets.

    Parameters
    ----------
    areas_xy, assets_xy
        As in `pairs`.
    area_rows, asset_rows, distance_m
        Shape (pairs,): the caller's rows of each pair, each pair once, and metres on foot, none
        over `reach_m`.
    """
    orders, positions = [], []
    for xy, rows in ((areas_xy, area_rows), (assets_xy, asset_rows)):
        order, _ = spatial_order(xy, reach_m / detour)
        position = np.empty(len(order), dtype=np.int32)
        position[order] = np.arange(len(order), dtype=np.int32)
        orders.append(order)
        positions.append(position[rows])
    return _packed(orders[0], orders[1], (positions[0], positions[1]), distance_m, reach_m, detour)


def _packed(
    area_order: NDArray[np.intp], asset_order: NDArray[np.intp],
    where: tuple[Indices, Indices], distance: Floats, reach_m: float, detour: float,
) -> Pairs:  # fmt: skip
    shape = len(area_order), len(asset_order)
    # Each pair occurs once, so nothing is added up, and distances of 0 stay stored.
    rows = coo_array((distance, where), shape=shape).tocsr()
    rows.sort_indices()
    return Pairs(
        start=rows.indptr,
        area=np.repeat(np.arange(shape[0], dtype=np.int32), np.diff(rows.indptr)),
        asset=rows.indices,
        distance_m=rows.data.astype(np.float32),
        band=bands.band_of(rows.data, reach_m),
        area_order=area_order,
        asset_order=asset_order,
        reach_m=reach_m,
        detour=detour,
    )


def located(xy: Floats) -> NDArray[np.bool_]:
    """Say which points have a place: both coordinates are finite numbers."""
    return np.asarray(np.isfinite(xy).all(axis=1), dtype=bool)


def spatial_order(xy: Floats, cell_m: float) -> tuple[NDArray[np.intp], Floats]:
    """Return rows in order of square cells, row by row, and the finite points in that order.

    Points without a place come last, so the finite ones keep their spatial positions.
    """
    finite = located(xy)
    cell = np.floor(np.where(finite[:, None], xy, 0.0) / cell_m)
    order = np.lexsort((cell[:, 0], cell[:, 1], ~finite))
    return order, np.ascontiguousarray(xy[order][: int(finite.sum())])
