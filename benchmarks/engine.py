"""How fast gaps are worked out, against PySAL's `access` and against this machine's memory.

    python benchmarks/engine.py            # print
    python benchmarks/engine.py --write    # and write into docs/performance.md
    python benchmarks/engine.py --small    # a tenth of everything, to try it

A made-up country of 361 x 361 km: settlements whose sizes follow Zipf's law, discs of 4,500 people
a square kilometre, and 17 % of all outside them. Areas and places are strewn alike. Every ratio is
taken in one process, one way after the other in turn; memory is that of a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numba
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.spatial import KDTree
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.report import machine, table, write
from sharedground.analysis import bands, catchment, gaps, kernels, reach, siting, weightings
from sharedground.analysis.memo import Memo
from sharedground.analysis.reach import Floats, Pairs
from sharedground.analysis.setting import Setting, prepared
from sharedground.errors import SharedGroundError
from sharedground.model.category import BY_CODE
from sharedground.model.counting import Counting, Decay
from sharedground.model.outcome import Expression, Outcome, Serving
from sharedground.model.vision import Vision

SIDE_M, SETTLEMENTS, RURAL = 361_000.0, 1_000, 0.17
PEOPLE, PER_KM2 = 57_000_000, 4_500
AREAS, ASSETS, OUTCOMES, REACH_M = 33_755, 100_000, 10, 2_400.0
SIZES_OF_ASSETS, SIZES_OF_AREAS = (1_000, 10_000, 100_000, 1_000_000), (300, 3_000, 34_000, 189_000)
TOO_MANY = (189_000, 3_000_000)
CATEGORIES = list(BY_CODE)[:30]
Ways = dict[str, Callable[[], object]]


@cache
def points(n: int, seed: int) -> Floats:
    """Return n points of the made-up country, shape (n, 2), metres."""
    ground, rng = np.random.default_rng(1), np.random.default_rng(seed)
    middles = ground.uniform(0, SIDE_M, (SETTLEMENTS, 2))
    sizes = 1 / np.arange(1, SETTLEMENTS + 1)
    sizes *= PEOPLE * (1 - RURAL) / sizes.sum()
    widths = np.sqrt(sizes / PER_KM2 / np.pi) * 1_000
    which = rng.choice(SETTLEMENTS, n, p=sizes / sizes.sum())
    away, angle = widths[which] * np.sqrt(rng.random(n)), rng.uniform(0, 2 * np.pi, n)
    found = middles[which] + np.column_stack([away * np.cos(angle), away * np.sin(angle)])
    rural = rng.random(n) < RURAL
    found[rural] = rng.uniform(0, SIDE_M, (int(rural.sum()), 2))
    return found


def people(n: int) -> Floats:
    return np.random.default_rng(5).integers(1_000, 2_500, n).astype(float)


class Took(NamedTuple):
    """Seconds by the clock, and of the processor: the latter tell more on a busy machine."""

    clock: float
    processor: float


def timed(way: Callable[[], object]) -> Took:
    begun = Took(time.perf_counter(), time.process_time())
    way()
    return Took(time.perf_counter() - begun.clock, time.process_time() - begun.processor)


def in_turn(
    ways: Ways, reps: int, of: Callable[[list[float]], float] = statistics.median
) -> dict[str, Took]:
    """Do each way in turn, A, B, A, B; return the median seconds of each, after one to warm up."""
    took: dict[str, list[Took]] = {name: [] for name in ways}
    for rep in range(reps + 1):
        for name, way in ways.items():
            one = timed(way)
            if rep:
                took[name].append(one)
    return {
        name: Took(of([one.clock for one in each]), of([one.processor for one in each]))
        for name, each in took.items()
    }


def ms(seconds: float) -> str:
    return f"{seconds * 1_000:,.2f}" if seconds < 0.01 else f"{seconds * 1_000:,.1f}"


def triad() -> Callable[[], object]:
    """Return STREAM's triad, a = b + s c, on arrays larger than any cache: 24 bytes a number."""
    a, b, c = (np.ones(20_000_000) for _ in range(3))

    def plain(a: Any, b: Any, c: Any, factor: float) -> None:
        for n in range(len(a)):
            a[n] = b[n] + factor * c[n]

    fast = numba.njit(plain)
    return lambda: fast(a, b, c, 0.5)


TRIAD_BYTES = 24 * 20_000_000


# E2SFCA against PySAL


def by_pysal(cost: pd.DataFrame, residents: Floats, supply: Floats) -> pd.Series:
    from access import fca, weights

    return fca.two_stage_fca(
        demand_df=pd.DataFrame({"geoid": range(len(residents)), "demand": residents}),
        supply_df=pd.DataFrame({"supply": supply}, index=pd.RangeIndex(len(supply))),
        cost_df=cost,
        max_cost=REACH_M,
        weight_fn=weights.step_fn(dict(zip(bands.edges(REACH_M), bands.WEIGHTS, strict=True))),
    )


def ours(pairs: Pairs, residents: Floats, supply: Floats) -> Floats:
    """Return access from pairs and their distances alone: bands are told anew."""
    told = replace(pairs, band=bands.band_of(pairs.distance_m, pairs.reach_m))
    return catchment.access(told, residents, supply)


def cost_of(area: np.ndarray, asset: np.ndarray, metres: Floats) -> pd.DataFrame:
    return pd.DataFrame({"origin": area, "dest": asset, "cost": metres})


def by_trees(areas: Floats, assets: Floats) -> pd.DataFrame:
    found = KDTree(areas).sparse_distance_matrix(KDTree(assets), REACH_M, output_type="ndarray")
    return cost_of(found["i"], found["j"], found["v"])


def e2sfca(areas: int, assets: int, reps: int) -> tuple[list[tuple[object, ...]], list[str]]:
    here, there = points(areas, 2), points(assets, 3)
    residents, supply = people(areas), np.ones(assets)
    pairs = reach.pairs(here, there, REACH_M, 1.0)
    cost = cost_of(pairs.area_order[pairs.area], pairs.asset_order[pairs.asset], pairs.distance_m)
    theirs = by_pysal(cost, residents, supply).reindex(range(areas), fill_value=0.0).to_numpy()
    reached = theirs > 0
    apart = np.abs(ours(pairs, residents, supply)[reached] / theirs[reached] - 1).max()

    def anew() -> object:
        return catchment.access(reach.pairs(here, there, REACH_M, 1.0), residents, supply)

    ways: dict[str, Ways] = {
        "pairs given": {
            "ours": lambda: ours(pairs, residents, supply),
            "access": lambda: by_pysal(cost, residents, supply),
        },
        "from coordinates": {
            "ours": anew,
            "access": lambda: by_pysal(by_trees(here, there), residents, supply),
        },
    }
    rows: list[tuple[object, ...]] = []
    for name, two in ways.items():
        took = in_turn(two, reps)
        times = f"{took['access'].clock / took['ours'].clock:.0f}"
        what = f"{areas:,} areas × {assets:,} places, {name}"
        rows.append((what, ms(took["ours"].clock), ms(took["access"].clock), times))
    return rows, [f"{len(pairs):,} pairs in reach; greatest relative difference {apart:.1e}."]


# Sparse sums against memory


def sparse(areas: int, assets: int, reps: int) -> tuple[list[tuple[object, ...]], list[str]]:
    pairs = reach.pairs(points(areas, 2), points(assets, 3), REACH_M, 1.0)
    shape = areas, assets
    weight = catchment.weights(pairs, Decay.SLOW)
    matrix = csr_array((weight, pairs.asset, pairs.start), shape=shape)
    rng = np.random.default_rng(4)
    area, asset = rng.permutation(areas).astype(np.int32), rng.permutation(assets).astype(np.int32)
    mixed = csr_array((weight, (area[pairs.area], asset[pairs.asset])), shape=shape)
    mixed.sort_indices()
    vector = rng.random(assets)
    with threadpool_limits(1):
        took = in_turn(
            {"triad": triad(), "in spatial order": lambda: matrix @ vector,
             "in random order": lambda: mixed @ vector}, reps, min,
        )  # fmt: skip
    moved = 12 * matrix.nnz + 4 * (areas + 1) + 8 * (areas + assets)
    rates = {name: moved / one.clock / 1e9 for name, one in took.items()}
    bandwidth = TRIAD_BYTES / took["triad"].clock / 1e9
    rows = [
        (f"{areas:,} × {assets:,}, {name}", f"{matrix.nnz:,}", ms(took[name].clock),
         f"{rates[name]:.1f}", f"{rates[name] / bandwidth:.2f}")
        for name in ("in spatial order", "in random order")
    ]  # fmt: skip
    faster = rates["in spatial order"] / rates["in random order"]
    return rows, [
        f"Triad (one thread) {bandwidth:.1f} GB/s; spatial order is {faster:.1f} times as fast. "
        f"Best of {reps}, as STREAM does."
    ]


# Changes


def kind(n: int) -> str:
    return CATEGORIES[n % len(CATEGORIES)]


def vision(shift: int = 0) -> Vision:
    outcomes = tuple(
        Outcome(
            code=f"o{n}", name=f"Outcome {n}", weight=1 / OUTCOMES, reach_m=REACH_M,
            expressed_by=(Expression(indicator=f"i{n}"),),
            served_by=tuple(
                Serving(category=kind(3 * n + k), strength=1 + (k + shift) % 2)
                for k in range(6)
            ),
        )
        for n in range(OUTCOMES)
    )  # fmt: skip
    return Vision(title="A good place", outcomes=outcomes)


@cache
def inputs(areas: int, assets: int) -> dict[str, object]:
    rng = np.random.default_rng(7)
    here, there = points(areas, 2), points(assets, 3)
    codes = pd.Series([f"E{n:08d}" for n in range(areas)])
    kinds = np.array(CATEGORIES, dtype=object)[rng.integers(0, len(CATEGORIES), assets)]
    names = [f"i{n}" for n in range(OUTCOMES)]
    rows = {"source_id": "s", "row_number": np.arange(areas)}
    values = [
        pd.DataFrame({"indicator_id": name, "area_code": codes, "value": rng.random(areas), **rows})
        for name in names
    ]
    return {
        "areas": pd.DataFrame(
            {"area_code": codes, "area_name": codes, "x": here[:, 0], "y": here[:, 1],
             "people": people(areas)}
        ),
        "outline": shapely.box(-1e5, -1e5, SIDE_M + 1e5, SIDE_M + 1e5),
        "assets": pd.DataFrame(
            {"asset_id": [f"a{n}" for n in range(assets)], "category": kinds,
             "x": there[:, 0], "y": there[:, 1], "capacity": np.nan}
        ),
        "indicators": pd.DataFrame({"indicator_id": names, "name": names}).assign(
            year=2021.0, measure="value", direction="high-is-bad", unit="", source_id="s"
        ),
        "indicator_values": pd.concat(values, ignore_index=True),
        "detour": 1.0,
    }  # fmt: skip


def setting(
    areas: int, assets: int, memo: Memo | None = None, decay: Decay = Decay.SLOW
) -> Setting:
    given: dict[str, Any] = inputs(areas, assets)
    return prepared(**given, counting=Counting(decay=decay), memo=memo)


def changes(areas: int, assets: int, reps: int) -> list[tuple[object, ...]]:
    memo, rng = Memo(), np.random.default_rng(9)
    slow = setting(areas, assets, memo)
    turns = [vision(0), vision(1)]
    found = gaps.assess_on(slow, turns[0])
    kept = iter(range(1_000_000))
    ways: Ways = {
        "weights only": lambda: found.with_weights(rng.random(OUTCOMES)).scores,
        "weights, with the table of totals": lambda: (
            found.with_weights(rng.random(OUTCOMES)).totals
        ),
        "strengths": lambda: gaps.assess_on(slow, turns[next(kept) % 2]),
        "targets": lambda: gaps.assess_on(slow, turns[0], target=rng.random(OUTCOMES)),
    }
    took = in_turn(ways, 5 * reps)
    took["the decay (pairs and need from before)"] = timed(
        lambda: gaps.assess_on(setting(areas, assets, memo, Decay.FAST), turns[0])
    )
    took["nothing known from before"] = timed(
        lambda: gaps.assess_on(setting(areas, assets), turns[0])
    )
    return both(took)


def both(took: dict[str, Took]) -> list[tuple[object, ...]]:
    return [(name, ms(one.clock), ms(one.processor)) for name, one in took.items()]


def drawn(areas: int, reps: int) -> list[tuple[object, ...]]:
    gap, weights = np.random.default_rng(3).random((areas, OUTCOMES)), np.full(OUTCOMES, 0.1)

    def by(numba: str) -> Callable[[], object]:
        def way() -> object:
            os.environ[kernels.ENVIRONMENT] = numba
            return weightings.worst_shares(gap, weights, weightings.Prior(concentration=20))

        return way

    ways = {"1,000 weightings, numpy": by("0"), "1,000 weightings, numba": by("1")}
    took = in_turn(ways, reps)
    os.environ.pop(kernels.ENVIRONMENT, None)
    return both(took)


def sited(areas: int, k: int, reps: int) -> list[tuple[object, ...]]:
    xy, residents = points(areas, 2), people(areas)
    cover = reach.pairs(xy, xy, 1_600.0, 1.0)
    chosen = siting.greedy(cover, residents, k)
    proof = siting.certificate(cover, residents, chosen)
    told = f"its certificate: at least {100 * proof.share:.2f} % of the best possible"
    name = f"greedy, {k} of {areas:,} candidates"
    took = in_turn({name: lambda: siting.greedy(cover, residents, k)}, reps)
    took[told] = timed(lambda: siting.certificate(cover, residents, chosen))
    return both(took)


# Growth, each in a process of its own


def most_mb() -> float:
    """Return the most memory that this process has held so far, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1e3


def one(areas: int, assets: int) -> dict[str, float | int | str]:
    """Work out one size in this process and say what it took."""
    here, there = points(areas, 2), points(assets, 3)
    inputs(areas, assets)
    before = most_mb()
    begun = time.perf_counter()
    try:
        pairs = reach.pairs(here, there, REACH_M, 1.0)
    except SharedGroundError as refused:
        return {"refused": refused.message, "seconds": time.perf_counter() - begun}
    searched, n = time.perf_counter() - begun, len(pairs)
    del pairs
    begun = time.perf_counter()
    ready = setting(areas, assets, Memo(8_000_000_000))
    gaps.assess_on(ready, vision(0))
    first = time.perf_counter() - begun
    peak = most_mb()
    turns = [vision(1), vision(0)]
    kept = iter(range(1_000_000))
    took = in_turn({"strengths": lambda: gaps.assess_on(ready, turns[next(kept) % 2])}, 5)
    return {"pairs": n, "search": searched, "first": first, "strengths": took["strengths"].clock,
            "mb": peak - before}  # fmt: skip


def grown(sizes: Sequence[tuple[int, int]]) -> tuple[list[tuple[object, ...]], list[str]]:
    rows: list[tuple[object, ...]] = []
    refusals: list[str] = []
    for areas, assets in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(areas), str(assets)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told = json.loads(done.stdout.splitlines()[-1])
        what = f"{areas:,} areas × {assets:,} places"
        if "refused" in told:
            refusals.append(f"{what}: refused after {told['seconds']:.1f} s. “{told['refused']}”")
            continue
        rows.append((what, f"{told['pairs']:,}", ms(told["search"]), ms(told["first"]),
                     ms(told["strengths"]), f"{told['mb']:,.0f}"))  # fmt: skip
        print(rows[-1], flush=True)
    return rows, refusals


def measure(part: int, reps: int) -> str:
    """Measure everything; return what to write."""
    areas, assets = AREAS // part, ASSETS // part
    access, about = e2sfca(areas, assets, reps)
    print(table(("E2SFCA", "ours, ms", "access, ms", "times"), access), flush=True)
    sums, bandwidth = sparse(areas, 10 * assets, 3 * reps)
    changed = [*changes(areas, assets, reps), *drawn(areas, reps), *sited(areas, 100, reps)]
    sizes = [(areas, n // part) for n in SIZES_OF_ASSETS]
    sizes += [(n // part, assets) for n in SIZES_OF_AREAS]
    growth, refusals = grown([*sizes, TOO_MANY])
    size = f"{areas:,} areas × {assets:,} places"
    named = ("numpy", "scipy", "pandas", "access", "numba")
    return "\n".join([
        machine(*named) + ".", "",
        table(("E2SFCA, three bands", "ours, ms", "PySAL access, ms", "times as fast"), access),
        "", *(f"- {each}" for each in about), "",
        table(("one sparse sum (matrix times vector)", "pairs", "ms", "GB/s", "of triad"), sums),
        "", *(f"- {each}" for each in bandwidth), "",
        table((f"{size} × {OUTCOMES} outcomes: a change of", "ms", "of the processor"), changed),
        "",
        table(("growth", "pairs in reach", "find pairs, ms", "all, first time, ms",
               "other strengths, ms", "memory, MB"), growth),
        "", *(f"- {each}" for each in refusals),
    ])  # fmt: skip


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--one", type=int, nargs=2, metavar=("AREAS", "ASSETS"))
    told = parser.parse_args()
    if told.one:
        print(json.dumps(one(*told.one)))
        return
    text = measure(10 if told.small else 1, told.reps)
    print(text)
    if told.write:
        write("engine", text)


if __name__ == "__main__":
    main()
