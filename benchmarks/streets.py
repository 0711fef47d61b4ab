"""What walking along streets costs: a made-up grid, and a real network if one is named.

Usage: python benchmarks/streets.py [NODES EDGES AREAS PLACES] [--write]. NODES and EDGES are
Parquet files of a network, AREAS outlines, PLACES a CSV with lon and lat. The grid has 250,000
nodes, 80 m apart, and 7 of 100 stretches are missing. Medians of three.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import geopandas as gpd  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from pyproj import Transformer  # noqa: E402

from benchmarks.report import machine, table, write  # noqa: E402
from sharedground import along_streets  # noqa: E402
from sharedground.analysis import reach, streets  # noqa: E402
from sharedground.analysis.reach import Floats  # noqa: E402
from sharedground.analysis.streets import Streets  # noqa: E402

SIDE, STEP_M, MISSING = 500, 80.0, 0.07
SIZES = ((1_000, 1_000), (34_000, 1_000), (2_000, 100_000))
REACH_M = 1_600.0
BRITISH = "EPSG:27700"


def seconds(do: Callable[[], object]) -> float:
    """Return the median time of three runs."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        do()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def row(name: str, town: Streets, areas: Floats, places: Floats) -> tuple[object, ...]:
    """Return one line: how many pairs, and how long along the streets and in a straight line."""
    found = streets.pairs(town, areas, places, REACH_M)
    along = seconds(lambda: streets.pairs(town, areas, places, REACH_M))
    straight = seconds(lambda: reach.pairs(areas, places, REACH_M, 1.3))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sizes = f"{name}: {len(areas):,} areas, {len(places):,} places"
    return sizes, f"{len(town):,}", f"{len(found):,}", f"{along:.2f}", f"{straight:.3f}", memory


def grid(rng: np.random.Generator) -> Streets:
    """Return the made-up network."""
    xy = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), -1).reshape(-1, 2) * STEP_M
    at = np.arange(SIDE**2).reshape(SIDE, SIDE)
    pairs = [(at[:, :-1], at[:, 1:]), (at[:-1], at[1:])]
    ends = np.concatenate([np.stack([a.ravel(), b.ravel()], axis=1) for a, b in pairs])
    ends = ends[rng.random(len(ends)) > MISSING]
    return streets.streets_of(xy, ends, np.full(len(ends), STEP_M))


def real(nodes: Path, edges: Path, areas: Path, places: Path) -> tuple[object, ...]:
    """Return the line of a real network."""
    town = along_streets.from_tables(
        pd.read_parquet(nodes), pd.read_parquet(edges), BRITISH
    )  # fmt: skip
    points = gpd.read_file(areas).to_crs(BRITISH).geometry.representative_point()
    listed = pd.read_csv(places)
    there = Transformer.from_crs("EPSG:4326", BRITISH, always_xy=True)
    assets = np.stack(there.transform(listed["lon"].to_numpy(), listed["lat"].to_numpy()), axis=1)
    return row("real streets", town, np.stack([points.x, points.y], axis=1), assets)


def main() -> None:
    """Measure, print, and write what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    rng = np.random.default_rng(0)
    rows = [real(*given.files)] if given.files else []
    town = grid(rng)
    for areas, places in SIZES:
        one, other = (rng.uniform(0, SIDE * STEP_M, (n, 2)) for n in (areas, places))
        rows.append(row("grid", town, one, other))
    headings = ("network", "nodes", "pairs within 1.6 km", "seconds along streets",
                "seconds straight", "MB at most")  # fmt: skip
    text = f"{machine('scipy', 'shapely', 'numpy')}.\n\n{table(headings, rows)}"
    print(text)
    if given.write:
        write("streets", text)


if __name__ == "__main__":
    main()
