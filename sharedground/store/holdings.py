"""All that is known of one place at one revision, as tables ready to read."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from sharedground.model.decision import Decision, Meeting
from sharedground.model.frames import empty
from sharedground.model.place import AreaSet, Place, Source
from sharedground.model.rounds import Round
from sharedground.model.scenario import Scenario
from sharedground.model.story import Story
from sharedground.model.street_map import StreetMap
from sharedground.model.vision import Vision, in_use
from sharedground.store.backgrounds import Background
from sharedground.store.street_networks import StreetNetwork


@dataclass(frozen=True)
class SetHoldings:
    """The areas of one set and the figures that are given for them, as in `Holdings`.

    Parameters
    ----------
    about
        What the set is called and how large its areas are.
    """

    about: AreaSet
    areas: gpd.GeoDataFrame
    population: pd.DataFrame
    indicators: pd.DataFrame
    indicator_values: pd.DataFrame
    estimates: pd.DataFrame


@dataclass(frozen=True)
class Holdings:
    """The data of one place, loaded whole. Tables follow `model.frames`; never change them.

    Parameters
    ----------
    areas
        Those of the main set: GeoDataFrame in EPSG:4326, in the order of `area_code`.
    population
        One row per area: the one source that covers most areas (then the newest) is used,
        so that years and vintages are never mixed.
    indicators, indicator_values
        Where two sources bring the same indicator, the later one is used.
    contacts
        Contacts of people, kept apart: for officers only.
    merged
        Which rows of lists stand behind an asset that several of them bring.
    pairs
        What is known of assets that may be one; those with the verdict "open" wait for a person.
    edits
        What people changed by hand; it is in the tables already.
    suggestions
        What people suggested, whatever became of it: for officers only until approved.
    visions
        Every saved version, oldest first.
    estimates
        Which values of indicators were carried over from other areas, and how much was moved.
    main_set
        What the areas are; None in a place made before there were sets.
    other_sets
        Further ways of cutting the place into areas, each with figures of its own. They are shown,
        and never part of the sums.
    backgrounds
        What is drawn below everything on the map, packed.
    street_maps
        Maps from the internet that visitors may switch on, besides OpenStreetMap.
    scenarios
        What might change, as people kept it, oldest first.
    rounds
        What the room was asked, oldest first, without what lets people join.
    stories
        What is shown at meetings, oldest first.
    meetings, decisions
        Meetings that were held, and what was decided, promised or left open; oldest first.
    street_network
        The streets that people walk along, not read yet; None where the place has none.
    unsurveyed
        Codes of areas of which nobody has looked what is there.
    data_revision
        Goes up when data changes, but not when only a vision is saved.
    """

    place: Place
    data_revision: int
    areas: gpd.GeoDataFrame
    area_parents: pd.DataFrame
    population: pd.DataFrame
    indicators: pd.DataFrame
    indicator_values: pd.DataFrame
    partners: pd.DataFrame
    sites: pd.DataFrame
    assets: pd.DataFrame
    contacts: pd.DataFrame
    merged: pd.DataFrame
    pairs: pd.DataFrame
    edits: pd.DataFrame
    suggestions: pd.DataFrame
    sources: tuple[Source, ...]
    visions: tuple[Vision, ...]
    estimates: pd.DataFrame = field(default_factory=lambda: empty("estimates"))
    main_set: AreaSet | None = None
    other_sets: tuple[SetHoldings, ...] = ()
    backgrounds: tuple[Background, ...] = ()
    street_maps: tuple[StreetMap, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    rounds: tuple[Round, ...] = ()
    stories: tuple[Story, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    decisions: tuple[Decision, ...] = ()
    street_network: StreetNetwork | None = None
    unsurveyed: frozenset[str] = frozenset()

    @property
    def vision(self) -> Vision | None:
        """The vision in use: the one agreed last, else the latest saved; None without any."""
        return in_use(self.visions)

    @property
    def newest_vision(self) -> Vision | None:
        """The latest saved version, agreed or not: a change follows it. None without any."""
        return self.visions[-1] if self.visions else None

    def located_assets(self) -> pd.DataFrame:
        """Return assets joined to their sites: `lon`, `lat`, `address`, `postcode`, `precision`."""
        columns = ["site_id", "address", "postcode", "lon", "lat", "precision", "placed_by"]
        return self.assets.merge(self.sites[columns], on="site_id", how="left", validate="m:1")
