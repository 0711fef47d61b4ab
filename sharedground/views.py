"""What each role may see of a place. Pages, exports and routes read data only through here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Transformer

from sharedground.access import Role
from sharedground.model.frames import ASSETS, empty
from sharedground.store.holdings import Holdings

CELL_M: Final = 1_000.0
"""Sensitive places are drawn at the centre of a square cell of this size, in metres."""

_VISIBLE: Final[dict[Role, tuple[str, ...]]] = {
    Role.READER: ("public",),
    Role.PARTICIPANT: ("public", "partners"),
    Role.OFFICER: ("public", "partners", "officers"),
    Role.FACILITATOR: ("public", "partners", "officers"),
}
OPEN: Final = ("active", "")
"""HSDS status of assets that count. One that is inactive, defunct or temporarily closed is kept and
shown only to those who ask; it is in no list, no map and no sum."""

_HIDDEN_OF_SENSITIVE: Final = ("address", "postcode", "phone", "email", "url", "schedules")
_CONTACT: Final = ("email", "phone")


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
        `asset_id`, `category`, `capacity`, `lon`, `lat` at true positions, for sums only:
        never shown, linked or exported row by row.
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
    def key(self) -> tuple[str, str, int, str]:
        """What this view depends on: database, place, revision of its data, role."""
        place_id = self.holdings.place.place_id
        return self.origin, place_id, self.holdings.data_revision, self.role.value


def view_for(holdings: Holdings, role: Role, origin: str = "") -> View:
    """Return the view that `role` may have of a place."""
    every = holdings.located_assets()
    seen = every[every["visibility"].isin(_VISIBLE[role])].reset_index(drop=True)
    opened = seen["status"].isin(OPEN).to_numpy()
    columns = ["asset_id", "category", "capacity", "lon", "lat"]
    located = seen.loc[opened, columns].reset_index(drop=True)
    if role.may(Role.OFFICER):
        there, closed = _parted(seen, opened)
        return View(role, holdings, there, located, origin, closed)
    published = {one.source_id for one in holdings.sources if one.publish_contacts}
    shown = _blurred(_without_contacts(seen, published), holdings.place.metric_crs)
    said = holdings.suggestions
    public = replace(
        holdings,
        partners=_without_contacts(holdings.partners, published),
        assets=shown.loc[:, list(ASSETS)],
        sites=empty("sites"),
        contacts=empty("contacts"),
        merged=empty("merged"),
        pairs=empty("pairs"),
        edits=empty("edits"),
        suggestions=_approved(said),
    )
    there, closed = _parted(shown, opened)
    return View(role, public, there, located, origin, closed)


def _parted(assets: pd.DataFrame, opened: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    return assets[opened].reset_index(drop=True), assets[~opened].reset_index(drop=True)


def _without_contacts(things: pd.DataFrame, published: set[str]) -> pd.DataFrame:
    """Leave out telephone numbers and e-mail addresses of lists that do not publish them."""
    hidden = ~things["source_id"].isin(published)
    if not hidden.any():
        return things
    shown = things.copy()
    shown.loc[hidden, list(_CONTACT)] = ""
    return shown


def _approved(suggestions: pd.DataFrame) -> pd.DataFrame:
    """Leave only what is missing and approved, without who said so or decided."""
    seen = (suggestions["state"] == "approved") & (suggestions["kind"] == "missing")
    shown: pd.DataFrame = suggestions[seen].reset_index(drop=True)
    return shown.assign(made_by="", decided_by="", answer="")


def _blurred(assets: pd.DataFrame, metric_crs: str | None) -> pd.DataFrame:
    """Move sensitive assets to the centre of their cell and drop what gives them away."""
    sensitive = assets["sensitive"].astype(bool).to_numpy()
    if not sensitive.any():
        return assets
    shown = assets.copy()
    for column in _HIDDEN_OF_SENSITIVE:
        shown.loc[sensitive, column] = ""
    lon, lat = cell_centre(
        shown.loc[sensitive, "lon"].to_numpy(float),
        shown.loc[sensitive, "lat"].to_numpy(float),
        metric_crs,
    )
    shown.loc[sensitive, "lon"], shown.loc[sensitive, "lat"] = lon, lat
    shown.loc[sensitive & shown["precision"].eq("exact").to_numpy(), "precision"] = "approximate"
    return shown


def cell_centre(
    lon: np.ndarray, lat: np.ndarray, metric_crs: str | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the centres (degrees) of the cells that hold these points (degrees).

    Without a metric CRS the points are withheld (NaN): better no dot than a true one.
    """
    if metric_crs is None:
        return np.full_like(lon, np.nan), np.full_like(lat, np.nan)
    there = Transformer.from_crs("EPSG:4326", metric_crs, always_xy=True)
    x, y = there.transform(lon, lat)
    x, y = ((np.floor(np.asarray(v) / CELL_M) + 0.5) * CELL_M for v in (x, y))
    back_lon, back_lat = there.transform(x, y, direction="INVERSE")
    known = np.isfinite(lon) & np.isfinite(lat)
    return np.where(known, back_lon, np.nan), np.where(known, back_lat, np.nan)
