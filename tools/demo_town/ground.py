"""The ground of the town: small areas that fit together without gap or overlap.

Many small cells (Voronoi) are joined into areas that grow outwards from their centres, so
borders are crooked and shared exactly. Pairs of cells mirrored on both sides of the river,
the railway and the boundary make borders follow those lines.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import numpy as np
import shapely
from scipy.spatial import Voronoi

from demo_town.town import NEIGHBOURHOODS, Neighbourhood, Point, edge, railway, river

TOWN_CELL, EDGE_CELL, LAND_CELL = 78.0, 140.0, 290.0
BORDER_SLACK_M = 16.0
"""How far borders may be straightened."""


@dataclass(frozen=True)
class Area:
    """One small area; `shape` is in metres from the market cross, `homes` where people live."""

    code: str
    name: str
    neighbourhood: Neighbourhood
    shape: shapely.Polygon
    homes: tuple[tuple[Point, float], ...]


@dataclass
class _Cells:
    at: list[Point]
    shape: list[shapely.Polygon]
    homes: list[float]
    beside: list[list[tuple[int, float]]]


def areas(random: Random) -> list[Area]:
    """Return the small areas, in the order of their codes."""
    cells = _cells(random)
    grown = _grow(cells, [([_nearest(cells, n.heart)], 0.0) for n in NEIGHBOURHOODS], None)
    owner = [-1] * len(cells.at)
    found: list[tuple[Neighbourhood, list[int]]] = []
    for k, neighbourhood in enumerate(NEIGHBOURHOODS):
        members = [i for i, g in enumerate(grown) if g == k]
        for part in _share_out(cells, members, neighbourhood, random):
            for i in part:
                owner[i] = len(found)
            found.append((neighbourhood, part))
    shapes = _outlines(cells, owner, len(found))
    return _named(found, shapes, cells)


def _cells(random: Random) -> _Cells:
    line = edge(random)
    along = [p for p in river() if line[-1][0] < p[0] < line[0][0]]
    around = shapely.Polygon([*line, *along])
    points = _points(random, around, line)
    diagram = Voronoi(np.array(points))
    inside: list[int] = []
    shapes: list[shapely.Polygon] = []
    for i, region in enumerate(diagram.point_region):
        corners = diagram.regions[region]
        if -1 not in corners and corners and around.contains(shapely.Point(points[i])):
            inside.append(i)
            shapes.append(shapely.Polygon(diagram.vertices[corners]))
    number = {i: k for k, i in enumerate(inside)}
    at = [points[i] for i in inside]
    beside: list[list[tuple[int, float]]] = [[] for _ in inside]
    water, rails = shapely.LineString(river()), shapely.LineString(railway())
    for a, b in diagram.ridge_points:
        if a in number and b in number:
            i, j = number[a], number[b]
            step = shapely.LineString([at[i], at[j]])
            if step.intersects(water):
                continue
            cost = step.length * (9.0 if step.intersects(rails) else 1.0) * random.uniform(0.8, 1.3)
            beside[i].append((j, cost))
            beside[j].append((i, cost))
    homes = [_density(p) * shape.area / 10_000 for p, shape in zip(at, shapes, strict=True)]
    return _Cells(at, shapes, homes, beside)


def _points(random: Random, around: shapely.Polygon, line: list[Point]) -> list[Point]:
    """Return the centres of cells: close together where houses are, and paired along lines."""
    paired: list[Point] = []
    for way, half in ((river(55), 24.0), (railway(65), 26.0), (line, 24.0)):
        paired += _pairs(way, half)
    near = shapely.STRtree([shapely.Point(p) for p in paired])
    scattered: list[Point] = []
    for size in (TOWN_CELL, EDGE_CELL, LAND_CELL):
        steps = int(8_000 / size)
        for i in range(-steps, steps + 1):
            for j in range(-steps, steps + 1):
                x = (i + random.uniform(-0.44, 0.44)) * size
                y = (j + random.uniform(-0.44, 0.44)) * size
                spot = shapely.Point(x, y)
                clear = near.query(spot, predicate="dwithin", distance=0.62 * size).size == 0
                if _cell_size((x, y)) == size and clear:
                    scattered.append((x, y))
    reach = around.buffer(700)
    return [p for p in (*paired, *scattered) if reach.contains(shapely.Point(p))]


def _pairs(line: list[Point], half: float) -> list[Point]:
    """Return two points for each step of a line, mirrored `half` metres to its sides."""
    pairs: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(line):
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        across = (-(y1 - y0) / length * half, (x1 - x0) / length * half)
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        pairs.append((middle[0] + across[0], middle[1] + across[1]))
        pairs.append((middle[0] - across[0], middle[1] - across[1]))
    return pairs


def _beyond_houses(p: Point) -> float:
    """Return metres to the nearest circle of houses; negative inside one."""
    circles = [circle for n in NEIGHBOURHOODS for circle in n.built]
    return min(math.dist(p, (x, y)) - radius for x, y, radius in circles)


def _cell_size(p: Point) -> float:
    beyond = _beyond_houses(p)
    return TOWN_CELL if beyond < 40 else EDGE_CELL if beyond < 330 else LAND_CELL


def _density(p: Point) -> float:
    """Return people per hectare, before they are scaled to each neighbourhood's total."""
    beyond = _beyond_houses(p)
    return 40.0 if beyond < 0 else 40.0 * math.exp(-beyond / 90) + 0.25


def _nearest(cells: _Cells, p: Point) -> int:
    return min(range(len(cells.at)), key=lambda i: math.dist(cells.at[i], p))


def _grow(
    cells: _Cells, seeds: list[tuple[list[int], float]], within: set[int] | None
) -> list[int]:
    """Return for each cell the seed that reaches it first (Dijkstra), so each part is in one piece.

    `seeds` are (cells, head start in metres).
    """
    owner = [-1] * len(cells.at)
    queue = [(start, i, k) for k, (firsts, start) in enumerate(seeds) for i in firsts]
    heapq.heapify(queue)
    while queue:
        far, i, k = heapq.heappop(queue)
        if owner[i] != -1:
            continue
        owner[i] = k
        for j, cost in cells.beside[i]:
            if owner[j] == -1 and (within is None or j in within):
                heapq.heappush(queue, (far + cost, j, k))
    return owner


def _share_out(
    cells: _Cells, members: list[int], neighbourhood: Neighbourhood, random: Random
) -> list[list[int]]:
    """Cut a neighbourhood into areas of roughly equal numbers of people."""
    within, n = set(members), neighbourhood.areas
    weights = [cells.homes[i] for i in members]
    centres = random.choices(members, weights, k=1)
    while len(centres) < n:
        tries = random.choices(members, weights, k=12)
        centres.append(max(tries, key=lambda i: min(math.dist(cells.at[i], cells.at[c])
                                                   for c in centres)))  # fmt: skip
    starts = [0.0] * n
    fair = sum(weights) / n
    best: tuple[float, list[list[int]]] = (math.inf, [])
    for turn in range(60):
        grown = _grow(cells, [([c], s) for c, s in zip(centres, starts, strict=True)], within)
        parts = [[i for i in members if grown[i] == k] for k in range(n)]
        people = [sum(cells.homes[i] for i in part) for part in parts]
        uneven = max(abs(p / fair - 1) for p in people)
        if turn >= 12 and uneven < best[0]:
            best = (uneven, parts)
        if turn < 12:
            centres = [_middle(cells, part) for part in parts]
        else:
            starts = [s + 60 * (p / fair - 1) for s, p in zip(starts, people, strict=True)]
    return sorted(best[1], key=lambda part: _sweep(cells, part))


def _sweep(cells: _Cells, part: list[int]) -> tuple[float, float]:
    """Order areas from north to south in bands, as official codes often run."""
    x = sum(cells.at[i][0] for i in part) / len(part)
    y = sum(cells.at[i][1] for i in part) / len(part)
    return (-round(y / 350), x)


def _middle(cells: _Cells, part: list[int]) -> int:
    total = sum(cells.homes[i] for i in part)
    x = sum(cells.at[i][0] * cells.homes[i] for i in part) / total
    y = sum(cells.at[i][1] * cells.homes[i] for i in part) / total
    return min(part, key=lambda i: math.dist(cells.at[i], (x, y)))


def _outlines(cells: _Cells, owner: list[int], n: int) -> list[shapely.Polygon]:
    joined = [
        shapely.union_all([s for s, k in zip(cells.shape, owner, strict=True) if k == area])
        for area in range(n)
    ]
    return list(shapely.coverage_simplify(joined, BORDER_SLACK_M))


def _named(
    found: list[tuple[Neighbourhood, list[int]]], shapes: list[shapely.Polygon], cells: _Cells
) -> list[Area]:
    named: list[Area] = []
    letters: dict[int, int] = {}
    for (neighbourhood, part), shape in zip(found, shapes, strict=True):
        letter = letters.get(neighbourhood.number, 0)
        letters[neighbourhood.number] = letter + 1
        homes = tuple((cells.at[i], cells.homes[i]) for i in part)
        named.append(
            Area(
                f"DX01{len(named) + 1:05d}",
                f"Larrowby {neighbourhood.number:03d}{chr(ord('A') + letter)}",
                neighbourhood, shape, homes,
            )
        )  # fmt: skip
    return named
