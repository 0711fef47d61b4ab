"""What the area sets of a place hold, and the figures of those beside the main one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from sharedground.analysis.apportion import shares_by_overlap
from sharedground.errors import NotFoundError
from sharedground.model.place import AreaSet, Measure
from sharedground.store.area_sets import set_named
from sharedground.store.holdings import Holdings, SetHoldings
from sharedground.words import say


def held_of(holdings: Holdings, set_id: str) -> SetHoldings:
    """Return one area set of a place with its figures, by name or id; "" is the main set."""
    about = holdings.main_set
    assert about is not None
    main = SetHoldings(
        about, holdings.areas, holdings.population, holdings.indicators,
        holdings.indicator_values, holdings.estimates,
    )  # fmt: skip
    every = (main, *holdings.other_sets)
    if not set_id:
        return main
    chosen = set_named(tuple(one.about for one in every), set_id)
    return next(one for one in every if one.about.set_id == chosen.set_id)


@dataclass(frozen=True)
class SetFigures:
    """Figures of another area set, for the areas of it that some areas of the main set lie in.

    Parameters
    ----------
    about
        The set.
    words
        What these figures are for, and what they are not used for.
    rows
        One row per area and figure: area_code, area_name, indicator_id, name, year, measure,
        direction, value, unit, standing (1 is the worst where the direction is known, else the
        highest), of.
    """

    about: AreaSet
    words: str
    rows: pd.DataFrame


def figures_beside(holdings: Holdings, area_codes: Collection[str]) -> tuple[SetFigures, ...]:
    """Return the figures of the other area sets that touch some areas of the main set.

    They are for whole areas of those sets: nothing is spread to smaller ones. Figures that the
    main areas have too, and ranks and deciles beside their score, are left out.
    """
    here = holdings.areas[holdings.areas["area_code"].isin(set(area_codes))]
    found = (_beside(one, here, holdings) for one in holdings.other_sets if len(one.indicators))
    return tuple(each for each in found if len(each.rows))


def _beside(held: SetHoldings, here: gpd.GeoDataFrame, holdings: Holdings) -> SetFigures:
    crs = here.estimate_utm_crs()
    shares = shares_by_overlap(here.to_crs(crs), held.areas.to_crs(crs))
    rows = figures_of(held)
    rows = rows[rows["area_code"].isin(set(shares["to_code"]))]
    places = rows["measure"].isin([Measure.RANK, Measure.DECILE]).to_numpy()
    said = _keys(rows)
    better = set(said[~places]) | set(_keys(holdings.indicators))
    mine = rows["indicator_id"].isin(set(holdings.indicators["indicator_id"])).to_numpy()
    kept = rows[~mine & ~(places & said.isin(better).to_numpy())].reset_index(drop=True)
    return SetFigures(held.about, what_for(held.about, holdings), kept)


def _keys(rows: pd.DataFrame) -> pd.Series[str]:
    """Return the name and year of each row, as one text."""
    return rows["name"].astype(str) + " " + rows["year"].astype(str)


def estimated_here(holdings: Holdings, area_codes: Collection[str]) -> list[str]:
    """Return the names of figures that are estimates in any of these areas of the main set."""
    here = holdings.estimates[holdings.estimates["area_code"].isin(set(area_codes))]
    names = holdings.indicators.loc[
        holdings.indicators["indicator_id"].isin(set(here["indicator_id"])), "name"
    ]
    return sorted(set(names.astype(str)))


def what_for(about: AreaSet, holdings: Holdings) -> str:
    """Return in words what the figures of a set beside the main one are for, and what not."""
    main = holdings.main_set.name if holdings.main_set else say("Areas")
    return say(
        "These figures are for {areas}, each as a whole. They are not spread to smaller areas and "
        "are not part of the sums, which are worked out for {main}.",
        areas=about.name, main=main,
    )  # fmt: skip


def figures_of(held: SetHoldings) -> pd.DataFrame:
    """Return every figure of a set with the name of its area and where it stands.

    Returns
    -------
    pandas.DataFrame
        Columns of `SetFigures.rows`; figures that are not known are left out.
    """
    rows = held.indicator_values.merge(
        held.indicators[["indicator_id", "name", "year", "measure", "direction", "unit"]],
        on="indicator_id",
    ).merge(held.areas[["area_code", "area_name"]], on="area_code")
    rows = rows[rows["value"].notna()].sort_values(["indicator_id", "area_code"])
    signed = rows["value"].where(rows["direction"] == "high-is-good", -rows["value"])
    by_indicator = rows["indicator_id"]
    rows["standing"] = signed.groupby(by_indicator).rank(method="min").astype(int)
    rows["of"] = rows.groupby("indicator_id")["value"].transform("size")
    columns = ["area_code", "area_name", "indicator_id", "name", "year", "measure", "direction",
               "value", "unit", "standing", "of"]  # fmt: skip
    tidy: pd.DataFrame = rows[columns].reset_index(drop=True)
    return tidy


def indicator_named(holdings: Holdings, name: str) -> str:
    """Return the id of the indicator with this id or name, of any set, ignoring case.

    Raises
    ------
    NotFoundError
        "indicator.unknown" when there is none, or several have the name: the message lists ids.
    """
    every = pd.concat([holdings.indicators, *(one.indicators for one in holdings.other_sets)])
    wanted = name.strip().casefold()
    for column in ("indicator_id", "name"):
        found = sorted(set(every.loc[every[column].str.casefold() == wanted, "indicator_id"]))
        if len(found) == 1:
            return str(found[0])
        if found:
            raise NotFoundError(
                "indicator.unknown",
                say("Several figures are called {name}. Say which: {ids}.", name=name,
                    ids=", ".join(found)),
            )  # fmt: skip
    raise NotFoundError(
        "indicator.unknown",
        say("There is no figure called {name} here. See: python -m sharedground directions list",
            name=name),
    )  # fmt: skip


def sets_report(holdings: Holdings) -> list[dict[str, Any]]:
    """Return each area set with what it holds, the main one first, for lists and scripts."""
    return [
        {
            "name": one.about.name, "level": one.about.level.value, "vintage": one.about.vintage,
            "main": one.about.main, "areas": len(one.areas), "set_id": one.about.set_id,
            "people": float(one.population["people"].sum()) if len(one.population) else None,
            "indicators": len(one.indicators),
            "estimated": int(one.estimates["indicator_id"].nunique()),
        }
        for one in (held_of(holdings, ""), *holdings.other_sets)
        if len(one.areas)
    ]  # fmt: skip
