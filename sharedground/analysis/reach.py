"""Which assets lie within reach of which areas, and how far on foot."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from sharedground.analysis import bands
from sharedground.errors import SharedGroundError
from sharedground.words import say

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]

LIMIT: Final = "SHAREDGROUND_LIMIT_PAIRS_BYTES"
MOST_BYTES: Final = 8_000_000_000
"""How much memory pairs in reach may need, with what is worked out from them, unless set."""

BYTES_PER_PAIR: Final = 60
"""What one pair needs at the most: 17 to keep it, the rest while it is found and summed up."""

_ROUNDING: Final = 1 + 1e-9
_CHUNK: Final = 100_000
_SAMPLE: Final = 1_000_000
_FARTHEST: Final = 2**29
_ROW: Final = 2**32


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
        Shape (pairs,): 0, 1 or 2.
    area_order, asset_order
        The caller's row at each spatial position.
    reach_m, detour
        What the pairs were made for.
    """

    start: Indices
    area: Indices
    asset: Indices
    distance_m: Floats
    band: NDArray[np.uint8]
    area_order: NDArray[np.intp]
    asset_order: NDArray[np.intp]
    reach_m: float
    detour: float

    def __len__(self) -> int:
        """Return how many pairs lie within reach."""
        return len(self.asset)

    def of_area(self, row: int) -> tuple[NDArray[np.intp], Floats, NDArray[np.uint8]]:
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
        Looked for in squares as wide as the reach: nothing of size areas x assets is made.

    Raises
    ------
    SharedGroundError
        "engine.too_many_pairs" when they would need more memory than `most_bytes` allows. Nothing
        large was made by then.
    """
    # Squares are a hair wide, so that rounding cannot lose a pair at exactly the reach.
    radius = reach_m / detour * _ROUNDING
    area_order, areas = spatial_order(areas_xy, radius)
    asset_order, assets = spatial_order(assets_xy, radius)
    start, asset, distance = _near(areas, assets, reach_m, detour)
    after = np.full(len(area_order) - len(areas), start[-1], dtype=np.int32)
    return _as_pairs(
        area_order, asset_order, np.concatenate([start, after]), asset, distance, reach_m, detour
    )


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
    return _as_pairs(area_order, asset_order, rows.indptr, rows.indices, rows.data, reach_m, detour)


def _as_pairs(
    area_order: NDArray[np.intp], asset_order: NDArray[np.intp], start: Indices,
    asset: Indices, distance: Floats, reach_m: float, detour: float,
) -> Pairs:  # fmt: skip
    return Pairs(
        start=start,
        area=np.repeat(np.arange(len(area_order), dtype=np.int32), np.diff(start)),
        asset=asset,
        distance_m=distance,
        band=bands.band_of(distance, reach_m),
        area_order=area_order,
        asset_order=asset_order,
        reach_m=reach_m,
        detour=detour,
    )


def most_bytes() -> int:
    """Return how much memory pairs may need: `SHAREDGROUND_LIMIT_PAIRS_BYTES`, else 8 GB.

    Raises
    ------
    SharedGroundError
        "limit.not_a_number" if that is not a whole number above 0.
    """
    text = os.environ.get(LIMIT, "").strip()
    if text and not (text.isascii() and text.isdigit() and int(text)):
        message = say("{name} must be a whole number above 0, not {text}.", name=LIMIT, text=text)
        raise SharedGroundError("limit.not_a_number", message, name=LIMIT, text=text)
    return int(text) if text else MOST_BYTES


def _near(
    areas: Floats, assets: Floats, reach_m: float, detour: float
) -> tuple[Indices, Indices, Floats]:
    """Return the pairs of points in spatial order: start of each area, assets, metres on foot."""
    low, high = _candidates(areas, assets, reach_m / detour * _ROUNDING)
    many = (high - low).sum(axis=1)
    if many.sum() > most_bytes() // BYTES_PER_PAIR:
        _refuse_too_many(areas, assets, low, high, reach_m, detour)
    parts = [_within(areas, assets, low, high, chunk, reach_m, detour) for chunk in _chunks(many)]
    counts, asset, distance = (
        np.concatenate([part[i] for part in parts]) if parts else np.empty(0) for i in range(3)
    )
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return start, asset.astype(np.int32, copy=False), distance


def _candidates(
    areas: Floats, assets: Floats, radius: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each area three runs of assets, shape (areas, 3): those in the squares around it.

    Assets are in the order of squares, row by row, so the three squares side by side in one row
    are one run.
    """
    cells = [_squares(xy, radius) for xy in (areas, assets)]
    number = cells[1][:, 1] * _ROW + cells[1][:, 0]
    around = (cells[0][:, 1, None] + np.arange(-1, 2)) * _ROW + cells[0][:, 0, None]
    shape = around.shape
    low = np.searchsorted(number, (around - 1).ravel(), side="left").reshape(shape)
    high = np.searchsorted(number, (around + 1).ravel(), side="right").reshape(shape)
    return low, high


def _chunks(many: NDArray[np.int64]) -> list[slice]:
    """Return slices of areas of about `_CHUNK` candidates each."""
    which = np.cumsum(many) // _CHUNK
    ends = [*(np.flatnonzero(np.diff(which)) + 1).tolist(), len(many)]
    return [slice(a, b) for a, b in zip([0, *ends], ends, strict=False) if b > a]


def _within(
    areas: Floats, assets: Floats, low: NDArray[np.int64], high: NDArray[np.int64],
    chunk: slice | NDArray[np.intp], reach_m: float, detour: float,
) -> tuple[NDArray[np.int64], Indices, Floats]:  # fmt: skip
    """Return how many assets each area of a chunk reaches, which, and how far on foot."""
    lengths = (high[chunk] - low[chunk]).ravel()
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    asset = np.arange(total) + np.repeat(low[chunk].ravel() - (ends - lengths), lengths)
    n_areas = len(lengths) // 3
    area = np.repeat(np.arange(n_areas, dtype=np.int32), lengths.reshape(-1, 3).sum(axis=1))
    here = areas[chunk]
    across = here[:, 0][area] - assets[:, 0][asset]
    up = here[:, 1][area] - assets[:, 1][asset]
    distance = np.sqrt(across * across + up * up) * detour
    within = distance <= reach_m
    counts = np.bincount(area[within], minlength=n_areas)
    return counts, asset[within].astype(np.int32), distance[within]


def _refuse_too_many(
    areas: Floats, assets: Floats, low: NDArray[np.int64], high: NDArray[np.int64],
    reach_m: float, detour: float,
) -> None:  # fmt: skip
    """Refuse if so many pairs would need too much memory, by a sample of areas."""
    many = (high - low).sum(axis=1)
    step = max(1, int(many.sum() // _SAMPLE))
    some = np.arange(0, len(areas), step)
    found = len(_within(areas, assets, low, high, some, reach_m, detour)[1])
    refuse_over(round(found / max(1, int(many[some].sum())) * int(many.sum())))


def refuse_over(pairs: int) -> None:
    """Refuse to go on with more pairs than `most_bytes` allows.

    Raises
    ------
    SharedGroundError
        "engine.too_many_pairs".
    """
    needed, allowed = pairs * BYTES_PER_PAIR, most_bytes()
    if needed <= allowed:
        return
    raise SharedGroundError(
        "engine.too_many_pairs",
        say(
            "This is too much to work out at once: about {pairs} million pairs of an area and a "
            "place within its reach. It would need about {needed} GB of memory, and {allowed} GB "
            "are allowed. Choose a shorter reach, larger areas or fewer kinds of place.",
            pairs=round(pairs / 1e6), needed=_gigabytes(needed), allowed=_gigabytes(allowed),
        ),
        pairs=pairs, needed=needed, allowed=allowed,
    )  # fmt: skip


def _gigabytes(size: int) -> float:
    return round(size / 1e9, 1)


def located(xy: Floats) -> NDArray[np.bool_]:
    """Say which points have a place: both coordinates are finite numbers."""
    return np.asarray(np.isfinite(xy).all(axis=1), dtype=bool)


def spatial_order(xy: Floats, cell_m: float) -> tuple[NDArray[np.intp], Floats]:
    """Return rows in order of square cells, row by row, and the finite points in that order.

    Points without a place come last, so the finite ones keep their spatial positions.
    """
    finite = located(xy)
    cell = _squares(np.where(finite[:, None], xy, 0.0), cell_m)
    order = np.lexsort((cell[:, 0], cell[:, 1], ~finite))
    return order, np.ascontiguousarray(xy[order][: int(finite.sum())])


def _squares(xy: Floats, cell_m: float) -> NDArray[np.int64]:
    """Return the square of each point, its column and row.

    Far beyond any place on Earth squares are drawn together, which only adds candidates.
    """
    return np.clip(np.floor(xy / cell_m), -_FARTHEST, _FARTHEST).astype(np.int64)
