"""People as points on a plane, near to each other where they vote alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sharedground.analysis.reach import Floats


@dataclass(frozen=True, eq=False)
class Landscape:
    """Where people stand, and what moves them there.

    Parameters
    ----------
    people
        Shape (people, 2): the first coordinate tells most apart.
    directions
        Shape (2, statements): which way agreeing with a statement moves a person.
    means
        Shape (statements,): the mean vote; 0 where nobody voted.
    explained
        Share of all variance that the two coordinates hold, 0 to 1. NaN where all vote alike.
    """

    people: Floats
    directions: Floats
    means: Floats
    explained: float


def landscape(votes: Floats) -> Landscape:
    """Return the first two principal components of votes.

    A vote not cast counts as the mean of its statement. Who voted on few statements would then
    stand near the middle; such a person is moved out again by the root of statements / votes cast.

    Parameters
    ----------
    votes
        Shape (people, statements), as `votes.checked` returns them.
    """
    means, centred = centre(votes)
    _, sizes, directions = np.linalg.svd(centred, full_matrices=False)
    total = float((sizes**2).sum())
    first = np.zeros((2, votes.shape[1]))
    held = directions[:2] * (sizes[:2, None] > 1e-9 * (total**0.5 or 1.0))
    first[: len(held)] = _turned(held)
    cast = np.maximum(1, (~np.isnan(votes)).sum(axis=1))
    stretch = np.sqrt(votes.shape[1] / cast)[:, None]
    return Landscape(
        people=centred @ first.T * stretch,
        directions=first,
        means=means,
        explained=float((sizes[:2] ** 2).sum() / total) if total > 0 else float("nan"),
    )


def centre(votes: Floats) -> tuple[Floats, Floats]:
    """Return the mean vote of each statement, and votes less their mean: 0 where none was cast."""
    cast = ~np.isnan(votes)
    means = np.nansum(votes, axis=0) / np.maximum(1, cast.sum(axis=0))
    return means, np.where(cast, votes - means, 0.0)


def _turned(directions: Floats) -> Floats:
    """Return directions with the largest part of each positive, so that no library flips a map."""
    if not directions.size:
        return directions
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
    return np.asarray(directions * np.where(largest < 0, -1.0, 1.0), dtype=float)


def extremity(found: Landscape) -> Floats:
    """Return how far from the middle someone stands who agrees with one statement alone.

    Shape (statements,). It raises the turn of statements that tell people apart.
    """
    length = np.hypot(*found.directions)
    far = np.abs(1 - found.means) * np.sqrt(len(found.means)) * length
    return np.asarray(far, dtype=float)
