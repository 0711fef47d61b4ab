"""How often an area is among the worst, over many weightings."""

import numpy as np
import pytest

from sharedground.analysis import noise, weightings
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.weightings import Prior, flips, worst_shares
from sharedground.model.counting import Counting
from sharedground.model.outcome import Expression
from tests.sharedground.analysis.small_place import (
    ASSETS,
    an_outcome,
    areas_of,
    assessed,
    indicators_of,
    values_of,
)

RNG = np.random.default_rng(5)
GAP = RNG.random((40, 4))
WEIGHTS = np.array([0.4, 0.3, 0.2, 0.1])
NEAR = Prior(concentration=20)


def one_by_one(gap, weights, prior, draws, worst, seed):
    """The same by the definition: `Assessment.totals`, a ranking, and shared last places."""
    drawn = prior.draw(weights, draws, np.random.default_rng(seed))
    among, known = np.zeros(len(gap)), np.zeros(len(gap))
    for weight in drawn:
        has = ~np.isnan(gap)
        covered = has @ weight
        total = np.where(covered >= 0.5 - 1e-9, np.nansum(gap * weight, axis=1), np.nan) / covered
        here = np.flatnonzero(~np.isnan(total))
        known[here] += 1
        slots = max(1, int(worst * len(here) + 0.5))
        last = np.sort(total[here])[-slots]
        above, tied = here[total[here] > last], here[total[here] == last]
        among[above] += 1
        among[tied] += (slots - len(above)) / len(tied)
    with np.errstate(invalid="ignore"):
        return np.where(known >= draws / 2, among / known, np.nan)


@pytest.mark.parametrize("prior", [weightings.FLAT, NEAR])
@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_as_by_the_definition(prior, missing):
    gap = np.where(RNG.random(GAP.shape) < missing, np.nan, GAP)
    found = worst_shares(gap, WEIGHTS, prior, draws=60, seed=3)
    np.testing.assert_allclose(found.share, one_by_one(gap, WEIGHTS, prior, 60, 0.1, 3), rtol=1e-12)
    assert np.isnan(found.share).sum() == (found.known < 0.5).sum()


def test_each_draw_has_as_many_places_as_it_should():
    tied = np.zeros((30, 2))
    tied[:2] = 1.0
    found = worst_shares(tied, np.ones(2), draws=7)
    assert found.share.sum() == pytest.approx(3)
    assert found.share[:2].tolist() == [1, 1]
    assert found.share[2:] == pytest.approx(np.full(28, 1 / 28))
    assert found.best_rank[[0, 1, 2]].tolist() == [1, 1, 3]


def test_the_order_of_rows_does_not_matter():
    order = RNG.permutation(len(GAP))
    gap = np.round(GAP, 1)  # many ties
    first, second = worst_shares(gap, WEIGHTS), worst_shares(gap[order], WEIGHTS)
    np.testing.assert_allclose(first.share[order], second.share, rtol=1e-12)
    assert first.worst_rank[order].tolist() == second.worst_rank.tolist()


def test_an_area_that_is_worst_by_everything_always_is():
    gap = GAP.copy()
    gap[7], gap[8] = 1.0, 0.0
    found = worst_shares(gap, WEIGHTS)
    assert found.share[[7, 8]].tolist() == [1, 0]
    assert (found.best_rank[7], found.worst_rank[7]) == (1, 1)
    assert (found.best_rank[8], found.worst_rank[8]) == (40, 40)
    assert 0 < found.half_width[7] < 0.005


def test_ranks_hold_nine_in_ten_draws():
    found = worst_shares(GAP, WEIGHTS, draws=500)
    drawn = weightings.FLAT.draw(WEIGHTS, 500, np.random.default_rng(0))
    ranks = 1 + (-(drawn @ GAP.T)).argsort(axis=1).argsort(axis=1)
    within = (ranks >= found.best_rank) & (ranks <= found.worst_rank)
    assert within.mean(axis=0).min() >= 0.9


def test_the_same_seed_gives_the_same_shares():
    assert worst_shares(GAP, WEIGHTS).share.tolist() == worst_shares(GAP, WEIGHTS).share.tolist()
    other = worst_shares(GAP, WEIGHTS, seed=1).share
    assert np.abs(other - worst_shares(GAP, WEIGHTS).share).max() < 0.06


def test_more_draws_are_within_what_is_said_of_fewer():
    few, many = worst_shares(GAP, WEIGHTS, draws=300), worst_shares(GAP, WEIGHTS, draws=20_000)
    outside = np.abs(few.share - many.share) > few.half_width
    assert outside.mean() <= 0.15


def test_an_outcome_of_weight_0_never_counts():
    idle = np.column_stack([GAP, np.linspace(0, 1, 40)])
    weights = np.append(WEIGHTS, 0.0)
    for prior in (weightings.FLAT, NEAR):
        assert not prior.draw(weights, 50, np.random.default_rng(1))[:, -1].any()
        assert (
            worst_shares(idle, weights, prior).share.tolist()
            == worst_shares(GAP, WEIGHTS, prior).share.tolist()
        )


def test_all_weights_0_is_no_data():
    found = worst_shares(GAP, np.zeros(4), draws=5)
    for figures in (found.share, found.half_width, found.best_rank, found.worst_rank):
        assert np.isnan(figures).all()
    assert not found.known.any()


def test_no_data_anywhere_and_no_areas():
    assert np.isnan(worst_shares(np.full((3, 2), np.nan), np.ones(2), draws=5).share).all()
    assert worst_shares(np.empty((0, 2)), np.ones(2), draws=5).share.shape == (0,)


def test_one_area_is_always_the_worst():
    assert worst_shares(np.array([[0.2]]), np.ones(1), draws=5).share.tolist() == [1]


def test_the_closer_the_prior_the_more_the_stated_weights_decide():
    spread = [
        Prior(concentration=c).draw(WEIGHTS, 4_000, np.random.default_rng(1)).std(axis=0).max()
        for c in (5, 50, 5_000)
    ]
    assert spread == sorted(spread, reverse=True)
    drawn = NEAR.draw(WEIGHTS, 20_000, np.random.default_rng(1))
    assert drawn.mean(axis=0) == pytest.approx(WEIGHTS, abs=0.005)
    low, high = NEAR.limits(0.3)
    assert ((drawn[:, 1] >= low) & (drawn[:, 1] <= high)).mean() == pytest.approx(0.9, abs=0.01)


def test_the_prior_says_in_words_what_is_drawn():
    assert "each mix as likely" in weightings.FLAT.words(0.2)
    low, high = NEAR.limits(0.2)
    assert f"between {round(100 * low)} and {round(100 * high)} %" in NEAR.words(0.2)


def test_a_very_loose_prior_is_still_a_weighting():
    drawn = Prior(concentration=1e-6).draw(WEIGHTS, 200, np.random.default_rng(1))
    assert drawn.sum(axis=1) == pytest.approx(np.ones(200))


@pytest.mark.parametrize(
    ("gap", "weights", "given"),
    [([[1.2]], [1], {}), ([[0.2]], [-1], {}), ([[0.2]], [np.nan], {}), ([[0.2]], [1, 1], {}),
     ([[0.2]], [1], {"worst": 0}), ([[0.2]], [1], {"draws": 0})],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(gap, weights, given):
    with pytest.raises(ValueError, match="must"):
        worst_shares(np.array(gap), np.array(weights, dtype=float), **given)


def test_which_outcome_alone_decides():
    gap = np.full((10, 2), 0.5)
    gap[0], gap[1] = (1.0, 0.0), (0.2, 0.7)
    found = flips(gap, np.array([0.6, 0.4]))
    assert found.among.tolist() == [True] + [False] * 9
    assert found.flips[0].tolist() == [True, False]
    assert found.flips[1].tolist() == [True, False]
    assert not found.flips[2:].any()


def test_leaving_out_by_hand():
    found = flips(GAP, WEIGHTS, worst=0.2)
    for outcome in range(4):
        without = WEIGHTS * (np.arange(4) != outcome)
        now = np.argsort(-(GAP @ WEIGHTS))[:8]
        then = np.argsort(-(GAP @ without))[:8]
        moved = np.isin(np.arange(40), now) != np.isin(np.arange(40), then)
        assert found.flips[:, outcome].tolist() == moved.tolist()


def test_no_total_no_flip():
    gap = np.array([[0.9, np.nan], [0.5, 0.5], [0.1, 0.1]])
    found = flips(gap, np.array([0.7, 0.3]))
    assert found.among.tolist() == [True, False, False]
    assert found.flips[0].tolist() == [False, False]  # without the first it has no total at all
    assert found.flips[1].tolist() == [True, False]
    only = flips(np.array([[0.9], [0.1]]), np.ones(1))
    assert not only.flips.any()


# Noise in the figures


def a_place(n=30, **given) -> Assessment:
    rng = np.random.default_rng(2)
    codes = [f"a{i}" for i in range(n)]
    areas = areas_of(*((code, 400.0 * i, 0, 100 + i) for i, code in enumerate(codes)))
    ill, poor = (dict(zip(codes, rng.integers(1, 60, n), strict=True)) for _ in range(2))
    ill.pop("a4")
    indicators = indicators_of(
        ("ill", "Illness", 2021, "value", "high-is-bad"),
        ("well", "Feels well", 2021, "value", "high-is-good"),
    )
    return assessed(
        an_outcome("Health", 0.6),
        an_outcome(
            "Joy", 0.4, expressed_by=(Expression(indicator="well"), Expression(indicator="ill"))
        ),
        areas=areas, assets=ASSETS, indicators=indicators,
        indicator_values=values_of(ill=ill, well=poor), **given,
    )  # fmt: skip


def last(batches):
    *_, found = batches
    return found


def test_without_noise_it_is_what_the_weights_alone_give():
    place = a_place()
    found = last(noise.with_noise(place, NEAR, noise=0.0, draws=40, seed=4))
    alone = worst_shares(place.gap, place.weights, NEAR, draws=40, seed=4)
    np.testing.assert_allclose(found.share, alone.share, rtol=1e-12)
    assert np.isnan(found.share[4])


def test_without_noise_and_prior_each_share_is_all_or_nothing():
    found = last(noise.with_noise(a_place(), noise=0.0, draws=3))
    assert set(found.share[~np.isnan(found.share)]) == {0.0, 1.0}
    assert found.prior is None


def test_batches_show_progress_and_can_be_stopped():
    batches = noise.with_noise(a_place(), draws=25, batch=10)
    first = next(batches)
    assert (first.draws, first.of) == (10, 25)
    assert [each.draws for each in batches] == [20, 25]


def test_more_noise_makes_shares_less_certain():
    place = a_place()
    sure = [
        np.nanmean(np.abs(last(noise.with_noise(place, noise=n, draws=200)).share - 0.5))
        for n in (0.01, 0.3, 3.0)
    ]
    assert sure == sorted(sure, reverse=True)


def test_noise_moves_need_as_need_is_worked_out():
    place = a_place()
    parts = noise._Needs.of(place)
    np.testing.assert_allclose(parts.drawn(0.0, np.random.default_rng(0)), place.need)
    np.testing.assert_allclose(parts.need * parts.short, place.gap)
    barely = parts.drawn(1e-12, np.random.default_rng(0))
    people = place.areas["people"].to_numpy()
    known = ~np.isnan(place.need[:, 0])
    # Ties of whole figures are broken at random, so only the mean is told.
    assert people[known] @ barely[known, 0] == pytest.approx(people[known].sum() / 2)
    assert np.abs(barely - place.need)[known].max() < 0.1


def test_an_indicator_of_two_outcomes_is_moved_once():
    parts = noise._Needs.of(a_place())
    assert sorted(outcomes for _, outcomes in parts.figures) == [[0, 1], [1]]


def test_a_figure_that_is_the_same_everywhere_is_not_moved():
    areas = areas_of(("a", 0, 0, 100), ("b", 600, 0, 300))
    same = assessed(areas=areas, indicator_values=values_of(ill={"a": 1, "b": 1}))
    found = last(noise.with_noise(same, noise=5.0, draws=10))
    assert set(found.share) <= {0.0, 0.5, 1.0}


def test_a_place_in_the_national_ranking_stays_one():
    codes = ["E01000001", "E01000002", "E01000003"]
    ranks = indicators_of(("s", "Illness", 2019, "score", "high-is-bad"),
                          ("r", "Illness", 2019, "rank", "high-is-good"))  # fmt: skip
    values = values_of(s=dict(zip(codes, (30, 20, 10), strict=True)),
                       r=dict(zip(codes, (1, 30_000, 32_000), strict=True)))  # fmt: skip
    place = assessed(
        an_outcome(expressed_by=(Expression(indicator="Illness"),)),
        areas=areas_of(*((code, 600.0 * i, 0, 100) for i, code in enumerate(codes))),
        indicators=ranks, indicator_values=values, counting=Counting(national=True),
    )  # fmt: skip
    moved = noise._Needs.of(place).drawn(0.5, np.random.default_rng(0))
    assert moved.min() >= 0
    assert moved.max() <= 1
    assert np.abs(moved - place.need).max() > 0.01


@pytest.mark.parametrize("wrong", [{"noise": -1}, {"noise": np.nan}, {"draws": 0}, {"batch": 0}])
def test_noise_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        next(noise.with_noise(a_place(), **wrong))
