"""Votes as a matrix of people and statements, and how many there are of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sharedground.analysis.reach import Floats
from sharedground.errors import InvalidAnswersError
from sharedground.words import say

AGREE: Final = 1.0
DISAGREE: Final = -1.0
PASSED: Final = 0.0

_VOTES: Final = (AGREE, PASSED, DISAGREE)


def checked(votes: ArrayLike) -> Floats:
    """Return votes as an array, shape (people, statements).

    +1 agrees, -1 disagrees, 0 passes, NaN did not vote. (The raw data of Polis have agree as -1;
    its exports have it as +1.)

    Raises
    ------
    InvalidAnswersError
        ``votes.unknown``, with the first row and column that hold something else.
    """
    given = np.asarray(votes, dtype=float)
    if given.ndim != 2:
        message = "votes have the shape (people, statements)"
        raise ValueError(message)
    wrong = np.argwhere(~(np.isnan(given) | np.isin(given, _VOTES)))
    if len(wrong):
        row, column = (int(at) + 1 for at in wrong[0])
        raise InvalidAnswersError(
            "votes.unknown",
            say("Row {row}, column {column}: a vote is 1 (agree), 0 (pass) or -1 (disagree), or "
                "nothing.", row=row, column=column),
            row=row, column=column,
        )  # fmt: skip
    return given


@dataclass(frozen=True, eq=False)
class Counts:
    """How many agree, disagree and pass on each statement; each has the shape (statements,)."""

    agree: Floats
    disagree: Floats
    passed: Floats

    @property
    def seen(self) -> Floats:
        """How many voted at all: those who passed have seen the statement too."""
        return self.agree + self.disagree + self.passed


def counted(votes: Floats, who: NDArray[np.bool_] | None = None) -> Counts:
    """Return the counts of all people, or of those in `who`, shape (people,)."""
    chosen = votes if who is None else votes[who]
    agree, passed, disagree = ((chosen == vote).sum(axis=0).astype(float) for vote in _VOTES)
    return Counts(agree, disagree, passed)
