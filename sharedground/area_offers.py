"""Which figures of other area sets could be carried over to the main one, and which never."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from sharedground.analysis.apportion import is_spreading
from sharedground.model.place import AreaSet, Kind, Level, Measure, Source
from sharedground.store.holdings import Holdings


@dataclass(frozen=True)
class Offer:
    """A list of figures that could be carried over to the main areas, and has not been."""

    source: Source
    old: AreaSet
    new: AreaSet


def offers(holdings: Holdings) -> tuple[Offer, ...]:
    """Return the lists of other area sets that could be carried over to the main one.

    Lists of larger areas are left out, and those of which the main areas have every figure but
    ranks and deciles already. People are offered first, and only where the main areas have none.
    """
    new = holdings.main_set
    if new is None or holdings.areas.empty:
        return ()
    known = set(holdings.indicators["indicator_id"])
    found = []
    for held in holdings.other_sets:
        if is_larger(held.areas, holdings.areas, held.about.level, new.level):
            continue
        if lacks_people(holdings):
            mine = set(held.population.loc[held.population["people"].notna(), "source_id"])
            found += [Offer(one, held.about, new) for one in holdings.sources
                      if one.source_id in mine]  # fmt: skip
        figures = held.indicators[~held.indicators["measure"].isin([Measure.RANK, Measure.DECILE])]
        waiting = set(figures.loc[~figures["indicator_id"].isin(known), "source_id"])
        found += [
            Offer(one, held.about, new) for one in holdings.sources if one.source_id in waiting
        ]
    return tuple(found)


def lacks_people(holdings: Holdings) -> bool:
    """Say whether no main area has a number of people, so that there are no sums."""
    return not holdings.population["people"].notna().any()


def people_elsewhere(holdings: Holdings) -> Offer | None:
    """Return the list of people that only other areas have, if it could be added up for the main.

    Without people there are no sums; so it is worth saying wherever they are missed.
    """
    if not lacks_people(holdings):
        return None
    return next((one for one in offers(holdings) if one.source.kind is Kind.POPULATION), None)


def is_larger(
    old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, old_level: Level, new_level: Level
) -> bool:
    """Say whether figures would go from larger areas to smaller: by level, else by their size."""
    if Level.OTHER not in (old_level, new_level):
        levels = list(Level)
        return levels.index(old_level) > levels.index(new_level)
    crs = new.estimate_utm_crs()
    return is_spreading(old.to_crs(crs), new.to_crs(crs))
