"""Groups are shown where there are some, and seldom where there are none.

Ten made-up votes of each sort, seeds 0 to 9; ``make gate`` (SHAREDGROUND_GATE=100) takes seeds
0 to 99 and prints how many. One vote in ten is not cast.
"""

from __future__ import annotations

import os

import numpy as np
import pytest

from sharedground.analysis.opinions.finding import opinions
from sharedground.analysis.reach import Floats

SEEDS = range(int(os.environ.get("SHAREDGROUND_GATE", "10")))
STATEMENTS = 12


def noise(people: int, seed: int) -> Floats:
    """Return votes that each person casts without looking at any other statement."""
    rng = np.random.default_rng(seed)
    liked = rng.dirichlet([2, 2, 1], size=STATEMENTS)
    columns = [rng.choice([1.0, -1.0, 0.0], size=people, p=share) for share in liked]
    return _with_gaps(np.stack(columns, axis=1), rng)


def two_camps(people: int, seed: int, keep_to: float) -> Floats:
    """Return votes of two camps of the same size, each vote with its camp by this chance."""
    rng = np.random.default_rng(seed)
    way = rng.choice([-1.0, 1.0], size=STATEMENTS)
    camp = np.where(np.arange(people)[:, None] % 2 == 0, way, -way)
    with_camp = rng.random((people, STATEMENTS)) < keep_to
    return _with_gaps(np.where(with_camp, camp, -camp), rng)


def _with_gaps(votes: Floats, rng: np.random.Generator) -> Floats:
    return np.where(rng.random(votes.shape) < 0.1, np.nan, votes)


@pytest.mark.parametrize("people", [12, 20, 40, 100])
def test_chance_alone_seldom_makes_groups(people: int) -> None:
    false = sum(bool(opinions(noise(people, seed)).groups) for seed in SEEDS)
    print(f"\nnoise, {people} people: groups in {false} of {len(SEEDS)}")  # noqa: T201
    assert false <= 0.1 * len(SEEDS)


@pytest.mark.parametrize("people", [20, 40])
def test_two_camps_are_nearly_always_found(people: int) -> None:
    found = sum(bool(opinions(two_camps(people, seed, 0.8)).groups) for seed in SEEDS)
    print(f"\n80/20 camps, {people} people: groups in {found} of {len(SEEDS)}")  # noqa: T201
    assert found >= 0.85 * len(SEEDS)


def test_the_groups_are_the_camps() -> None:
    """Two groups, each within two people of the 20 of a camp."""
    sizes = [[one.people for one in opinions(two_camps(40, seed, 0.9)).groups] for seed in SEEDS]
    right = sum(len(two) == 2 and max(two) <= 22 for two in sizes)
    print(f"\n90/10 camps, 40 people: the groups are the camps in {right} of {len(SEEDS)}")  # noqa: T201
    assert right >= 0.9 * len(SEEDS)
