"""How areas stand: where enough is in reach, which may need more first, and those between."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis.assessment import ALL, Assessment, State
from sharedground.analysis.neighbourhood import shares_of

MOST: Final = 0.5
"""Enough in reach for more than this share (of the weights, of the people) is "most"."""

LEAST_KNOWN: Final = 0.5
"""A group of areas with data for fewer of its people than this is "no data"."""

_NEARLY: Final = 1e-9


class Verdict(StrEnum):
    """How an area stands for one outcome, or for all together."""

    ENOUGH = "enough"
    BETWEEN = "between"
    FIRST = "first"
    NO_DATA = "no data"


def standing(
    found: Assessment,
    outcome: str = ALL,
    groups: pd.Series | None = None,
    average: float | None = None,
) -> pd.DataFrame:
    """Return how each area, or each group of areas, stands.

    An area "may need more first" where its gap is above the place's average. Otherwise it
    has "enough" where access meets the target for most of the weights.

    Parameters
    ----------
    found
        The assessment.
    outcome
        Code or name of an outcome, or `ALL` for the weighted total.
    groups
        Shape (areas,), in the order of `found.areas`: the name of each area's ward or
        neighbourhood. Figures of a group are means weighted by people, over its areas with
        data. None keeps the areas apart.
    average
        The gap above which an area "may need more first", instead of the place's average: what
        changes is judged by the average of before.

    Returns
    -------
    pandas.DataFrame
        `key` (area code, or the group's name), `areas` (count), `people` (residents),
        `known` (share of them with data), `need`, `gap`, `met` (0 to 1), `access` and
        `target` (places per 1,000 people, NaN for `ALL`), `edge` (count of areas) and
        `verdict`, in the order of `found.areas`. `met` is the share of the weights (in a
        group: and of people) for which access meets the target; an outcome
        without data meets none. NaN is no data at all.

    Raises
    ------
    NotFoundError
        If there is no such outcome.
    """
    rows = _by_area(found, outcome)
    average = average_gap(rows) if average is None else average
    if groups is not None:
        rows = _grouped(rows, groups)
    return rows.assign(verdict=_verdicts(rows, average))


def together(
    found: Assessment, area_codes: Collection[str] | Mapping[str, float], outcome: str = ALL
) -> pd.Series:
    """Return how some areas, each wholly or in part, stand together.

    Parameters
    ----------
    area_codes
        As for `profile.profile`.

    Returns
    -------
    pandas.Series
        A row of `standing`, with `rank`: one more than the number of single areas whose gap is
        larger (NaN without data), and `ranked`, of how many areas that is known.
    """
    rows = _by_area(found, outcome)
    share = rows["key"].map(shares_of(area_codes)).fillna(0.0)
    here = rows.assign(people=rows["people"] * share)[share > 0]
    mine = pd.Series(np.nan, index=rows.columns)
    if len(here):
        mine = _grouped(here, pd.Series("", index=here.index)).iloc[0]
    gap, known = float(mine["gap"]), rows["gap"].dropna().to_numpy(float)
    rank = np.nan if np.isnan(gap) else 1 + int((known > gap + _NEARLY).sum())
    verdict = _verdict(gap, float(mine["met"]), average_gap(rows))
    return pd.Series({**mine.to_dict(), "verdict": verdict, "rank": rank, "ranked": len(known)})


@dataclass(frozen=True)
class Firmness:
    """Whether areas stand as they do however it is counted.

    Parameters
    ----------
    verdict
        By the vision's own weights.
    ways
        In how many ways it was counted, that one included; ways without data are not.
    agree
        In how many of them it is the same.
    otherwise
        Outcomes without which it is not.
    ranks
        The highest and the lowest rank among single areas; (0, 0) without data.
    """

    verdict: Verdict
    ways: int
    agree: int
    otherwise: tuple[str, ...]
    ranks: tuple[int, int]

    @property
    def firm(self) -> bool:
        """Whether every way of counting agrees."""
        return self.ways > 1 and self.agree == self.ways


def firmness(
    found: Assessment,
    area_codes: Collection[str] | Mapping[str, float],
    others: Sequence[Assessment] = (),
) -> Firmness:
    """Return how firm it is how some areas stand for all outcomes together.

    It is counted with the vision's weights, with all outcomes alike, without each of the outcomes
    in turn, and by other assessments.

    Parameters
    ----------
    others
        Of the same areas and outcomes, such as one without places that nobody checked for long.
    """
    own = together(found, area_codes)
    weights = found.weights
    more = [(each, "") for each in others]
    if (weights > 0).sum() > 1:
        more.append((found.with_weights([1.0] * len(weights)), ""))
        more += [
            (found.with_weights([*weights[:at], 0.0, *weights[at + 1 :]]), item.name)
            for at, item in enumerate(found.vision.outcomes)
            if weights[at] > 0
        ]
    told = [(own, ""), *((together(each, area_codes), name) for each, name in more)]
    told = [(row, name) for row, name in told if row["verdict"] != Verdict.NO_DATA]
    ranks = [int(row["rank"]) for row, _ in told]
    return Firmness(
        verdict=own["verdict"],
        ways=len(told),
        agree=sum(row["verdict"] == own["verdict"] for row, _ in told),
        otherwise=tuple(name for row, name in told if name and row["verdict"] != own["verdict"]),
        ranks=(min(ranks), max(ranks)) if ranks else (0, 0),
    )


def average_gap(rows: pd.DataFrame) -> float:
    """Return the mean gap of the place, weighted by people; NaN without data.

    Parameters
    ----------
    rows
        As `standing` returns them, by area or by group.
    """
    people = (rows["people"] * rows["known"]).to_numpy(dtype=float)
    gap = rows["gap"].to_numpy(dtype=float)
    has = np.isfinite(gap) & (people > 0)
    return float(np.average(gap[has], weights=people[has])) if has.any() else float("nan")


def ranked(rows: pd.DataFrame, verdict: Verdict) -> pd.DataFrame:
    """Return the rows with a verdict, those that show it most first.

    Those with enough are ordered by how much of what matters is met, then by access over
    target, then by need: enough in reach of many who need it says more. All others by gap.
    """
    chosen = rows[rows["verdict"] == verdict]
    if verdict is not Verdict.ENOUGH:
        return chosen.sort_values(["gap", "need"], ascending=False, kind="stable")
    order = chosen.assign(times=times_target(chosen))
    order = order.sort_values(["met", "times", "need"], ascending=False, kind="stable")
    return order.drop(columns="times")


def times_target(rows: pd.DataFrame) -> pd.Series:
    """Return access over target: 1 is exactly the target. NaN for the total of all outcomes."""
    return rows["access"].astype(float) / rows["target"].astype(float)


def people_by_verdict(rows: pd.DataFrame) -> pd.Series:
    """Return the share of the place's known people by verdict, in the order of `Verdict`."""
    total = rows["people"].sum()
    by = rows.groupby(rows["verdict"].astype(str))["people"].sum()
    shares = by.reindex([verdict.value for verdict in Verdict], fill_value=0.0)
    return shares / total if total > 0 else shares * np.nan


def _by_area(found: Assessment, outcome: str) -> pd.DataFrame:
    rows = found.areas[["area_code", "people"]].rename(columns={"area_code": "key"})
    known = ~np.isnan(found.gap)
    enough = known & (found.access >= found.target * (1 - _NEARLY))
    if outcome == ALL:
        totals = found.totals
        # Of all that matters: what nobody has figures of cannot be said to be met.
        whole = np.where(totals["gap"].notna(), found.weights.sum(), np.nan)
        figures = totals[["need", "access", "target", "gap"]].astype(float)
        met, edge = enough @ found.weights / whole, totals["state"] == State.EDGE
    else:
        position = found.position(outcome)
        figures = pd.DataFrame(
            {
                "need": found.need[:, position],
                "access": found.access[:, position],
                "target": found.target[position],
                "gap": found.gap[:, position],
            }
        )
        met = np.where(known[:, position], enough[:, position].astype(float), np.nan)
        edge = pd.Series(found.state[:, position] == State.EDGE)
    return rows.assign(
        areas=1,
        known=figures["gap"].notna().to_numpy(dtype=float),
        need=figures["need"].to_numpy(),
        access=figures["access"].to_numpy(),
        target=figures["target"].to_numpy(),
        gap=figures["gap"].to_numpy(),
        met=met,
        edge=edge.to_numpy().astype(int),
    )


def _grouped(rows: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    named = rows.assign(key=groups.to_numpy())
    weight = (named["people"] * named["known"]).fillna(0.0)
    figures = ["need", "access", "target", "gap", "met"]
    summed = named[figures].fillna(0.0).mul(weight, axis=0).assign(key=named["key"], weight=weight)
    by = summed.groupby("key", sort=False).sum()
    counts = named.groupby("key", sort=False).agg(
        areas=("areas", "sum"), people=("people", "sum"), edge=("edge", "sum")
    )
    known = by["weight"] / counts["people"].where(counts["people"] > 0)
    enough = by["weight"].where(known >= LEAST_KNOWN)
    means = by[figures].div(enough, axis=0)
    means.loc[:, named[figures].isna().all().to_numpy()] = np.nan
    return counts.join(means).assign(known=known.fillna(0.0)).reset_index()[list(rows.columns)]


def _verdicts(rows: pd.DataFrame, average: float) -> NDArray[np.object_]:
    gap, met = rows["gap"].to_numpy(float), rows["met"].to_numpy(float)
    found = np.full(len(rows), Verdict.BETWEEN, dtype=object)
    found[met > MOST + _NEARLY] = Verdict.ENOUGH
    found[gap > average + _NEARLY] = Verdict.FIRST
    found[np.isnan(gap)] = Verdict.NO_DATA
    return found


def _verdict(gap: float, met: float, average: float) -> Verdict:
    if np.isnan(gap):
        return Verdict.NO_DATA
    if gap > average + _NEARLY:
        return Verdict.FIRST
    return Verdict.ENOUGH if met > MOST + _NEARLY else Verdict.BETWEEN
