"""The result of an assessment: need, access and gap of every area for every outcome, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis.evidence import (
    Expressed,
    Served,
    Why,
    assets_behind,
    indicators_behind,
    strongest,
    year_of,
)
from sharedground.analysis.reach import Floats
from sharedground.errors import NotFoundError
from sharedground.model.counting import USUAL, Counting
from sharedground.model.vision import Vision
from sharedground.words import say

ALL: Final = "ALL"
"""What stands for an outcome's name in the row that sums up an area. A promise to scripts."""

LEAST_COVERED: Final = 0.5
"""Below this share of the weights with data, an area's total is "no data"."""

TABLE: Final = (
    "area_code", "area_name", "outcome", "need", "access", "target", "gap", "people", "weight",
    "weight_covered", "state",
)  # fmt: skip
"""The columns of the table, in order. A promise to scripts: only ever added to."""


class State(StrEnum):
    """How far a figure can be relied on. A promise to scripts, so never translated."""

    OK = "ok"
    NO_DATA = "no data"
    NOTHING_SERVES = "nothing serves this outcome"
    EDGE = "edge: may be served from outside"


@dataclass(frozen=True, eq=False)
class _Filled:
    """What totals are sums of, whatever the weights: shape (areas, outcomes), 0 for no data."""

    known: Floats
    need: Floats
    gap: Floats
    edge: NDArray[np.bool_]

    @classmethod
    def of(cls, found: Assessment) -> _Filled:
        known = ~np.isnan(found.gap)
        return cls(
            known=known.astype(float),
            need=np.where(known, found.need, 0.0),
            gap=np.where(known, found.gap, 0.0),
            edge=np.asarray(found.state == State.EDGE, dtype=bool),
        )


@dataclass(frozen=True, eq=False)
class Scores:
    """The total of each area by the weights, shape (areas,); NaN is no data.

    Parameters
    ----------
    need, gap
        Weighted means over the outcomes with data; NaN below `LEAST_COVERED` of the weights.
    covered
        The part of the weights that has data, 0 to 1.
    """

    need: Floats
    gap: Floats
    covered: Floats


@dataclass(frozen=True, eq=False)
class Assessment:
    """Need, access and gap of each area for each outcome of a vision.

    Arrays have one row per area and one column per outcome, in the order of `areas` and
    of the vision. Access and target are in places per 1,000 people.

    Parameters
    ----------
    vision
        With the weights that the totals use.
    areas
        area_code, area_name, people.
    assets
        The placed assets: asset_id, category, outside (bool).
    need, access, gap
        Shape (areas, outcomes); NaN is no data.
    state
        Shape (areas, outcomes), of `State`.
    target, mean_access
        Shape (outcomes,); NaN target where nothing serves and none is stated.
    nothing_serves
        Shape (outcomes,): True where no one here can reach anything that serves it.
    expressed, served
        What the figures were made of, for `why`.
    counting
        How it was counted, with the detour factor that was used.
    surveyed
        Shape (areas,): of which areas somebody has looked what is there; None is all.
    filled
        Kept for the next weights; made when it is first needed.
    """

    vision: Vision
    areas: pd.DataFrame
    assets: pd.DataFrame
    need: Floats
    access: Floats
    gap: Floats
    state: NDArray[np.object_]
    target: Floats
    mean_access: Floats
    nothing_serves: NDArray[np.bool_]
    expressed: tuple[Expressed, ...]
    served: tuple[Served, ...]
    counting: Counting = USUAL
    surveyed: NDArray[np.bool_] | None = None
    filled: _Filled | None = field(default=None, repr=False)

    @property
    def weights(self) -> Floats:
        """Return the share of each outcome, shape (outcomes,), summing to 1 or all 0."""
        return np.array([outcome.weight for outcome in self.vision.outcomes], dtype=float)

    def with_weights(self, weights: Sequence[float]) -> Assessment:
        """Return this assessment with other weights; only the totals are worked out again.

        Parameters
        ----------
        weights
            One number of 0 or more for each outcome; scaled so that they sum to 1.

        Raises
        ------
        ValueError
            If a weight is negative or not a number, or the count is wrong.
        """
        given = np.asarray(weights, dtype=float)
        if not (np.isfinite(given) & (given >= 0)).all():
            message = "weights must be numbers of 0 or more"
            raise ValueError(message)
        vision = self.vision.with_weights(given.tolist())
        return replace(self, vision=vision, filled=self._filled)

    @cached_property
    def _filled(self) -> _Filled:
        return self.filled or _Filled.of(self)

    @cached_property
    def scores(self) -> Scores:
        """Return the totals alone: three small products, however many assets there are."""
        filled, weights = self._filled, self.weights
        covered = filled.known @ weights
        share = np.where(covered >= LEAST_COVERED - 1e-9, covered, np.nan)
        return Scores(
            need=filled.need @ weights / share,
            gap=filled.gap @ weights / share,
            covered=np.minimum(covered, 1.0),
        )

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Return the rows of `table` that sum up each area, one per area."""
        scores, weights = self.scores, self.weights
        edge = self._filled.edge[:, weights > 0].any(axis=1)
        state = np.where(edge, State.EDGE.value, State.OK.value).astype(object)
        return self._rows(
            outcome=np.full(len(self.areas), ALL, dtype=object),
            need=scores.need,
            access=np.nan,
            target=np.nan,
            gap=scores.gap,
            weight=float(weights.sum() > 0),
            weight_covered=scores.covered,
            state=np.where(np.isnan(scores.gap), State.NO_DATA.value, state),
        )

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return one row per area and outcome, and one per area with outcome "ALL".

        Columns as `TABLE`; by area, outcomes in the vision's order, the total last.
        """
        each = [self._of_outcome(position) for position in range(len(self.vision.outcomes))]
        stacked = pd.concat([*each, self.totals], ignore_index=True)
        n_areas, n_rows = len(self.areas), len(each) + 1
        by_area = np.arange(n_areas * n_rows).reshape(n_rows, n_areas).T.ravel()
        return stacked.take(by_area).reset_index(drop=True)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Return one row per outcome of the vision, with what stands behind its figures.

        `indicators`, `years` and `source_ids` are tuples of the indicators used; `reasons`
        is a tuple of sentences that say why there is no data. `assets` counts the placed
        assets that serve it, `assets_in_reach` those that someone here can reach.
        """
        return pd.DataFrame(
            [self._facts(position) for position in range(len(self.vision.outcomes))],
            columns=list(_FACTS),
        )

    @cached_property
    def asset_outcomes(self) -> pd.DataFrame:
        """Return one row per asset and outcome that it serves.

        Columns asset_id, category, code, outcome, strength.
        """
        serving = pd.DataFrame(
            [
                (category, outcome.code, outcome.name, strength)
                for outcome in self.vision.outcomes
                for category, (strength, _) in strongest(outcome).items()
            ],
            columns=["category", "code", "outcome", "strength"],
        )
        found = self.assets[["asset_id", "category"]].merge(serving, on="category")
        return found[["asset_id", "category", "code", "outcome", "strength"]]

    @cached_property
    def unused_categories(self) -> pd.DataFrame:
        """Return the categories of assets that serve no outcome: category, assets (count)."""
        used = {category for outcome in self.vision.outcomes for category in strongest(outcome)}
        idle = self.assets.loc[~self.assets["category"].isin(used), "category"]
        return idle.value_counts().rename_axis("category").reset_index(name="assets")

    def why(self, area_code: str, outcome: str) -> Why:
        """Return what one figure was made of.

        Parameters
        ----------
        area_code
            Which area.
        outcome
            Code or name of an outcome.

        Raises
        ------
        NotFoundError
            If there is no such area or outcome here.
        """
        area, position = self._area(area_code), self.position(outcome)
        return Why(
            figures={
                str(name): value
                for name, value in self._of_outcome(position).iloc[area].to_dict().items()
            },
            reach_m=self.vision.outcomes[position].reach_m,
            assets=assets_behind(self.assets, self.served[position], area),
            indicators=indicators_behind(
                (item for item in self.expressed if item.outcome == position), area
            ),
            surveyed=self.surveyed is None or bool(self.surveyed[area]),
        )

    def position(self, outcome: str) -> int:
        """Return where an outcome, by its code or name, stands in the vision: the column.

        Raises
        ------
        NotFoundError
            If this vision has no such outcome.
        """
        for position, item in enumerate(self.vision.outcomes):
            if outcome in {item.code, item.name}:
                return position
        raise NotFoundError(
            "outcome.unknown",
            say("This vision has no outcome called {name}.", name=outcome),
            outcome=outcome,
        )

    def _of_outcome(self, position: int) -> pd.DataFrame:
        outcome = self.vision.outcomes[position]
        known = ~np.isnan(self.gap[:, position])
        return self._rows(
            outcome=np.full(len(self.areas), outcome.name, dtype=object),
            need=self.need[:, position],
            access=self.access[:, position],
            target=self.target[position],
            gap=self.gap[:, position],
            weight=outcome.weight,
            weight_covered=np.where(known, outcome.weight, 0.0),
            state=self.state[:, position],
        )

    def _rows(self, **columns: NDArray[Any] | float) -> pd.DataFrame:
        return self.areas[["area_code", "area_name", "people"]].assign(**columns)[list(TABLE)]

    def _facts(self, position: int) -> tuple[object, ...]:
        outcome, served = self.vision.outcomes[position], self.served[position]
        items = [item for item in self.expressed if item.outcome == position]
        used = [item.indicator for item in items if item.indicator is not None]
        reasons = tuple(item.reason for item in items if item.reason)
        if not items:
            reasons = (say("No figure of need is chosen for this outcome."),)
        serving = served.strength > 0
        in_reach = np.isin(np.arange(len(serving)), served.pairs.asset_order[served.pairs.asset])
        return (
            outcome.code,
            outcome.name,
            outcome.weight,
            float(self.target[position]),
            outcome.target is None,
            outcome.reach_m,
            int(serving.sum()),
            int((serving & in_reach).sum()),
            float(self.mean_access[position]),
            int((~np.isnan(self.need[:, position])).sum()),
            tuple(str(row["name"]) for row in used),
            tuple(year_of(row) for row in used),
            tuple(str(row["source_id"]) for row in used),
            bool(self.nothing_serves[position]),
            not any(item.reason == "" for item in items),
            reasons,
        )

    def _area(self, area_code: str) -> int:
        found = np.flatnonzero(self.areas["area_code"].to_numpy() == area_code)
        if not len(found):
            raise NotFoundError(
                "area.unknown", say("There is no area {code} here.", code=area_code), area=area_code
            )
        return int(found[0])


_FACTS: Final = (
    "code", "outcome", "weight", "target", "target_is_default", "reach_m", "assets",
    "assets_in_reach", "mean_access", "areas_with_need", "indicators", "years", "source_ids",
    "nothing_serves", "no_indicator", "reasons",
)  # fmt: skip
