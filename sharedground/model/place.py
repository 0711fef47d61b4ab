"""A place and what is known of it: areas, people, figures of need, and their sources."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from sharedground.model.base import Value
from sharedground.model.outcome import Direction

DETOUR_FACTOR = 1.3
"""Street distance over straight line: an assumption between published values of 1.2 and 1.5."""


class Kind(StrEnum):
    """What a file brings."""

    AREAS = "areas"
    POPULATION = "population"
    INDICATORS = "indicators"
    LOOKUP = "lookup"
    POSTCODES = "postcodes"
    PARTNERS = "partners"
    ASSETS = "assets"
    BACKGROUND = "background"
    STREETS = "streets"


ONLY_COUNTED: Final = frozenset([Kind.BACKGROUND, Kind.STREETS])
"""Kinds of which no record of each row is kept: they are packed beside their file, which has them.
Rows that are left out of them are no fault."""


class Place(Value):
    """A place that a partnership works for.

    Parameters
    ----------
    metric_crs
        The place's own CRS in metres, such as "EPSG:27700"; None until areas are loaded.
    detour_factor
        Street distance divided by straight-line distance, 1.0 to 2.0.
    revision
        Goes up by one with every write; part of every cache key.
    fictional
        True for the demo town: said wherever the place is shown.
    """

    place_id: str
    name: Annotated[str, Field(min_length=1, max_length=80)]
    metric_crs: str | None = None
    detour_factor: Annotated[float, Field(ge=1, le=2)] = DETOUR_FACTOR
    revision: int = 0
    fictional: bool = False


class Level(StrEnum):
    """How large the areas of a set are, from the smallest."""

    SMALL = "small area"
    NEIGHBOURHOOD = "msoa"
    WARD = "ward"
    LOCALITY = "locality"
    DISTRICT = "local authority"
    OTHER = "other"


class AreaSet(Value):
    """One way of cutting a place into areas, such as its small areas of 2021 or its wards.

    Parameters
    ----------
    vintage
        The year its bounds are of, None if nobody said.
    main
        True for the set that the sums are worked out for.
    areas
        How many areas it has.
    """

    set_id: str
    name: Annotated[str, Field(min_length=1, max_length=80)]
    level: Level = Level.OTHER
    vintage: int | None = None
    main: bool = False
    areas: int = 0


class Measure(StrEnum):
    """What sort of figure an indicator is; scores are preferred to ranks, ranks to deciles."""

    SCORE = "score"
    RANK = "rank"
    DECILE = "decile"
    VALUE = "value"


class Indicator(Value):
    """A figure for each area that says something of need."""

    indicator_id: str
    name: str
    year: int | None = None
    measure: Measure = Measure.VALUE
    direction: Direction | None = None
    unit: str = ""
    source_id: str = ""


class Source(Value):
    """Where rows came from. Empty text means "not stated", which is a to-do, not a fault.

    Parameters
    ----------
    list_id
        Shared by all versions of one list.
    set_id
        The area set that its outlines make, or that its figures are for; "" is the main one.
    set_name, level, vintage
        Of outlines: what their areas are called, how large they are, and the year of their bounds.
    publish_contacts
        Whether telephone numbers and e-mail addresses of organisations in it are public.
    """

    source_id: str
    list_id: str = ""
    set_id: str = ""
    set_name: str = ""
    level: str = ""
    vintage: int | None = None
    kind: Kind
    file_name: str
    sha256: str
    title: str = ""
    publisher: str = ""
    licence: str = ""
    date: str = ""
    url: str = ""
    loaded_by: str = ""
    loaded_at: dt.datetime | None = None
    rows_read: int = 0
    rows_kept: int = 0
    rows_merged: int = 0
    rows_set_aside: int = 0
    publish_contacts: bool = False
