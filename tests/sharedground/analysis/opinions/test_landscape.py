from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from sharedground.analysis.opinions.chance import chance
from sharedground.analysis.opinions.landscape import extremity, landscape


def some_votes(people: int = 30, statements: int = 10) -> np.ndarray:
    rng = np.random.default_rng(4)
    votes = rng.choice([1.0, 0.0, -1.0], size=(people, statements))
    return np.where(rng.random(votes.shape) < 0.2, np.nan, votes)


def test_people_stand_where_scikit_learn_puts_them() -> None:
    votes = some_votes()
    filled = np.where(np.isnan(votes), np.nanmean(votes, axis=0), votes)
    oracle = PCA(2, svd_solver="full").fit(filled)
    stretch = np.sqrt(10 / (~np.isnan(votes)).sum(axis=1))[:, None]
    expected = oracle.transform(filled) * stretch
    found = landscape(votes)
    assert np.abs(found.people) == pytest.approx(np.abs(expected))
    assert found.explained == pytest.approx(oracle.explained_variance_ratio_.sum())


def test_no_library_can_flip_the_map() -> None:
    directions = landscape(some_votes()).directions
    largest = directions[[0, 1], np.abs(directions).argmax(axis=1)]
    assert (largest > 0).all()


def test_extremity_is_how_far_one_agreement_alone_moves_a_person() -> None:
    votes = some_votes()
    found = landscape(votes)
    mean = np.nanmean(votes, axis=0)
    for statement, value in enumerate(extremity(found)):
        alone = np.zeros(10)
        alone[statement] = 1 - mean[statement]
        assert value == pytest.approx(np.linalg.norm(alone @ found.directions.T) * np.sqrt(10))


def test_votes_that_nobody_cast_move_nobody() -> None:
    votes = some_votes()
    with_empty = np.column_stack([votes, np.full(len(votes), np.nan)])
    found = landscape(with_empty)
    assert found.directions[:, -1] == pytest.approx([0, 0])
    assert found.means[-1] == 0


def test_one_statement_has_a_second_coordinate_of_nothing() -> None:
    found = landscape(np.array([[1.0], [-1.0], [0.0]]))
    assert found.people.shape == (3, 2)
    assert (found.people[:, 1] == 0).all()


def test_chance_is_the_same_each_time_and_never_nothing() -> None:
    votes = some_votes()
    assert chance(votes, seed=3) == chance(votes, seed=3)
    camps = np.tile(np.repeat([[1.0], [-1.0]], 10, axis=0), (1, 6))
    assert chance(camps) == pytest.approx(1 / 40)


def test_chance_leaves_counts_and_gaps_as_they_are() -> None:
    """Where each statement was voted on by one person, there is nothing to deal out anew."""
    votes = np.full((4, 4), np.nan)
    np.fill_diagonal(votes, 1.0)
    assert chance(votes) == 1
