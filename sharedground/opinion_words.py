"""What a vote on statements shows, in sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import rounds
from sharedground.analysis.agreement import answers_agree
from sharedground.analysis.opinions import statements as figures
from sharedground.analysis.opinions.finding import Opinions, opinions
from sharedground.analysis.opinions.statements import FEWEST_VOTES, Stand
from sharedground.analysis.opinions.votes import Counts
from sharedground.model.rounds import Round, StatementState
from sharedground.store import statements as store
from sharedground.words import say, say_many

APART: Final = 0.25
"""Groups divide on a statement if their shares are at least so far apart."""

SPLIT: Final = 0.4
"""Without groups people are divided where both sides have at least this share of the votes cast."""

ALL_GROUPS: Final = 0.6
"""All groups agree if this share of the group that agrees least does."""


@dataclass(frozen=True, eq=False)
class Heard:
    """What was asked and how people voted.

    Parameters
    ----------
    ids, texts
        Of the statements that have votes, in the order in which they were put.
    found
        What their votes show.
    without
        Texts of statements that were put and that nobody voted on.
    waiting
        Statements of the room that the facilitator had not decided when the round closed.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    found: Opinions
    without: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def grouped(self) -> bool:
        """Whether there are groups to speak of."""
        return bool(self.found.groups)


def heard(engine: Engine, place_id: str, asked: Round) -> Heard | None:
    """Return what a closed round of statements shows; None where nothing may be shown."""
    votes = rounds.votes_of(engine, place_id, asked)
    every = store.statements(engine, place_id, asked.round_id)
    known = {one.statement_id: one.text for one in every if one.state is StatementState.APPROVED}
    ids = [one for one in known if one in votes.columns]
    if not ids or not len(votes):
        return None
    return Heard(
        tuple(ids),
        tuple(known[one] for one in ids),
        opinions(votes[ids].to_numpy(float)),
        tuple(text for one, text in known.items() if one not in ids),
        sum(one.state is StatementState.WAITING for one in every),
    )


def group_name(at: int) -> str:
    """Return what a group is called: by a letter, so that no name judges it."""
    return say("Group {letter}", letter=chr(ord("A") + at))


def finding(told: Heard) -> str:
    """Return the finding: on how much all agree."""
    many = len(agreed(told))
    if not many:
        return say("Nothing is clearly agreed on yet")
    if told.grouped:
        return say_many("All groups agree on {n} statement", "All groups agree on {n} statements",
                        many)  # fmt: skip
    return say_many("Most people agree on {n} statement", "Most people agree on {n} statements",
                    many)  # fmt: skip


def under_finding(told: Heard) -> str:
    """Return who voted, and whether there are groups."""
    people = say_many("{n} person voted.", "{n} people voted.", told.found.people)
    if told.grouped:
        groups = say("{n} groups voted in ways of their own.", n=len(told.found.groups))
        return " ".join(filter(None, (people, groups, in_no_group(told))))
    return people


def in_no_group(told: Heard) -> str:
    """Return how many people are in no group, and why; "" for nobody."""
    left = told.found.people - sum(group.people for group in told.found.groups)
    if not left:
        return ""
    return say_many("{n} person voted on too few statements to be in one.",
                    "{n} people voted on too few statements to be in one.", left)  # fmt: skip


def unheard(told: Heard) -> list[str]:
    """Return what is missing of the statements, in sentences: no votes, or not decided in time."""
    lines = []
    if told.without:
        quoted = "; ".join(f"“{text}”" for text in told.without)
        lines.append(say("Nobody voted on: {statements}. That is no data, not a no.",
                         statements=quoted))  # fmt: skip
    if told.waiting:
        lines.append(say_many("{n} statement of the room was not decided before the round closed.",
                              "{n} statements of the room were not decided before the round "
                              "closed.", told.waiting))  # fmt: skip
    return lines


@dataclass(frozen=True)
class Line:
    """One statement: its position, whether it is agreed with or turned down, and shares."""

    statement: int
    agree: bool
    share: float
    lowest: float


def agreed(told: Heard, most: int = 60) -> list[Line]:
    """Return the statements that all groups agree on or turn down, the clearest first.

    Without groups: what people clearly agree on or turn down, taken together.
    """
    if not told.grouped:
        both = sorted(told.found.consensus, key=lambda one: -one.strength)
        return [Line(one.statement, one.agree, _share(told, one), _share(told, one))
                for one in both][:most]  # fmt: skip
    lines = []
    for agree in (True, False):
        groups = told.found.by_group
        root = figures.all_groups_agree(groups, agree=agree) ** (1 / len(groups))
        low = figures.lowest_group(groups, agree=agree)
        lines += [Line(int(at), agree, float(root[at]), float(low[at]))
                  for at in np.flatnonzero(low >= ALL_GROUPS)]  # fmt: skip
    return sorted(lines, key=lambda one: -one.share)[:most]


def _share(told: Heard, one: Stand) -> float:
    counts = told.found.counts
    some = counts.agree if one.agree else counts.disagree
    return float(some[one.statement] / counts.seen[one.statement])


def divided(told: Heard) -> list[int]:
    """Return positions of the statements that divide people, the most dividing first."""
    counts = told.found.counts
    if told.grouped:
        apart = told.found.apart
        order = np.argsort(-apart, kind="stable")
        return [int(at) for at in order if apart[at] >= APART]
    sides = np.minimum(counts.agree, counts.disagree)
    cast = counts.agree + counts.disagree
    even = np.where(counts.seen >= FEWEST_VOTES, sides / np.maximum(1, cast), 0.0)
    order = np.argsort(-even, kind="stable")
    return [int(at) for at in order if even[at] >= SPLIT]


def said_of(line: Line, told: Heard) -> str:
    """Return how clearly people agree, in a few words."""
    base = told.found.counts
    some = base.agree if line.agree else base.disagree
    of = say("{n} of {total}", n=int(some[line.statement]), total=int(base.seen[line.statement]))
    return say("{of} agree", of=of) if line.agree else say("{of} disagree", of=of)


def is_hidden(told: Heard, at: int) -> bool:
    """Say whether groups' votes on a statement must not be shown.

    So it is where fewer than five of a group voted on it, or of those in no group: their votes
    would be what is left when the others are taken from the whole.
    """
    seen = [float(counts.seen[at]) for counts in told.found.by_group]
    left = float(told.found.counts.seen[at]) - sum(seen)
    return min(seen) < FEWEST_VOTES or 0 < left < FEWEST_VOTES


def percent_of(told: Heard, counts: Counts, at: int) -> str:
    """Return the share of a group that agrees, or that it is hidden."""
    if is_hidden(told, at):
        return say("Hidden")
    return say("{n} in 100", n=round(100 * counts.agree[at] / counts.seen[at]))


def stands_words(told: Heard, at: int) -> list[str]:
    """Return what a group stands for more than the others do, as sentences."""
    group = told.found.groups[at]
    said = []
    for one in group.stands_for:
        if is_hidden(told, one.statement):
            continue
        some = group.counts.agree if one.agree else group.counts.disagree
        of = say("{n} of {total}", n=int(some[one.statement]),
                 total=int(group.counts.seen[one.statement]))  # fmt: skip
        words = say("Agrees: “{text}” ({of})") if one.agree else say("Disagrees: “{text}” ({of})")
        said.append(words.format(text=told.texts[one.statement], of=of))
    return said or [say("Nothing that sets it clearly apart.")]


def table(told: Heard) -> pd.DataFrame:
    """Return votes on each statement, the most agreed first: counts, and share by group.

    Statements that nobody voted on come last, and have no data.

    "Same answer" is van der Eijk's A times 100: 100 all the same, 0 evenly spread, −100 two camps.
    """
    counts = told.found.counts
    same = [100 * answers_agree([d, p, a]) for a, d, p in
            zip(counts.agree, counts.disagree, counts.passed, strict=True)]  # fmt: skip
    data: dict[str, Sequence[object]] = {
        say("Statement"): told.texts,
        say("Agree"): counts.agree.astype(int).tolist(),
        say("Disagree"): counts.disagree.astype(int).tolist(),
        say("Pass"): counts.passed.astype(int).tolist(),
        say("Same answer"): [round(one) if np.isfinite(one) else say("No data") for one in same],
    }
    for at, group in enumerate(told.found.groups):
        data[say("{group} agrees", group=group_name(at))] = [
            percent_of(told, group.counts, one) for one in range(len(told.texts))
        ]
    share = figures.likely_share(counts.agree, counts.seen)
    rows = pd.DataFrame(data).iloc[np.argsort(-share, kind="stable")].astype(object)
    blank = [[text, *[say("No data")] * (rows.shape[1] - 1)] for text in told.without]
    return pd.DataFrame([*rows.to_numpy().tolist(), *blank], columns=rows.columns)
