"""Who covers whom: the people who have a place of each partner within reach.

A partner covers a person if at least one of its places is within reach. Together partners cover
those whom at least one of them covers, so the whole is never more than the sum of its parts: cover
can show overlap, and where only one partner stands, but never that partners achieve more together.

How much of the joint cover is a partner's is its Shapley value (Shapley 1953, *Contributions to
the Theory of Games* II): the mean, over all orders in which partners could come, of the people it
adds. For cover it has a closed form: each person counts 1 / c for each of the c partners that are
within reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from sharedground.analysis.assessment import ALL, Assessment
from sharedground.analysis.reach import Floats

SHOWN: Final = 10
"""How many partners are told apart; the rest are taken together."""

Flags = NDArray[np.bool_]

COLUMNS: Final = ("partner", "places", "people", "alone", "unnamed_too", "shared", "share")


@dataclass(frozen=True, eq=False)
class Reached:
    """Which partners have a place within reach of which areas.

    Parameters
    ----------
    partners
        Names, one for each row of `by`.
    places
        Shape (partners,): how many places of each take part.
    by
        Sparse, shape (partners, areas): 1 where a place of the partner is within reach.
    unnamed
        Shape (areas,): whether a place is within reach for which nobody is named.
    unnamed_places
        How many those are.
    """

    partners: tuple[str, ...]
    places: NDArray[np.int64]
    by: csr_array
    unnamed: Flags
    unnamed_places: int = 0


@dataclass(frozen=True, eq=False)
class Cover:
    """People that partners cover, each alone and all together.

    Parameters
    ----------
    partners
        One row per partner, the largest cover first: `partner`, `places`, `people` (covered),
        `alone` (by no one else at all), `unnamed_too` (by no other partner, but a place that
        nobody is named for is within reach), `shared` (other partners too) and `share` (Shapley
        value). The three in the middle add up to `people`, the shares to `joint`.
    rest
        The same for all that are left out of `partners`, taken as one; empty if none are. Its
        `alone` and `unnamed_too` are of people whom none of `partners` covers.
    overlap
        Shape (partners, partners): people covered by both; on the diagonal by the one.
    joint, by_one
        People whom at least one partner covers, and those of them whom no one else covers: neither
        another partner nor a place that nobody is named for.
    unnamed, only_unnamed
        People with a place within reach that nobody is named for, and those of them whom no
        partner covers.
    unnamed_places
        How many places nobody is named for.
    people
        Everyone whose number is known.
    partners_in_all, areas_people_unknown
        How many partners there are, and areas that are left out.
    """

    partners: pd.DataFrame
    rest: pd.DataFrame
    overlap: Floats
    joint: float
    by_one: float
    unnamed: float
    only_unnamed: float
    unnamed_places: int
    people: float
    partners_in_all: int
    areas_people_unknown: int

    @property
    def uncovered(self) -> float:
        """People with nothing within reach."""
        return self.people - self.joint - self.only_unnamed


def cover(reached: Reached, people: Floats, shown: int = SHOWN) -> Cover:
    """Count whom each partner covers, alone and with others.

    Parameters
    ----------
    reached
        Which partners reach which areas.
    people
        Shape (areas,): residents; NaN is no data, and such areas count for no one.
    shown
        How many partners, the largest first, are told apart.
    """
    known = np.nan_to_num(people, nan=0.0)
    by = reached.by
    how_many = np.asarray(by.sum(axis=0)).ravel()
    covered = by @ known
    largest = np.lexsort((np.array(reached.partners, dtype=str), -covered))
    first, others = largest[:shown], largest[shown:]
    table = pd.DataFrame({
        "partner": np.array(reached.partners, dtype=object), "places": reached.places,
        "people": covered, **_parted(by, covered, how_many == 1, reached.unnamed, known),
        "share": shapley(by, known),
    })  # fmt: skip
    chosen = by[first]
    return Cover(
        partners=table.iloc[first].reset_index(drop=True),
        rest=_together(reached, by, others, chosen, known),
        overlap=np.asarray((chosen.multiply(known) @ chosen.T).todense(), dtype=float),
        joint=float(known[how_many > 0].sum()),
        by_one=float(known[(how_many == 1) & ~reached.unnamed].sum()),
        unnamed=float(known[reached.unnamed].sum()),
        only_unnamed=float(known[reached.unnamed & (how_many == 0)].sum()),
        unnamed_places=reached.unnamed_places,
        people=float(known.sum()),
        partners_in_all=len(reached.partners),
        areas_people_unknown=int((~np.isfinite(people)).sum()),
    )


def shapley(by: csr_array, people: Floats) -> Floats:
    """Return each partner's share of the joint cover: the sum of people / c over its areas.

    Parameters
    ----------
    by
        Sparse, shape (partners, areas), of 0 and 1.
    people
        Shape (areas,).

    Returns
    -------
    numpy.ndarray
        Shape (partners,); sums to the people covered by at least one.
    """
    how_many = np.asarray(by.sum(axis=0)).ravel()
    return np.asarray(by @ (people / np.maximum(how_many, 1)), dtype=float)


def reached_by(found: Assessment, runs: pd.Series, outcome: str = ALL) -> Reached:
    """Return which partners' places are within reach, for one outcome or for any.

    Parameters
    ----------
    found
        The assessment: only places that serve an outcome take part, each within the reach of
        that outcome. `ALL` takes the outcomes that have a weight.
    runs
        The name of who runs each place, by `asset_id`; "" or missing where nobody is named.

    Raises
    ------
    NotFoundError
        If there is no such outcome.
    """
    chosen = (
        np.flatnonzero(found.weights > 0).tolist() if outcome == ALL else [found.position(outcome)]
    )
    area, asset, serving = _pairs(found, chosen)
    names = (
        found.assets["asset_id"]
        .map(runs.astype(object))
        .astype(object)
        .fillna("")
        .astype(str)
        .str.strip()
    )
    kept = names.iloc[serving]
    partners = tuple(sorted(set(kept[kept != ""])))
    row = pd.Index(partners, dtype=object).get_indexer(pd.Index(names.to_numpy(dtype=object)))
    unnamed = np.zeros(len(found.areas), dtype=bool)
    unnamed[area[row[asset] < 0]] = True
    named = row[asset] >= 0
    return Reached(
        partners=partners,
        places=np.bincount(row[serving][row[serving] >= 0], minlength=len(partners)),
        by=_flags(row[asset[named]], area[named], (len(partners), len(found.areas))),
        unnamed=unnamed,
        unnamed_places=int((kept == "").sum()),
    )


def _pairs(
    found: Assessment, outcomes: Sequence[int]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs of area and asset within reach of any of these outcomes, and what serves."""
    none = np.empty(0, dtype=np.intp)
    areas, assets, serving = [none], [none], [none]
    for position in outcomes:
        served = found.served[position]
        serves = served.strength > 0
        local = served.pairs.asset_order[served.pairs.asset]
        area = served.pairs.area_order[served.pairs.area]
        here = serves[local] & (area < len(found.areas))  # those around the place come after
        areas.append(area[here])
        assets.append(served.rows[local][here])
        serving.append(served.rows[serves])
    return np.concatenate(areas), np.concatenate(assets), np.unique(np.concatenate(serving))


def _flags(row: NDArray[np.intp], column: NDArray[np.intp], shape: tuple[int, int]) -> csr_array:
    counted = coo_array((np.ones(len(row)), (row, column)), shape=shape).tocsr()
    counted.data[:] = 1.0
    return counted


def _parted(
    by: csr_array, covered: Floats, only: Flags, unnamed: Flags, people: Floats
) -> dict[str, Floats]:
    """Part the people of each row by who else covers them; `only` where no other partner does."""
    alone = np.asarray(by @ (people * (only & ~unnamed)), dtype=float)
    unnamed_too = np.asarray(by @ (people * (only & unnamed)), dtype=float)
    return {"alone": alone, "unnamed_too": unnamed_too, "shared": covered - alone - unnamed_too}


def _together(
    reached: Reached, by: csr_array, others: NDArray[np.intp], chosen: csr_array, people: Floats
) -> pd.DataFrame:
    if not len(others):
        return pd.DataFrame(columns=list(COLUMNS))
    theirs = (np.asarray(by[others].sum(axis=0)).ravel() > 0) * people
    only = np.asarray(chosen.sum(axis=0)).ravel() == 0
    alone = float((theirs * (only & ~reached.unnamed)).sum())
    unnamed_too = float((theirs * (only & reached.unnamed)).sum())
    covered, share = float(theirs.sum()), float(shapley(by, people)[others].sum())
    shared = covered - alone - unnamed_too
    row = ("", int(reached.places[others].sum()), covered, alone, unnamed_too, shared, share)
    return pd.DataFrame([row], columns=list(COLUMNS))
