"""What may be said of statements: what all agree on, what a group stands for, what to ask next.

All shares are moved a little towards one half (one vote each way is added), so that 2 of 2 does
not beat 40 of 41. The formulas are those of Polis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sharedground.analysis.opinions.votes import Counts
from sharedground.analysis.reach import Floats

CLEAR: Final = 1.2816
"""A z beyond which 1 in 10 lies by chance."""

MOST: Final = 5
FEWEST_VOTES: Final = 5
"""With fewer votes on a statement nothing is said of it: 1 of 1 would be clear by its z."""

_META: Final = 7.0**2


def likely_share(some: ArrayLike, seen: ArrayLike) -> Floats:
    """Return the share of those who have seen a statement, one vote each way added."""
    more, base = (np.asarray(count, dtype=float) for count in (some, seen))
    return np.asarray((more + 1) / (base + 2), dtype=float)


def z_of_share(some: ArrayLike, seen: ArrayLike) -> Floats:
    """Return how clearly a share is above one half, as a z score."""
    base = np.asarray(seen, dtype=float) + 1
    share = (np.asarray(some, dtype=float) + 1) / base
    return np.asarray(2 * np.sqrt(base) * (share - 0.5), dtype=float)


def z_of_two(some: ArrayLike, other: ArrayLike, seen: ArrayLike, other_seen: ArrayLike) -> Floats:
    """Return how clearly a share is above that of others, as a z score; 0 if all agree."""
    first, second, base, other_base = (
        np.asarray(count, dtype=float) + 1 for count in (some, other, seen, other_seen)
    )
    both = (first + second) / (base + other_base)
    spread = np.sqrt(np.maximum(0, both * (1 - both)) * (1 / base + 1 / other_base))
    apart = first / base - second / other_base
    flat = np.zeros_like(apart)
    return np.asarray(np.divide(apart, spread, out=flat, where=spread > 0), dtype=float)


def priority(agree: ArrayLike, passed: ArrayLike, seen: ArrayLike, extremity: ArrayLike) -> Floats:
    """Return how much it would tell to ask a statement next: more if new, agreed on, telling.

    Parameters
    ----------
    agree, passed, seen
        How many agreed, passed, and have seen it.
    extremity
        As `landscape.extremity` returns it.
    """
    votes = np.asarray(seen, dtype=float)
    matters = (
        (1 - likely_share(passed, votes))
        * (1 + np.asarray(extremity, dtype=float))
        * likely_share(agree, votes)
    )
    return np.asarray((matters * (1 + 8 * 2 ** (-votes / 5))) ** 2, dtype=float)


def priorities(counts: Counts, extremity: Floats, meta: NDArray[np.bool_] | None = None) -> Floats:
    """Return the priority of each statement, shape (statements,).

    Parameters
    ----------
    meta
        Statements about the vote itself: they have a priority of 49 always.
    """
    found = priority(counts.agree, counts.passed, counts.seen, extremity)
    return found if meta is None else np.where(meta, _META, found)


def next_statement(
    found: Floats, answered: NDArray[np.bool_], rng: np.random.Generator
) -> int | None:
    """Draw the statement to ask next, by priority; None where all are answered.

    Parameters
    ----------
    found
        Priorities, shape (statements,).
    answered
        Which this person has answered already.
    """
    left = np.flatnonzero(~answered)
    if not len(left):
        return None
    return int(rng.choice(left, p=found[left] / found[left].sum()))


@dataclass(frozen=True)
class Stand:
    """A statement by its position, and whether people agree with it or disagree."""

    statement: int
    agree: bool
    strength: float


def consensus(counts: Counts, most: int = MOST) -> tuple[Stand, ...]:
    """Return what people clearly agree on, then what they clearly disagree with, clearest first."""
    return (*_clear(counts, most, agree=True), *_clear(counts, most, agree=False))


def _clear(counts: Counts, most: int, *, agree: bool) -> tuple[Stand, ...]:
    some = counts.agree if agree else counts.disagree
    share, z = likely_share(some, counts.seen), z_of_share(some, counts.seen)
    strength = np.where((share > 0.5) & (z > CLEAR) & _voted(counts), share * z, -np.inf)
    return _strongest(strength, most, agree)


def _voted(counts: Counts) -> NDArray[np.bool_]:
    return np.asarray(counts.seen >= FEWEST_VOTES)


def _strongest(strength: Floats, most: int, agree: bool) -> tuple[Stand, ...]:
    order = np.argsort(-strength, kind="stable")[:most]
    return tuple(
        Stand(int(at), agree, float(strength[at])) for at in order if np.isfinite(strength[at])
    )


def stands_for(group: Counts, others: Counts, most: int = MOST) -> tuple[Stand, ...]:
    """Return what a group stands for more than others do: where both z scores are clear.

    The strongest first: by share, times how many times the share of the others it is, times both
    z scores.
    """
    both = [*_own(group, others, agree=True), *_own(group, others, agree=False)]
    return tuple(sorted(both, key=lambda one: -one.strength)[:most])


def _own(group: Counts, others: Counts, *, agree: bool) -> tuple[Stand, ...]:
    some, other = (one.agree if agree else one.disagree for one in (group, others))
    share = likely_share(some, group.seen)
    times = share / likely_share(other, others.seen)
    z, z_two = z_of_share(some, group.seen), z_of_two(some, other, group.seen, others.seen)
    clear = (z > CLEAR) & (z_two > CLEAR) & _voted(group)
    return _strongest(np.where(clear, share * times * z * z_two, -np.inf), len(share), agree)


def all_groups_agree(groups: list[Counts], *, agree: bool = True) -> Floats:
    """Return the group-informed consensus of each statement: the product of the groups' shares.

    Shape (statements,). A statement that one group turns down cannot come out high, however large
    the others are. Its root, by the number of groups, can be compared between rounds.
    """
    return np.asarray(np.prod(_shares(groups, agree), axis=0), dtype=float)


def lowest_group(groups: list[Counts], *, agree: bool = True) -> Floats:
    """Return the share of the group that agrees least with each statement."""
    return np.asarray(_shares(groups, agree).min(axis=0), dtype=float)


def apart(groups: list[Counts]) -> Floats:
    """Return how far groups are apart on each statement: the largest share less the smallest."""
    return np.asarray(np.ptp(_shares(groups, agree=True), axis=0), dtype=float)


def _shares(groups: list[Counts], agree: bool) -> Floats:
    return np.stack(
        [likely_share(one.agree if agree else one.disagree, one.seen) for one in groups]
    )
