"""What a round of points shows, in sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from sharedground.analysis import agreement
from sharedground.analysis.agreement import ALL_POINTS, Camps, Contested, Pooled
from sharedground.analysis.reach import Floats
from sharedground.rounds import FEW, FEW_NEW, FEWEST, OPEN, Shares
from sharedground.words import decimal, say, say_many

CLOSE: Final = 10.0
"""Partners who are never more points than this apart are close."""

ALIKE: Final = 5.0
"""Averages within so many points look the same."""

LITTLE: Final = 5.0
"""A change of fewer points than this is small."""

MUCH_ORDER, SOME_ORDER = 0.6, 0.2
"""From these mean rank correlations on partners agree on the order mostly, or partly."""


@dataclass(frozen=True, eq=False)
class Agreement:
    """How the partners of one round agree.

    Parameters
    ----------
    shares
        A closed round that names its partners, of one partner or more.
    how
        How the shares of partners become one.
    """

    shares: Shares
    how: Pooled = Pooled.MEAN

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes, as they were asked."""
        return tuple(choice.name for choice in self.shares.round.outcomes)

    @cached_property
    def partners(self) -> tuple[str, ...]:
        """Names of the partners that answered, in the order of `rows`."""
        return tuple(self.shares.names.get(one, one) for one in self.shares.partners.index)

    @cached_property
    def rows(self) -> Floats:
        """Shares of 1, shape (partners, outcomes)."""
        return self.shares.partners[list(self.shares.codes)].to_numpy(dtype=float)

    @cached_property
    def weights(self) -> Floats:
        """Shared weight of each outcome."""
        return agreement.shared(self.rows, self.how)

    @cached_property
    def contested(self) -> Contested:
        """How far partners are apart on each outcome."""
        return agreement.contested(self.rows)

    @cached_property
    def camps(self) -> tuple[Camps | None, ...]:
        """Two camps on each outcome, or None."""
        return agreement.camps(self.rows)

    @cached_property
    def overlap(self) -> Floats:
        """Points of 100 that sit where the shared weights put them, of each partner."""
        return ALL_POINTS * agreement.overlap(self.rows, self.weights)

    @cached_property
    def pairs(self) -> Floats:
        """Points of 100 that each two partners have in common."""
        return ALL_POINTS * agreement.pair_overlap(self.rows)

    @cached_property
    def without(self) -> Floats:
        """Points of 100 that would sit elsewhere without each partner; NaN of the only one."""
        return ALL_POINTS * agreement.leave_one_out(self.rows, self.how)

    @cached_property
    def residents(self) -> Floats | None:
        """Shares of the residents, if they may be shown."""
        found = self.shares.residents
        return None if found is None else found.reindex(list(self.shares.codes)).to_numpy(float)


def listed(texts: Sequence[str]) -> str:
    """Return names as people write a list: "A, B and C"."""
    if len(texts) < 2:
        return "".join(texts)
    return say("{first} and {last}", first=", ".join(texts[:-1]), last=texts[-1])


def points(value: float) -> str:
    """Return points as a number to read: whole, unless that would hide a half or so."""
    return decimal(value, 0 if abs(value - round(value)) < 0.05 else 1)


def finding(found: Agreement) -> str:
    """Return the finding: what to talk about first, or that partners are close."""
    if len(found.rows) < 2:
        return say("Only one partner has answered so far")
    first = int(found.contested.order[0])
    most = found.contested.spread[first]
    if most < CLOSE:
        return say("Partners are close: never more than {n} points apart", n=points(most))
    return say("Talk about “{outcome}” first", outcome=found.outcomes[first])


def under_finding(found: Agreement) -> str:
    """Return the sentence below the finding."""
    if len(found.rows) < 2:
        return say("There is nothing to compare yet.")
    first = int(found.contested.order[0])
    column = ALL_POINTS * found.rows[:, first]
    if found.contested.spread[first] < CLOSE:
        return say("Each dot is a partner. All {n} put their points in much the same places.",
                   n=len(found.rows))  # fmt: skip
    return say(
        "One partner gives it {low} of 100 points and another {high}. Each dot is a partner.",
        low=points(column.min()), high=points(column.max()),
    )  # fmt: skip


def hidden_camps(found: Agreement) -> list[str]:
    """Return where an average hides that partners stand in two camps."""
    said = []
    for at in found.contested.order:
        camp = found.camps[at]
        if camp is not None:
            said.append(_camp_words(camp, found.outcomes[at], ALL_POINTS * found.weights[at]))
    most = float(found.contested.spread.max(initial=0))
    if ALL_POINTS * np.ptp(found.rows.mean(axis=0)) < ALIKE and most > 2 * CLOSE:
        said.append(
            say("All outcomes have nearly the same average. Yet partners are up to {n} points "
                "apart.", n=points(most))
        )  # fmt: skip
    return said


def _camp_words(camp: Camps, outcome: str, shared: float) -> str:
    figures = {"outcome": outcome, "fewer": camp.fewer, "more": camp.more,
               "low": points(camp.low), "high": points(camp.high)}  # fmt: skip
    if not camp.low < shared < camp.high:  # the middle may stand with one of the camps
        return say("“{outcome}”: {fewer} partners give {low} or less, {more} give {high} or more.",
                   **figures)  # fmt: skip
    return say(
        "“{outcome}”: {fewer} partners give {low} or less, {more} give {high} or more. The shared "
        "{shared} points stand for nobody.", shared=points(shared), **figures,
    )  # fmt: skip


def order_words(found: Agreement) -> tuple[str, str]:
    """Return whether partners put outcomes in the same order, as a finding and a sentence."""
    w, many = agreement.same_order(found.rows), len(found.rows)
    if np.isnan(w):
        return (
            say("No order given"),
            say("An order needs two partners who do not give every outcome the same."),
        )
    alike = (many * w - 1) / (many - 1)
    figure = say("On a scale from 0 (no common order) to 1 (all the same) they are at {w}.",
                 w=decimal(w, 2))  # fmt: skip
    tied = int((~agreement.ordered(found.rows)).sum())
    if tied:
        figure += " " + say_many("{n} partner gives every outcome the same.",
                                 "{n} partners give every outcome the same.", tied)  # fmt: skip
    if alike >= MUCH_ORDER:
        return say("Partners mostly put outcomes in the same order"), figure
    if alike >= SOME_ORDER:
        return say("Partners agree in part on the order of outcomes"), figure
    return say("Partners do not share one order of outcomes"), figure


def overlap_finding(found: Agreement) -> str:
    """Return how close partners are to the shared weights, all in all."""
    if np.isnan(found.overlap).any():
        return say("No shared middle to compare with")
    return say("Every partner has at least {n} of its 100 points where the shared vision puts them",
               n=points(found.overlap.min()))  # fmt: skip


def overlap_words(found: Agreement, partner: int) -> str:
    """Return how close one partner is to the shared weights."""
    return say("{n} of your 100 points sit where the shared vision puts them.",
               n=points(found.overlap[partner]))  # fmt: skip


def yours_words(found: Agreement, partner: int) -> list[str]:
    """Return where a partner gives most more, and most less, than the shared weights."""
    far = ALL_POINTS * (found.rows[partner] - found.weights)
    more, less = int(np.argmax(far)), int(np.argmin(far))
    if max(far[more], -far[less]) < LITTLE:
        return [say("You are close to the shared vision on every outcome.")]
    return [
        say("Furthest above the shared vision: “{outcome}”, by {n} points.",
            outcome=found.outcomes[more], n=points(far[more])),
        say("Furthest below it: “{outcome}”, by {n} points.",
            outcome=found.outcomes[less], n=points(-far[less])),
    ]  # fmt: skip


def pair_finding(found: Agreement) -> str:
    """Return which two partners have least in common."""
    names, pairs = found.partners, found.pairs
    first, second = np.unravel_index(int(np.argmin(pairs)), pairs.shape)
    if pairs[first, second] > ALL_POINTS - CLOSE:
        return say("Every two partners have at least {n} of 100 points in common",
                   n=points(pairs.min()))  # fmt: skip
    return say("{one} and {other} have least in common: {n} of 100 points",
               one=names[first], other=names[second], n=points(pairs.min()))  # fmt: skip


def without_finding(found: Agreement) -> str:
    """Return whether the shared weights hang on any partner."""
    if np.isnan(found.without).any():
        return say("Nothing would be left without the only partner")
    most = int(np.argmax(found.without))
    if found.without[most] < LITTLE:
        return say("No: without any one partner, fewer than {n} of 100 points would move",
                   n=points(np.floor(found.without[most] + 0.05) + 1))  # fmt: skip
    return say("Most without {partner}: {n} of 100 points would move",
               partner=found.partners[most], n=points(found.without[most]))  # fmt: skip


def residents_words(found: Agreement) -> list[str]:
    """Return what residents say, beside the partners; empty where it may not be shown."""
    theirs = found.residents
    if theirs is None:
        return []
    most = int(np.argmax(theirs))
    people = found.shares.resident_people
    said = [
        say("{n} residents put most on “{outcome}”: {points} of 100 points. Partners put {shared} "
            "there.", n=people, outcome=found.outcomes[most],
            points=points(ALL_POINTS * theirs[most]),
            shared=points(ALL_POINTS * found.weights[most])),
    ]  # fmt: skip
    common = float(agreement.overlap(theirs[None], found.weights)[0])
    if not np.isnan(common):
        said.append(
            say("Residents and partners have {n} of 100 points in common. Residents are not part "
                "of the shared weights.", n=points(ALL_POINTS * common))
        )  # fmt: skip
    return said


def why_no_result(why: str) -> str:
    """Return why partners' shares are not shown, or not the latest."""
    if why == OPEN:
        return say("The round is still open. The result comes when it is closed.")
    if why == FEW:
        return say("Fewer than {n} partners answered. So nothing is shown, to protect them.",
                   n=FEWEST["partners"])  # fmt: skip
    if why == FEW_NEW:
        return say("The latest answers are not in yet. Fewer than {n} are new, and showing them "
                   "would give away what one of them said.", n=FEWEST["partners"])  # fmt: skip
    return ""


def why_no_residents(why: str) -> str:
    """Return why the residents' line is not shown, or not the latest."""
    if why == FEW:
        return say("Fewer than {n} residents answered, so there is no line of theirs.",
                   n=FEWEST["residents"])  # fmt: skip
    if why == FEW_NEW:
        return say("The latest answers of residents are not in yet: too few are new to show them.")
    return ""


def table(found: Agreement) -> pd.DataFrame:
    """Return points of 100 by partner, then the shared weights, then those of residents.

    Columns: partner, each outcome (the most contested first), and the points in common.
    """
    order = [int(at) for at in found.contested.order]
    names = [*found.partners, shared_name(found.how)]
    rows, common = [*found.rows, found.weights], [*found.overlap, ALL_POINTS]
    if found.residents is not None:
        names.append(say("Residents ({n})", n=found.shares.resident_people))
        rows.append(found.residents)
        overlap = agreement.overlap(found.residents[None], found.weights)
        common.append(float(ALL_POINTS * overlap[0]))
    whole = (ALL_POINTS * np.stack(rows)[:, order]).round(1)
    told = pd.DataFrame(whole, columns=[found.outcomes[at] for at in order])
    told.insert(0, say("Partner"), names)
    told[say("In common")] = np.round(common, 1)
    return told


def shared_name(how: Pooled) -> str:
    """Return what the shared weights are called."""
    return say("Shared (average)") if how is Pooled.MEAN else say("Shared (middle)")


@dataclass(frozen=True, eq=False)
class Moved:
    """What moved from one round to a later one, on the outcomes that both asked for.

    Parameters
    ----------
    table
        `outcome`, `before`, `after` and `change` in points of 100; NaN where one did not ask.
    points
        Points of 100 that sit elsewhere; NaN where the two asked for different outcomes.
    partners
        `name` and `points` moved, of partners that both name; empty where one is unattributed.
    """

    table: pd.DataFrame
    points: float
    partners: pd.DataFrame


def moved(before: Shares, after: Shares) -> Moved | None:
    """Return what moved between two rounds; None where either has no shared weights."""
    if before.mean is None or after.mean is None:
        return None
    names = {**before.outcome_names, **after.outcome_names}
    codes = list(dict.fromkeys((*after.codes, *before.codes)))
    then, now = ALL_POINTS * before.mean.reindex(codes), ALL_POINTS * after.mean.reindex(codes)
    rows = pd.DataFrame(
        {
            "outcome": [names[code] for code in codes],
            "before": then.to_numpy(),
            "after": now.to_numpy(),
            "change": (now - then).to_numpy(),
        }
    )
    same = set(before.codes) == set(after.codes)
    both = [one for one in after.partners.index if same and one in before.partners.index]
    far = [
        ALL_POINTS * agreement.moved(before.partners.loc[one].to_numpy(float),
                                     after.partners.loc[one, list(before.codes)].to_numpy(float))
        for one in both
    ]  # fmt: skip
    return Moved(
        table=rows,
        points=float(np.abs(rows["change"]).sum() / 2) if same else float("nan"),
        partners=pd.DataFrame({"name": [after.names.get(one, one) for one in both], "points": far}),
    )


def moved_finding(found: Moved, before: str) -> str:
    """Return what moved since a round of this title."""
    if np.isnan(found.points):
        return say("“{title}” asked about other outcomes", title=before)
    if found.points < 1:
        return say("Hardly anything has moved since “{title}”", title=before)
    most = int(found.table["change"].abs().to_numpy().argmax())
    return say("{n} of 100 points moved since “{title}”, most on “{outcome}”",
               n=points(found.points), title=before,
               outcome=found.table["outcome"].iloc[most])  # fmt: skip


def change(value: float) -> str:
    """Return a change in points with its sign; no data where one round did not ask."""
    if np.isnan(value):
        return say("No data")
    if abs(value) < 0.05:
        return "0"
    return ("+" if value > 0 else "−") + points(abs(value))
