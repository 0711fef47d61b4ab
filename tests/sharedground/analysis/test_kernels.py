"""With and without numba the figures are the same, and nobody has to have it."""

import subprocess
import sys

import numpy as np
import pytest

from sharedground.analysis import kernels, weightings
from sharedground.analysis.weightings import Prior, worst_shares

RNG = np.random.default_rng(8)


@pytest.fixture
def fewer_ranked(monkeypatch):
    monkeypatch.setattr(weightings, "RANKS_KEPT", 0)
    monkeypatch.setattr(weightings, "_FEWEST_RANKED", 20)


def in_both_ways(monkeypatch, gap, weights, **given):
    monkeypatch.setattr(kernels, "PAYS_FROM", 0)
    monkeypatch.setenv(kernels.ENVIRONMENT, "1")
    fast = worst_shares(gap, weights, Prior(concentration=10), draws=60, **given)
    monkeypatch.setenv(kernels.ENVIRONMENT, "0")
    return fast, worst_shares(gap, weights, Prior(concentration=10), draws=60, **given)


def plain(n=300, outcomes=5):
    return RNG.random((n, outcomes))


@pytest.mark.parametrize(
    ("gap", "weights"),
    [
        (plain(), np.full(5, 0.2)),
        (np.round(plain(), 1), np.array([0.5, 0.5, 0, 0, 0])),
        (np.where(RNG.random((300, 5)) < 0.3, np.nan, plain()), np.full(5, 0.2)),
        (np.zeros((300, 5)), np.full(5, 0.2)),
        (np.ones((300, 5)), np.full(5, 0.2)),
        (np.full((300, 5), np.nan), np.full(5, 0.2)),
        (plain(), np.zeros(5)),
        (plain(1), np.full(5, 0.2)),
    ],
    ids=["plain", "ties", "missing", "all 0", "all 1", "no data", "no weights", "one area"],
)
def test_numba_gives_the_same_shares(monkeypatch, fewer_ranked, gap, weights):
    assert kernels.installed(), "numba is in requirements-dev.txt"
    for worst in (0.1, 1.0):
        fast, slow = in_both_ways(monkeypatch, gap, weights, worst=worst)
        for name in ("share", "half_width", "known", "best_rank", "worst_rank"):
            np.testing.assert_allclose(getattr(fast, name), getattr(slow, name), rtol=1e-12)
        assert fast.draws == slow.draws == 60


def test_numba_is_taken_only_where_it_pays(monkeypatch):
    assert kernels.count_worst(kernels.PAYS_FROM - 1) is None
    monkeypatch.setenv(kernels.ENVIRONMENT, "0")
    assert kernels.count_worst(kernels.PAYS_FROM) is None


def test_without_numba_nothing_is_compiled(monkeypatch):
    monkeypatch.delenv(kernels.ENVIRONMENT, raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert kernels.count_worst(kernels.PAYS_FROM) is None


def test_starting_does_not_load_numba():
    told = subprocess.run(
        [sys.executable, "-c", "import sys; from sharedground import workflow; "
         "from sharedground.analysis import weightings; print('numba' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "False"


def test_the_plain_python_of_the_kernel_counts_the_same(monkeypatch, fewer_ranked):
    monkeypatch.setattr(kernels, "count_worst", lambda size: kernels._count_worst)
    gap = np.where(RNG.random((30, 3)) < 0.2, np.nan, RNG.random((30, 3)))
    by_kernel = worst_shares(gap, np.ones(3), draws=25)
    monkeypatch.setattr(kernels, "count_worst", lambda size: None)
    np.testing.assert_allclose(by_kernel.share, worst_shares(gap, np.ones(3), draws=25).share)
