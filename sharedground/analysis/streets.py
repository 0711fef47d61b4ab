"""Distance on foot along streets: where points join a network, and which lie within reach.

A network is nodes in metres and the stretches of street between them, walked both ways. A
point joins it at the nearest spot of the nearest stretch; the straight way there is walked
too. Streets that join nothing are no way to anywhere: points on them are not reachable.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from sharedground.analysis import reach
from sharedground.analysis.reach import Floats, Pairs

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]

MOST_TO_STREET_M: Final = 300.0
"""Metres in a straight line beyond which a point is not on the network."""

LEAST_PART_M: Final = 500.0
"""Metres of street below which a part that joins nothing is passed over: a car park, or a slip
of drawing. People beside it walk to the next street."""

DETOUR: Final = 1.0
"""Streets are measured as they run, so nothing is added for turns."""

_CELL_M: Final = 250.0
_AT_ONCE: Final = 8_000_000
"""Distances held at a time (64 MB), whatever the size of the network."""


@dataclass(frozen=True, eq=False)
class Streets:
    """A network of streets, its nodes in spatial order; `streets_of` builds it.

    Parameters
    ----------
    xy
        Shape (nodes, 2), metres, in the place's CRS.
    ends
        Shape (stretches, 2): the nodes that each stretch runs between.
    length_m
        Shape (stretches,): metres along it, 0 or more.
    part
        Shape (nodes,): which connected part a node is of; 0 is the longest.
    part_m
        Shape (parts,): metres of street in each part.
    order
        The caller's node at each position.
    """

    xy: Floats
    ends: NDArray[np.int32]
    length_m: Floats
    part: NDArray[np.int32]
    part_m: Floats
    order: Rows

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return len(self.xy)

    @property
    def metres(self) -> float:
        """Metres of street, all parts together."""
        return float(self.length_m.sum())

    @property
    def joined_share(self) -> float:
        """Share of the metres of street that are of the longest part, 0 without streets."""
        return float(self.part_m[0] / self.metres) if self.metres else 0.0

    @property
    def joined_nodes(self) -> float:
        """Share of the nodes that are of the longest part, 0 without nodes."""
        return float((self.part == 0).mean()) if len(self) else 0.0

    @cached_property
    def key(self) -> str:
        """A digest of all that ways along these streets depend on."""
        digest = blake2b(digest_size=16)
        for each in (self.xy, self.ends, self.length_m):
            digest.update(np.ascontiguousarray(each).tobytes())
        return digest.hexdigest()

    @cached_property
    def tree(self) -> tuple[shapely.STRtree, Rows]:
        """Straight lines between the ends of stretches, to snap to, and which they are."""
        mine = self.part[self.ends[:, 0]] if len(self.ends) else np.empty(0, np.int32)
        used = np.flatnonzero((mine == 0) | (self.part_m[mine] >= LEAST_PART_M))
        return shapely.STRtree(np.asarray(shapely.linestrings(self.xy[self.ends[used]]))), used


def streets_of(xy: Floats, ends: NDArray[np.integer], length_m: Floats) -> Streets:
    """Build a network.

    Parameters
    ----------
    xy
        Shape (nodes, 2), metres.
    ends
        Shape (stretches, 2): rows of `xy`. Several stretches may join the same two nodes.
    length_m
        Shape (stretches,): metres along each, finite and not below 0.
    """
    order, ordered = reach.spatial_order(np.asarray(xy, dtype=float), _CELL_M)
    position = np.empty(len(order), dtype=np.int32)
    position[order] = np.arange(len(order), dtype=np.int32)
    ends = position[np.asarray(ends, dtype=np.int64).reshape(-1, 2)]
    length_m = np.asarray(length_m, dtype=float)
    part, part_m = _parts(len(order), ends, length_m)
    return Streets(ordered, ends, length_m, part, part_m, order)


@dataclass(frozen=True, eq=False)
class Along:
    """Finds pairs along streets, as `reach.pairs` finds them in a straight line: for `assess`."""

    streets: Streets

    @property
    def key(self) -> str:
        """What tells one way of walking from another: equal keys find equal pairs."""
        return self.streets.key

    def __call__(
        self, areas_xy: Floats, assets_xy: Floats, reach_m: float, _detour: float
    ) -> Pairs:
        """Return the pairs within reach; there is no detour factor along streets."""
        return pairs(self.streets, areas_xy, assets_xy, reach_m)


@dataclass(frozen=True, eq=False)
class Snapped:
    """Where points join a network.

    Parameters
    ----------
    stretch
        Shape (points,): the stretch of street nearest to each, -1 where it is too far from any.
    along
        How far along it, 0 at its first end to 1 at its last.
    off_m
        Metres in a straight line to that spot; infinite where too far, or the point has no place.
    apart
        True where that street is not joined to the longest part of the network.
    """

    stretch: Rows
    along: Floats
    off_m: Floats
    apart: Mask

    @property
    def on(self) -> Mask:
        """Which points can be reached: near a street of the longest part."""
        return (self.stretch >= 0) & ~self.apart

    @property
    def far(self) -> Mask:
        """Which points are too far from any street, or have no place."""
        return self.stretch < 0


def snap(streets: Streets, xy: Floats, most_m: float = MOST_TO_STREET_M) -> Snapped:
    """Find where each point joins the network: the nearest spot of the nearest stretch.

    Parameters
    ----------
    xy
        Shape (points, 2), metres, in the CRS of the streets.
    most_m
        Metres in a straight line beyond which a point is not on the network.

    Returns
    -------
    Snapped
        A stretch is taken as straight between its ends, and walked in proportion: on a bend
        the spot may be some metres off, its distance to both ends never.
    """
    stretch = np.full(len(xy), -1, dtype=np.intp)
    along, off_m = np.zeros(len(xy)), np.full(len(xy), np.inf)
    tree, used = streets.tree
    here = np.flatnonzero(reach.located(xy))
    if len(here) and len(used):
        (point, line), metres = tree.query_nearest(
            shapely.points(xy[here]), max_distance=most_m, return_distance=True, all_matches=False
        )
        rows = here[point]
        stretch[rows], off_m[rows] = used[line], metres
        along[rows] = _along(streets.xy[streets.ends[used[line]]], xy[rows])
    apart = stretch >= 0
    apart[apart] = streets.part[streets.ends[stretch[apart], 0]] != 0
    return Snapped(stretch, along, off_m, apart)


def pairs(streets: Streets, areas_xy: Floats, assets_xy: Floats, reach_m: float) -> Pairs:
    """Find every pair of an area and an asset within reach along the streets.

    Parameters
    ----------
    areas_xy, assets_xy
        Shapes (areas, 2) and (assets, 2), metres. One that is not on the network, or on a part
        that is not joined to the longest, is in reach of nothing: `snap` tells which.
    reach_m
        How far people go, in metres on foot, the straight ways to the street included; a pair at
        exactly this distance counts.

    Returns
    -------
    reach.Pairs
        As of `reach.pairs`, with detour 1. Dijkstra's method goes out from the smaller side and
        stops at the reach, some sources at a time, so that memory stays bounded.

    Raises
    ------
    SharedGroundError
        "engine.too_many_pairs" as soon as there are more than `reach.most_bytes` allows.
    """
    swapped = len(assets_xy) < len(areas_xy)
    sides = (assets_xy, areas_xy) if swapped else (areas_xy, assets_xy)
    joined = _Joined.of(streets, *sides)
    found = [[], [], []] if not len(joined.from_rows) else joined.within(reach_m)
    near, far, metres = (np.concatenate(each) if each else np.empty(0) for each in found)
    area, asset = (far, near) if swapped else (near, far)
    return reach.pairs_of(
        areas_xy, assets_xy, area.astype(np.intp), asset.astype(np.intp), metres.astype(float),
        reach_m, DETOUR,
    )  # fmt: skip


def nearest(
    streets: Streets, areas_xy: Floats, assets_xy: Floats, kind: Rows, kinds: int
) -> tuple[Floats, Rows]:
    """Find the nearest asset of each kind along the streets, however far.

    Parameters
    ----------
    areas_xy, assets_xy
        Shapes (areas, 2) and (assets, 2), metres.
    kind, kinds
        Shape (assets,): the kind of each asset, 0 to kinds - 1.

    Returns
    -------
    tuple
        Metres on foot, infinite where none can be reached and NaN for an area that is not on the
        network; and the row of the asset, -1 for none. Shapes (areas, kinds).
    """
    metres = np.full((len(areas_xy), kinds), np.inf)
    which = np.full((len(areas_xy), kinds), -1, dtype=np.intp)
    joined = _Joined.of(streets, assets_xy, areas_xy)
    for number in range(kinds):
        mine = np.flatnonzero(kind[joined.from_rows] == number)
        if not len(mine) or not len(joined.to_rows):
            continue
        found, _, source = dijkstra(
            joined.graph, directed=True, indices=joined.sources[mine], min_only=True,
            return_predecessors=True,
        )  # fmt: skip
        there, near = found[joined.targets], source[joined.targets]
        known = np.flatnonzero(np.isfinite(there))
        metres[joined.to_rows[known], number] = there[known]
        rows = joined.from_rows[near[known] - joined.sources[0]]
        which[joined.to_rows[known], number] = rows
    metres[~snap(streets, areas_xy).on] = np.nan
    return metres, which


@dataclass(frozen=True, eq=False)
class _Joined:
    """A network with points let in: each has a spot on its street, and stands off it.

    Nodes come first, then spots, then the points that ways start from, then those they lead to.
    """

    graph: csr_array
    from_rows: Rows
    to_rows: Rows
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]

    @classmethod
    def of(cls, streets: Streets, from_xy: Floats, to_xy: Floats) -> _Joined:
        """Let in the points that are on the network."""
        sides = [snap(streets, xy) for xy in (from_xy, to_xy)]
        rows = [np.flatnonzero(side.on) for side in sides]
        stretch, along, off_m = (
            np.concatenate([getattr(s, name)[r] for s, r in zip(sides, rows, strict=True)])
            for name in ("stretch", "along", "off_m")
        )
        n, points = len(streets), len(stretch)
        spot, stand = n + np.arange(points), n + points + np.arange(points)
        one, other, metres = _chains(streets, stretch, along, spot)
        ends = np.concatenate([streets.ends, np.stack([one, other], 1), np.stack([spot, stand], 1)])
        graph = _graph(n + 2 * points, ends, np.concatenate([streets.length_m, metres, off_m]))
        first = len(rows[0])
        return cls(graph, rows[0], rows[1], stand[:first], stand[first:])

    def within(self, reach_m: float) -> list[list[NDArray[np.generic]]]:
        """Return from-rows, to-rows and metres of the pairs within reach, in pieces."""
        found: list[list[NDArray[np.generic]]] = [[], [], []]
        step = max(1, _AT_ONCE // self.graph.shape[0])
        for start in range(0, len(self.sources), step):
            some = slice(start, start + step)
            metres = dijkstra(
                self.graph, directed=True, indices=self.sources[some], limit=reach_m * (1 + 1e-9)
            )[:, self.targets]
            near, far = np.nonzero(metres <= reach_m)
            for pieces, piece in zip(
                found, (self.from_rows[some][near], self.to_rows[far], metres[near, far]),
                strict=True,
            ):  # fmt: skip
                pieces.append(piece)
            reach.refuse_over(sum(map(len, found[0])))
        return found


def _parts(nodes: int, ends: NDArray[np.int32], length_m: Floats) -> tuple[
    NDArray[np.int32], Floats
]:  # fmt: skip
    """Return the connected part of each node, and the metres of each part, the longest first."""
    if not nodes:
        return np.empty(0, np.int32), np.zeros(1)
    count, label = connected_components(_graph(nodes, ends, length_m), directed=False)
    metres: Floats = np.bincount(label[ends[:, 0]], length_m, minlength=count).astype(float)
    sizes = np.bincount(label, minlength=count)
    rank = np.empty(count, dtype=np.int32)
    longest_first = np.lexsort((-sizes, -metres))
    rank[longest_first] = np.arange(count, dtype=np.int32)
    return rank[label], metres[longest_first]


def _graph(nodes: int, ends: NDArray[np.integer], length_m: Floats) -> csr_array:
    """Return a network as a matrix, both ways; of parallel stretches the shortest counts.

    A stretch of length 0 is a stored entry, and a way like any other.
    """
    one, other = ends.min(axis=1, initial=nodes), ends.max(axis=1, initial=-1)
    order = np.lexsort((length_m, other, one))
    one, other, length_m = one[order], other[order], length_m[order]
    new = np.ones(len(one), dtype=bool)
    new[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    new &= one != other
    one, other, length_m = one[new], other[new], length_m[new]
    where = np.concatenate([one, other]), np.concatenate([other, one])
    return coo_array((np.tile(length_m, 2), where), shape=(nodes, nodes)).tocsr()


def _along(lines: Floats, xy: Floats) -> Floats:
    """Return how far along its line each point lies, 0 to 1."""
    way, there = lines[:, 1] - lines[:, 0], xy - lines[:, 0]
    size = (way**2).sum(axis=1)
    share = np.divide((way * there).sum(axis=1), size, out=np.zeros(len(xy)), where=size > 0)
    return np.asarray(np.clip(share, 0.0, 1.0))


def _chains(
    streets: Streets, stretch: Rows, along: Floats, spot: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return the pieces that spots cut their stretches into: both ends, and metres."""
    order = np.lexsort((along, stretch))
    stretch, along, spot = stretch[order], along[order], spot[order]
    first = np.ones(len(stretch), dtype=bool)
    first[1:] = stretch[1:] != stretch[:-1]
    last = np.roll(first, -1) if len(first) else first
    before = np.where(first, streets.ends[stretch, 0], np.roll(spot, 1))
    share = along - np.where(first, 0.0, np.roll(along, 1))
    one = np.concatenate([before, spot[last]])
    other = np.concatenate([spot, streets.ends[stretch[last], 1]])
    whole = streets.length_m[stretch]
    metres = np.concatenate([share * whole, (1 - along[last]) * whole[last]])
    return one, other, np.maximum(metres, 0.0)
