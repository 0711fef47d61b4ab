"""What would one more close? New places, closures and longer hours, tried before they are real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

import numpy as np
import pandas as pd
from pydantic import Field
from pyproj import Transformer

from sharedground import scenarios
from sharedground.analysis import closing, hours, reach, siting
from sharedground.analysis.reach import Floats
from sharedground.analysis.siting import Certificate, Chosen
from sharedground.analysis.within import area_positions
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.grounds import Ground, in_metres
from sharedground.model.base import Value
from sharedground.model.category import BY_CODE
from sharedground.model.placing import EXACT
from sharedground.model.scenario import Closing, Longer, Opening, Scenario
from sharedground.scenarios import Effect, Present
from sharedground.surroundings import area_labels
from sharedground.views import View
from sharedground.words import say

MOST_SITES: Final = 10
MOST_POINTS: Final = 200

BUILDINGS: Final = ("council-site", "community-hub", "library", "school", "faith-place", "sport",
                    "arts-culture")  # fmt: skip
"""Kinds of place that may have room for another, unless somebody says otherwise."""


class Where(StrEnum):
    """Where a new place may go."""

    AREAS = "areas"
    BUILDINGS = "buildings"
    POINTS = "points"


class Ask(Value):
    """Which new places are asked for.

    Parameters
    ----------
    category
        Code of their kind.
    sites
        How many.
    reach_m
        How far people go for them, in metres on foot; None takes `scenarios.reach_of`.
    where
        Among which places to choose.
    kinds
        For `Where.BUILDINGS`: codes of the kinds that may have room.
    points
        For `Where.POINTS`: longitude and latitude of each.
    by_need
        Weigh people by the need where they live, 0 to 1.
    """

    category: str
    sites: Annotated[int, Field(ge=1, le=MOST_SITES)] = 3
    reach_m: Annotated[float, Field(gt=0, le=20_000, allow_inf_nan=False)] | None = None
    where: Where = Where.AREAS
    kinds: tuple[str, ...] = BUILDINGS
    points: Annotated[tuple[tuple[float, float], ...], Field(max_length=MOST_POINTS)] = ()
    by_need: bool = False


@dataclass(frozen=True, eq=False)
class Sites:
    """Where new places would bring most people into reach.

    Parameters
    ----------
    reach_m
        How far people go for them, in metres on foot.
    table
        One row per new place, the most helpful first: number, name, lon, lat, gained (people newly
        in reach with it, after those before it).
    certificate
        How good the choice is, in people, or in people times need.
    candidates
        Among how many it was chosen.
    people, had
        People whose number is known, and those of them who have one in reach today.
    unknown
        Areas that could not count, as nobody knows how many people (or how much need) there are.
    scenario
        The new places as a scenario, not kept yet.
    effect
        What they would change.
    """

    ask: Ask
    reach_m: float
    table: pd.DataFrame
    certificate: Certificate
    candidates: int
    people: float
    had: float
    unknown: int
    scenario: Scenario
    effect: Effect

    @property
    def gained(self) -> float:
        """People newly in reach."""
        return float(self.table["gained"].sum())


def sites(now: Present, ask: Ask) -> Sites:
    """Choose where new places would bring most people into reach who have none.

    Raises
    ------
    SharedGroundError
        "what-if.no_people" where nobody knows how many people live in any area;
        "what-if.no_candidates" where there is nowhere to choose from; "what-if.points" for a point
        that is none.
    """
    here, reach_m = now.here, ask.reach_m or scenarios.reach_of(now.vision, ask.category)
    people = scenarios.people_of(here)
    if not (np.nan_to_num(people) > 0).any():
        raise SharedGroundError(
            "what-if.no_people",
            say("Nobody has said how many people live in each area. Add their numbers on the page "
                "Add data."),
        )  # fmt: skip
    # along streets, what people can walk to from an area off the network is not known
    people = np.where(reach.located(_xy(here.areas)), people, np.nan)
    places = candidates(now.view, here, ask)
    same = here.assets[here.assets["category"] == ask.category]
    covered = scenarios.has_one(here, same, reach_m)
    need = now.found.totals["need"].to_numpy(dtype=float)
    counts = people * need if ask.by_need else people
    cover = (here.walk or reach.pairs)(_xy(places), _xy(here.areas), reach_m, here.detour)
    chosen, certificate = siting.best(cover, counts, ask.sites, covered)
    scenario = _opened(ask, reach_m, places.iloc[chosen.rows])
    return Sites(
        ask=ask,
        reach_m=reach_m,
        table=_numbered(places, chosen, people),
        certificate=certificate,
        candidates=len(places),
        people=float(np.nansum(people)),
        had=float(np.nansum(people[covered])),
        unknown=int((~np.isfinite(counts)).sum()),
        scenario=scenario,
        effect=scenarios.effect(now, scenario),
    )


def _numbered(places: pd.DataFrame, chosen: Chosen, people: Floats) -> pd.DataFrame:
    new = chosen.reached
    gained = np.bincount(chosen.step[new], weights=people[new], minlength=len(chosen.rows))
    table = places.iloc[chosen.rows][["name", "lon", "lat"]].reset_index(drop=True)
    table.insert(0, "number", range(1, len(table) + 1))
    return table.assign(gained=gained.astype(float))


def _opened(ask: Ask, reach_m: float, places: pd.DataFrame) -> Scenario:
    spots = zip(places["name"], places["lon"], places["lat"], strict=True)
    return Scenario(
        name=say(BY_CODE[ask.category].name),
        actions=tuple(
            Opening(category=ask.category, lon=float(lon), lat=float(lat), name=str(name)[:200])
            for name, lon, lat in spots
        ),
        reach_m=reach_m,
    )


def candidates(view: View, here: Ground, ask: Ask) -> pd.DataFrame:
    """Return where a new place may go: name, lon, lat, and x and y in metres.

    Buildings are those that everyone may see where they are: nothing that is kept would tell
    where a sensitive place lies.

    Raises
    ------
    SharedGroundError
        "what-if.no_candidates" when there are none, "what-if.points" for a point far away.
    """
    found = {
        Where.AREAS: lambda: _area_centres(view, here),
        Where.BUILDINGS: lambda: _buildings(view, here, ask.kinds),
        Where.POINTS: lambda: _points(view, here, ask.points),
    }[ask.where]()
    if found.empty:
        raise SharedGroundError("what-if.no_candidates", _NOWHERE[ask.where]())
    return found


_NOWHERE: Final = {
    Where.AREAS: lambda: say("There is no area to choose from."),
    Where.BUILDINGS: lambda: say(
        "No place of these kinds is on the map. Choose other kinds of building."
    ),
    Where.POINTS: lambda: say("No point is marked yet. Mark at least one on the map."),
}


def _area_centres(view: View, here: Ground) -> pd.DataFrame:
    labels = area_labels(view.holdings).set_index("area_code")["label"]
    back = Transformer.from_crs(here.crs, "EPSG:4326", always_xy=True)
    lon, lat = back.transform(here.areas["x"].to_numpy(), here.areas["y"].to_numpy())
    return pd.DataFrame(
        {"name": here.areas["area_code"].map(labels).astype(str).to_numpy(), "lon": lon,
         "lat": lat, "x": here.areas["x"].to_numpy(), "y": here.areas["y"].to_numpy()}
    )  # fmt: skip


def _buildings(view: View, here: Ground, kinds: Sequence[str]) -> pd.DataFrame:
    """Return existing buildings of some kinds, one for each spot."""
    seen = view.assets
    open_to_all = (seen["visibility"] == "public") & ~seen["sensitive"].astype(bool)
    exact = (seen["precision"] == EXACT) & seen["category"].isin(kinds)
    rows = seen[open_to_all & exact].drop_duplicates(["lon", "lat"])
    return _placed(rows[["name", "lon", "lat"]], here)


def _points(view: View, here: Ground, points: Sequence[tuple[float, float]]) -> pd.DataFrame:
    rows = pd.DataFrame(list(dict.fromkeys(points)), columns=["lon", "lat"], dtype=float)
    if not rows["lon"].abs().le(180).all() or not rows["lat"].abs().le(90).all():
        raise SharedGroundError(
            "what-if.points", say("A point has a longitude (-180 to 180) and a latitude (-90 to "
                                  "90).")
        )  # fmt: skip
    labels = area_labels(view.holdings)["label"].to_numpy(object)
    at = area_positions(view.areas, rows["lon"].to_numpy(float), rows["lat"].to_numpy(float))
    names = [
        str(labels[area]) if area >= 0 else say("Point {n}", n=n)
        for n, area in enumerate(at, start=1)
    ]
    return _placed(rows.assign(name=names), here)


def _placed(rows: pd.DataFrame, here: Ground) -> pd.DataFrame:
    at = in_metres(rows.assign(asset_id="", category="", capacity=np.nan), here.crs)
    known = rows[rows["lon"].notna() & rows["lat"].notna()].reset_index(drop=True)
    placed = known.assign(x=at["x"], y=at["y"])
    return placed.loc[reach.located(_xy(placed))].reset_index(drop=True)


def closures(now: Present, category: str = "", reach_m: float | None = None) -> pd.DataFrame:
    """Return what each asset's closure would take away, the one that hurts most first.

    Parameters
    ----------
    category
        Code of a kind; "" for all.
    reach_m
        How far people go, in metres on foot; None takes `scenarios.reach_of` each kind.

    Returns
    -------
    pandas.DataFrame
        asset_id, name, category, left (people who would have none of its kind left in reach),
        rise (of the place's mean gap, 0 to 1, by today's targets), reach_m. By people, then rise.
    """
    here = now.here
    rise = pd.Series(closing.rise_without(now.found), index=now.found.assets["asset_id"])
    assets = here.assets if not category else here.assets[here.assets["category"] == category]
    people = scenarios.people_of(here)
    parts = []
    for kind, rows in assets.groupby("category", sort=True):
        far = reach_m or scenarios.reach_of(now.vision, str(kind))
        pairs = (here.walk or reach.pairs)(_xy(here.areas), _xy(rows), far, here.detour)
        left = closing.left_without(pairs, people)
        parts.append(rows[["asset_id", "category"]].assign(left=left, reach_m=far))
    columns = ["asset_id", "name", "category", "left", "rise", "reach_m"]
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.concat(parts, ignore_index=True)
    names = now.view.assets.drop_duplicates("asset_id").set_index("asset_id")["name"]
    table["name"] = table["asset_id"].map(names).fillna("").astype(str)
    table["rise"] = table["asset_id"].map(rise).fillna(0.0).astype(float)
    ranked = table.sort_values(["left", "rise"], ascending=False, kind="stable")
    return ranked[columns].reset_index(drop=True)


def closing_of(view: View, asset_ids: Sequence[str], name: str = "") -> Scenario:
    """Return the scenario that these assets close.

    Raises
    ------
    NotFoundError
        "asset.unknown" for one that is not here.
    """
    first = [_asset(view, asset_id) for asset_id in asset_ids]
    called = name or say("Without {name}", name=str(first[0]["name"]))
    return Scenario(
        name=called[:80], actions=tuple(Closing(asset_id=asset_id) for asset_id in asset_ids)
    )


@dataclass(frozen=True)
class Hours:
    """How long a place is open.

    Parameters
    ----------
    hours
        A week.
    stated
        Whether its opening times say so; else it is an assumption.
    """

    hours: float
    stated: bool


def hours_of(view: View, asset_id: str, assumed: float = hours.ASSUMED) -> Hours:
    """Return how many hours a week an asset is open, by its opening times if they can be read.

    Raises
    ------
    NotFoundError
        "asset.unknown" when it is not here.
    """
    read = hours.weekly(str(_asset(view, asset_id)["schedules"]))
    return Hours(assumed, stated=False) if read is None else Hours(read, stated=True)


def longer(
    view: View, asset_id: str, evenings: int = 2, assumed: float = hours.ASSUMED
) -> Scenario:
    """Return the scenario that an asset opens so many evenings a week more, of 3 hours each.

    Raises
    ------
    NotFoundError
        "asset.unknown" when it is not here.
    """
    asset, now = _asset(view, asset_id), hours_of(view, asset_id, assumed)
    name = say("{name}, open longer", name=str(asset["name"]))
    action = Longer(asset_id=asset_id, hours=now.hours, extra=evenings * hours.EVENING)
    return Scenario(name=name[:80], actions=(action,))


def _asset(view: View, asset_id: str) -> pd.Series:
    rows = view.assets[view.assets["asset_id"] == asset_id]
    if rows.empty:
        raise NotFoundError(
            "asset.unknown", say("There is no place with the id {id} here.", id=asset_id),
            asset_id=asset_id,
        )  # fmt: skip
    return rows.iloc[0]


def _xy(table: pd.DataFrame) -> Floats:
    return table[["x", "y"]].to_numpy(dtype=float)
