"""What each role may see of a place. Pages, exports and routes read data only through here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import geopandas as gpd
import pandas as pd

from sharedground.access import Role
from sharedground.model.frames import ASSETS, empty
from sharedground.store.holdings import Holdings
from sharedground.withheld import (
    assets_for_everyone,
    decisions_for_everyone,
    meetings_for_everyone,
    partners_for_everyone,
    scenarios_for_everyone,
    stories_for_everyone,
    suggestions_for_everyone,
    visions_for_everyone,
)
from sharedground.words import language

_VISIBLE: Final[dict[Role, tuple[str, ...]]] = {
    Role.READER: ("public",),
    Role.PARTICIPANT: ("public", "partners"),
    Role.OFFICER: ("public", "partners", "officers"),
    Role.FACILITATOR: ("public", "partners", "officers"),
}
OPEN: Final = ("active", "")
"""HSDS status of assets that count. One that is inactive, defunct or temporarily closed is kept and
shown only to those who ask; it is in no list, no map and no sum."""

_SUMS: Final = ["asset_id", "category", "capacity", "lon", "lat"]


@dataclass(frozen=True)
class View:
    """A place as one role may see it.

    Parameters
    ----------
    holdings
        Areas, figures, sources and visions, which everyone may see; partners and assets as this
        role may; sites only for officers (for others they are part of `assets`).
    assets
        One row per asset this role may see, joined to its site (`lon`, `lat`, `address`,
        `postcode`, `precision`). Sensitive ones are moved to the centre of a cell. Places that
        are closed are not in it.
    located
        `asset_id`, `category`, `capacity`, `lon`, `lat` for sums, each place with its full
        weight: at true positions for officers, else where `assets` shows them. Figures made of
        true positions would give these away, area by area.
    origin
        Which database it came from.
    closed
        Assets that are closed or gone (`status`), like `assets`: kept, never counted.
    """

    role: Role
    holdings: Holdings
    assets: pd.DataFrame
    located: pd.DataFrame
    origin: str = ""
    closed: pd.DataFrame = field(default_factory=lambda: empty("assets"))

    @property
    def every_asset(self) -> pd.DataFrame:
        """All assets this role may see, those that are closed at the end."""
        if self.closed.empty:
            return self.assets
        return pd.concat([self.assets, self.closed], ignore_index=True)

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """The place's areas, EPSG:4326."""
        return self.holdings.areas

    @property
    def key(self) -> tuple[str, str, int, str, str]:
        """What is shown of this view depends on: database, place, revision, role, language."""
        held = self.holdings
        return self.origin, held.place.place_id, held.data_revision, self.role.value, language()


def view_for(holdings: Holdings, role: Role, origin: str = "") -> View:
    """Return the view that `role` may have of a place."""
    every = holdings.located_assets()
    seen = every[every["visibility"].isin(_VISIBLE[role])].reset_index(drop=True)
    if role.may(Role.OFFICER):
        return _view(role, holdings, seen, origin)
    shown = assets_for_everyone(seen, holdings)
    public = replace(
        holdings,
        partners=partners_for_everyone(holdings),
        assets=shown.loc[:, list(ASSETS)],
        sites=empty("sites"),
        contacts=empty("contacts"),
        merged=empty("merged"),
        pairs=empty("pairs"),
        edits=empty("edits"),
        suggestions=suggestions_for_everyone(holdings.suggestions),
        scenarios=scenarios_for_everyone(holdings),
        stories=holdings.stories
        if role.may(Role.PARTICIPANT)
        else stories_for_everyone(holdings.stories),
        meetings=holdings.meetings
        if role.may(Role.PARTICIPANT)
        else meetings_for_everyone(holdings),
        decisions=holdings.decisions
        if role.may(Role.PARTICIPANT)
        else decisions_for_everyone(holdings),
        visions=holdings.visions
        if role.may(Role.PARTICIPANT)
        else visions_for_everyone(holdings.visions, set(holdings.partners["name"])),
    )
    return _view(role, public, shown, origin)


def _view(role: Role, holdings: Holdings, shown: pd.DataFrame, origin: str) -> View:
    """Return a view of these assets, those that are closed apart."""
    opened = shown["status"].isin(OPEN).to_numpy()
    there = shown[opened].reset_index(drop=True)
    closed = shown[~opened].reset_index(drop=True)
    return View(role, holdings, there, there[_SUMS], origin, closed)
