"""What a place is assessed on, put in shape once for many visions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import uuid4

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from sharedground.analysis import edge, reach, supply
from sharedground.analysis.around import Around
from sharedground.analysis.memo import Memo, key
from sharedground.analysis.reach import Floats
from sharedground.model.counting import USUAL, Counting

Walk = Callable[[Floats, Floats, float, float], reach.Pairs]
"""Finds pairs in reach from the places of areas and assets, the reach and the detour factor."""


@dataclass(frozen=True, eq=False)
class Setting:
    """Areas, assets and figures of a place: rows numbered from 0, assets all placed.

    Make one with `prepared`, and keep it for as long as nothing in it changes: another vision then
    costs only what is new in it.

    Parameters
    ----------
    areas
        As `gaps.assess` takes them.
    sharing
        The areas and, after them, those around the place whose people share its assets.
    outline
        Up to where it is known what is in reach.
    assets
        Those with a location, with `outside` and `times`.
    indicators, indicator_values
        The tables of `model.frames`.
    detour, counting, walk
        As `gaps.assess` takes them.
    memo
        Where what was worked out is kept.
    """

    areas: pd.DataFrame
    sharing: pd.DataFrame
    outline: BaseGeometry
    assets: pd.DataFrame
    indicators: pd.DataFrame
    indicator_values: pd.DataFrame
    detour: float
    counting: Counting
    walk: Walk
    memo: Memo = field(default_factory=Memo)

    @cached_property
    def people(self) -> Floats:
        """Return residents, shape (areas,); NaN is no data."""
        return self.areas["people"].to_numpy(dtype=float)

    @cached_property
    def surveyed(self) -> np.ndarray:
        """Return of which areas somebody has looked what is there, shape (areas,)."""
        if "surveyed" not in self.areas:
            return np.ones(len(self.areas), dtype=bool)
        return self.areas["surveyed"].to_numpy(dtype=bool)

    @cached_property
    def told_areas(self) -> pd.DataFrame:
        """Return what an assessment tells of areas: area_code, area_name, people."""
        return self.areas[["area_code", "area_name"]].assign(people=self.people)

    @cached_property
    def told_assets(self) -> pd.DataFrame:
        """Return what an assessment tells of assets: asset_id, category, outside."""
        return self.assets[["asset_id", "category", "outside"]]

    @cached_property
    def areas_xy(self) -> Floats:
        """Return a point inside each area, shape (areas, 2), in metres."""
        return xy_of(self.areas)

    @cached_property
    def sharing_xy(self) -> Floats:
        """Return where those who share the assets are, shape (sharing, 2), in metres."""
        return xy_of(self.sharing)

    @cached_property
    def sharing_people(self) -> Floats:
        """Return how many they are, shape (sharing,); NaN is no data."""
        return self.sharing["people"].to_numpy(dtype=float)

    @cached_property
    def assets_xy(self) -> Floats:
        """Return where assets are, shape (assets, 2), in metres."""
        return xy_of(self.assets)

    @cached_property
    def category(self) -> pd.Index:
        """Return the category of each asset."""
        names: pd.Index = pd.Index(self.assets["category"])
        return names

    @cached_property
    def times(self) -> Floats:
        """Return what each asset's offer is multiplied by, shape (assets,)."""
        return self.assets["times"].to_numpy(dtype=float)

    @cached_property
    def outside(self) -> np.ndarray:
        """Return which assets lie outside the place, shape (assets,)."""
        return self.assets["outside"].to_numpy(dtype=bool)

    @cached_property
    def by_capacity(self) -> Floats:
        """Return what each asset offers where capacity counts, shape (assets,)."""
        return supply.by_capacity(
            self.assets["category"], self.assets["capacity"], self.counting.unstated_capacity
        )

    @cached_property
    def key_of_figures(self) -> bytes:
        """Return the digest of all that need depends on, but for the vision."""
        codes = self.areas["area_code"].to_numpy(dtype=object)
        return key(codes, self.people, self.indicators, self.indicator_values)

    @cached_property
    def key_of_walk(self) -> bytes:
        """Return the digest of how pairs are found; without a `key` it is this setting's own."""
        told = getattr(self.walk, "key", "") or uuid4().hex
        how = "straight" if self.walk is reach.pairs else told
        return key(how, self.detour)

    @cached_property
    def key_of_assets(self) -> bytes:
        """Return the digest of all that access depends on, but for the vision and the decay."""
        return key(
            self.sharing_xy, self.sharing_people, len(self.areas), self.assets_xy, self.times,
            self.outside, self.assets["category"].to_numpy(dtype=object), self.key_of_walk,
        )  # fmt: skip

    @cached_property
    def key_of_capacity(self) -> bytes:
        """Return the digest of `by_capacity`."""
        return key(self.by_capacity)

    @cached_property
    def key_of_outline(self) -> bytes:
        """Return the digest of how far areas are from the outline."""
        return key(self.outline, self.areas_xy)


def prepared(
    *,
    areas: pd.DataFrame,
    outline: BaseGeometry,
    assets: pd.DataFrame,
    indicators: pd.DataFrame,
    indicator_values: pd.DataFrame,
    detour: float,
    counting: Counting = USUAL,
    walk: Walk | None = None,
    around: Around | None = None,
    memo: Memo | None = None,
) -> Setting:
    """Put in shape what a place is assessed on; parameters as of `gaps.assess`.

    Parameters
    ----------
    memo
        What several settings of a place may share, such as those with other assumptions: what
        they have in common is then worked out once.

    Raises
    ------
    ValueError
        If two areas have the same code: nobody could say whose figure is whose.
    """
    rows = areas.reset_index(drop=True)
    twice = rows["area_code"][rows["area_code"].duplicated()]
    if len(twice):
        message = f"area codes must be unique: {twice.iloc[0]!r} is there twice"
        raise ValueError(message)
    kept = Memo() if memo is None else memo
    placed = _placed(assets, outline, kept)
    return Setting(
        areas=rows,
        sharing=rows if around is None else _with_those(rows, around.areas),
        outline=outline if around is None else around.widened(outline, xy_of(placed)),
        assets=placed,
        indicators=indicators,
        indicator_values=indicator_values,
        detour=detour if counting.detour is None else counting.detour,
        counting=counting,
        walk=walk or reach.pairs,
        memo=kept,
    )


def xy_of(table: pd.DataFrame) -> Floats:
    """Return the columns x and y, shape (rows, 2)."""
    return table[["x", "y"]].to_numpy(dtype=float)


def _with_those(areas: pd.DataFrame, around: pd.DataFrame) -> pd.DataFrame:
    columns = ["area_code", "x", "y", "people"]
    return pd.concat([areas[columns], around[columns]], ignore_index=True)


def _placed(assets: pd.DataFrame, outline: BaseGeometry, memo: Memo) -> pd.DataFrame:
    rows = np.flatnonzero(reach.located(xy_of(assets)))
    placed = assets.iloc[rows].reset_index(drop=True)
    xy = xy_of(placed)
    outside = memo.get(key("outside", outline, xy), lambda: edge.outside(outline, xy))
    times = placed["times"].astype(float) if "times" in placed else 1.0
    return placed.assign(outside=outside, times=times)
