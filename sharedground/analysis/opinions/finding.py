"""What a vote on statements shows: groups where there are any, and what may be said of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sharedground.analysis.opinions import chance as by_chance
from sharedground.analysis.opinions import grouping, statements
from sharedground.analysis.opinions.landscape import Landscape, extremity, landscape
from sharedground.analysis.opinions.votes import Counts, checked, counted
from sharedground.analysis.reach import Floats
from sharedground.words import say

FEWEST_VOTERS: Final = 12
FEWEST_STATEMENTS: Final = 3
"""Two statements lie on two components whatever the votes."""


class NoGroups(StrEnum):
    """Why there are no groups: stable codes."""

    FEW_PEOPLE = "opinions.few-people"
    FEW_STATEMENTS = "opinions.few-statements"
    ALIKE = "opinions.alike"
    CHANCE = "opinions.chance"
    SMALL_GROUP = "opinions.small-group"

    @property
    def words(self) -> str:
        """The reason in a sentence or two."""
        return _reason(self)


def _reason(why: NoGroups) -> str:
    if why is NoGroups.FEW_PEOPLE:
        return say("Fewer than {n} people voted. That is too few to speak of groups.",
                   n=FEWEST_VOTERS)  # fmt: skip
    if why is NoGroups.FEW_STATEMENTS:
        return say("Fewer than {n} statements have votes. That is too few to speak of groups.",
                   n=FEWEST_STATEMENTS)  # fmt: skip
    if why is NoGroups.ALIKE:
        return say("Everyone voted the same way, so there are no groups.")
    if why is NoGroups.CHANCE:
        return say("The votes hang together no more than they would by chance. So we show no "
                   "groups.")  # fmt: skip
    return say("A group would have fewer than {n} people. So we show no groups, to protect them.",
               n=grouping.FEWEST)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Group:
    """People who voted alike: never fewer than five.

    Parameters
    ----------
    people
        How many.
    counts
        Their votes on each statement.
    stands_for
        What they stand for more than the others do, the strongest first.
    middle
        Where the group's middle is in the landscape, shape (2,).
    reach
        Root mean square distance of its people from there.
    """

    people: int
    counts: Counts
    stands_for: tuple[statements.Stand, ...]
    middle: Floats
    reach: float


@dataclass(frozen=True, eq=False)
class Opinions:
    """What a vote on statements shows. It holds no row of any person.

    Parameters
    ----------
    people
        How many voted on one statement or more.
    counts
        Votes on each statement, of everyone.
    groups
        The largest first; none where `reason` says why.
    reason
        Why there are no groups; None where there are.
    chance
        How often chance alone would line votes up as well; NaN where it was not asked.
    explained
        Share of variance on the plane on which groups were looked for.
    priorities
        Of each statement: how much it would tell to ask it next.
    consensus
        What people clearly agree on or disagree with, taken all together.
    """

    people: int
    counts: Counts
    groups: tuple[Group, ...]
    reason: NoGroups | None
    chance: float
    explained: float
    priorities: Floats
    consensus: tuple[statements.Stand, ...]

    @property
    def by_group(self) -> list[Counts]:
        """The counts of each group; of everyone where there are no groups."""
        return [group.counts for group in self.groups] or [self.counts]

    @property
    def agreed_by_all(self) -> Floats:
        """Root of the group-informed consensus of each statement, 0 to 1."""
        found = statements.all_groups_agree(self.by_group)
        return np.asarray(found ** (1 / len(self.by_group)), dtype=float)

    @property
    def lowest(self) -> Floats:
        """The share that agrees in the group that agrees least, of each statement."""
        return statements.lowest_group(self.by_group)

    @property
    def apart(self) -> Floats:
        """How far groups are apart on each statement, 0 to 1."""
        return statements.apart(self.by_group)


def opinions(votes: ArrayLike, *, seed: int = 0) -> Opinions:
    """Return what a vote shows.

    Parameters
    ----------
    votes
        Shape (people, statements): +1 agrees, -1 disagrees, 0 passes, NaN did not vote.
    seed
        Where chance begins; the same votes give the same answer.
    """
    given = checked(votes)
    given = given[~np.isnan(given).all(axis=1)]
    plane = landscape(given)
    everyone = counted(given)
    p, groups, reason = _groups(given, plane, seed)
    return Opinions(
        people=len(given),
        counts=everyone,
        groups=() if groups is None else _told(given, plane, groups),
        reason=reason,
        chance=p,
        explained=plane.explained,
        priorities=statements.priorities(everyone, extremity(plane)),
        consensus=statements.consensus(everyone),
    )


def _groups(
    votes: Floats, plane: Landscape, seed: int
) -> tuple[float, grouping.Groups | None, NoGroups | None]:
    """Return the chance, the group of each person (-1 is none), and why there are no groups."""
    unasked = float("nan")
    who = grouping.who_counts(votes)
    if who.sum() < FEWEST_VOTERS:
        return unasked, None, NoGroups.FEW_PEOPLE
    if (~np.isnan(votes).all(axis=0)).sum() < FEWEST_STATEMENTS:
        return unasked, None, NoGroups.FEW_STATEMENTS
    if np.isnan(plane.explained):
        return unasked, None, NoGroups.ALIKE
    p = by_chance.chance(votes, seed=seed)
    if p > by_chance.LIKELY:
        return p, None, NoGroups.CHANCE
    found = grouping.grouped(plane.people[who], seed=seed)
    if found is None:
        return p, None, NoGroups.SMALL_GROUP
    return p, _everyone(plane.people, who, found), None


def _everyone(points: Floats, who: np.ndarray, found: grouping.Groups) -> grouping.Groups:
    """Return the group of each person; -1 for those with few votes.

    Fewer than five such people would be all that is left when the groups are taken from the whole:
    they join the group nearest to them.
    """
    groups = np.full(len(who), -1, dtype=np.intp)
    groups[who] = found
    left = ~who
    if 0 < left.sum() < grouping.FEWEST:
        groups[left] = grouping.nearest(points[left], points[who], found)
    return groups


def _told(votes: Floats, plane: Landscape, groups: grouping.Groups) -> tuple[Group, ...]:
    told = []
    for one in range(groups.max() + 1):
        inside = groups == one
        mine = counted(votes, inside)
        others = counted(votes, (groups >= 0) & ~inside)
        points = plane.people[inside]
        middle = points.mean(axis=0)
        told.append(Group(
            people=int(inside.sum()), counts=mine,
            stands_for=statements.stands_for(mine, others), middle=middle,
            reach=float(np.sqrt(((points - middle) ** 2).sum(axis=1).mean())),
        ))  # fmt: skip
    return tuple(told)
