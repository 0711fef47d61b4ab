"""The street network of a place: what it is, how far it reaches, and walking along it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Transformer

from sharedground.analysis import streets
from sharedground.analysis.reach import Floats, located
from sharedground.analysis.streets import Streets
from sharedground.errors import SharedGroundError
from sharedground.export.street_network import Network, network_of, unpack_network
from sharedground.model.place import Source
from sharedground.store.holdings import Holdings
from sharedground.store.street_networks import StreetNetwork
from sharedground.views import View
from sharedground.words import decimal, later, say, say_many

FAR, APART, NOWHERE = "far", "apart", "nowhere"
"""Why people cannot walk from or to a point along the streets: codes of `Covered`."""

WHY = {
    FAR: later("No street of the network is near it."),
    APART: later("The streets near it are not joined to the rest."),
    NOWHERE: later("It has no location."),
}


@dataclass(frozen=True)
class Covered:
    """How far the streets reach.

    Parameters
    ----------
    areas
        area_code, area_name, people, why ("" where the streets reach it, else a key of `WHY`), in
        the order of the place's areas.
    assets
        asset_id, category, why, of those with a location.
    """

    areas: pd.DataFrame
    assets: pd.DataFrame

    @property
    def missed(self) -> pd.DataFrame:
        """The areas that the streets do not reach: they are no data."""
        return self.areas[self.areas["why"] != ""]

    @property
    def missed_assets(self) -> pd.DataFrame:
        """The assets that nobody can walk to along the streets: in reach of no area."""
        return self.assets[self.assets["why"] != ""]


@dataclass(frozen=True)
class Described:
    """A network in figures.

    Parameters
    ----------
    source
        Where it comes from.
    nodes, stretches, metres
        How much of it there is.
    joined
        Share of the nodes from which people can walk to most of the others.
    parts
        In how many parts it falls that nothing joins.
    """

    source: Source
    nodes: int
    stretches: int
    metres: float
    joined: float
    parts: int


def network_in(holdings: Holdings) -> StreetNetwork:
    """Return the network of a place.

    Raises
    ------
    SharedGroundError
        "streets.none" when there is none.
    """
    if holdings.street_network is None:
        raise SharedGroundError(
            "streets.none",
            say("This place has no street network yet. Add one on the page Add data, or with: "
                "python -m sharedground add streets FILE"),
        )  # fmt: skip
    return holdings.street_network


def streets_of(holdings: Holdings) -> Streets:
    """Return the streets of a place in its metric CRS, read at the first call and then kept.

    Raises
    ------
    SharedGroundError
        "streets.none" when there are none, "streets.damaged" when they cannot be read.
    """
    return _streets(network_in(holdings), str(holdings.place.metric_crs))


@lru_cache(maxsize=4)
def _streets(network: StreetNetwork, crs: str) -> Streets:
    return built(unpack_network(network.packed()), crs)


def built(network: Network, crs: str) -> Streets:
    """Return a network in metres, ready to walk along."""
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    xy = np.stack(there.transform(network.lon, network.lat), axis=1)
    return streets.streets_of(xy, network.ends, network.length_m)


def from_tables(nodes: pd.DataFrame, edges: pd.DataFrame, crs: str) -> Streets:
    """Return the network of two tables (`street_nodes`, `street_edges`) before it is kept."""
    return built(network_of(nodes, edges), crs)


def reached(found: Streets, xy: Floats) -> NDArray[np.bool_]:
    """Say which points people can walk from and to along the streets."""
    return streets.snap(found, xy).on


def why_not(found: Streets, xy: Floats) -> NDArray[np.object_]:
    """Return for each point why people cannot walk there, a key of `WHY`; "" where they can."""
    snapped = streets.snap(found, xy)
    why = np.where(snapped.apart, APART, np.where(snapped.far, FAR, ""))
    return np.where(located(xy), why, NOWHERE).astype(object)


def covered(view: View) -> Covered:
    """Return which areas and assets of a view the streets reach.

    Raises
    ------
    SharedGroundError
        "streets.none" when the place has no network.
    """
    holdings = view.holdings
    found, crs = streets_of(holdings), str(holdings.place.metric_crs)
    placed = view.located[view.located["lon"].notna() & view.located["lat"].notna()]
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    xy = np.stack(there.transform(placed["lon"].to_numpy(float), placed["lat"].to_numpy(float)), 1)
    assets = placed[["asset_id", "category"]].assign(why=why_not(found, xy))
    return Covered(areas_covered(holdings, found), assets.reset_index(drop=True))


def areas_covered(holdings: Holdings, found: Streets) -> pd.DataFrame:
    """Return which areas of a place these streets reach, as in `Covered`."""
    metric = holdings.areas.to_crs(str(holdings.place.metric_crs))
    points = metric.geometry.representative_point()
    people = metric["area_code"].map(holdings.population.set_index("area_code")["people"])
    return pd.DataFrame({
        "area_code": metric["area_code"], "area_name": metric["area_name"],
        "people": people.astype(float),
        "why": why_not(found, np.stack([points.x, points.y], axis=1)),
    })  # fmt: skip


def described(holdings: Holdings) -> Described:
    """Return what the network of a place is.

    Raises
    ------
    SharedGroundError
        "streets.none" when the place has no network.
    """
    network, found = network_in(holdings), streets_of(holdings)
    source = next(one for one in holdings.sources if one.source_id == network.source_id)
    return Described(
        source, len(found), len(found.length_m), found.metres, found.joined_nodes,
        len(found.part_m),
    )  # fmt: skip


def covered_in_words(found: Covered) -> str:
    """Return how many areas the streets reach, as a sentence."""
    every, missed = len(found.areas), len(found.missed)
    if not missed:
        return say_many("The street network reaches the one area.",
                        "The street network reaches all {n} areas.", every)  # fmt: skip
    return say_many(
        "The street network reaches {reached} of {all} areas. The other one is no data.",
        "The street network reaches {reached} of {all} areas. The other {n} are no data.",
        missed, reached=every - missed, all=every,
    )  # fmt: skip


def missed_assets_in_words(found: Covered) -> str:
    """Return how many places nobody can walk to along the streets; "" where there is none."""
    n = len(found.missed_assets)
    if not n:
        return ""
    return say_many(
        "{n} place is not on it, and counts as in reach of nobody.",
        "{n} places are not on it, and count as in reach of nobody.", n,
    )  # fmt: skip


def in_words(nodes: int, stretches: int, metres: float, joined: float) -> str:
    """Return a network in a sentence."""
    long = say_many("{km} km of street in {n} stretch.", "{km} km of street in {n} stretches.",
                    stretches, km=kilometres(metres))  # fmt: skip
    share = say("{share} in 100 of its {nodes} junctions and ends are joined up.",
                share=hundredths(joined), nodes=nodes)  # fmt: skip
    return f"{long} {share}"


def kilometres(metres: float) -> str:
    """Return kilometres as people write them: tenths only of a small network."""
    return decimal(metres / 1000, 1 if metres < 100_000 else 0)


def hundredths(share: float) -> str:
    """Return a share as hundredths that are never rounded up to all, or down to none."""
    number = min(max(round(100 * share, 1), 0.1 if share > 0 else 0.0), 99.9 if share < 1 else 100)
    return decimal(number, 0 if number == round(number) else 1)
