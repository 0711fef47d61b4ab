"""The map as a picture to take away, made of a view: it holds no more than its audience may see."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd
from shapely.geometry.base import BaseGeometry

from sharedground.analysis.freshness import Freshness
from sharedground.export.dataset import Origin
from sharedground.exports import Export, origin_of, slug
from sharedground.figures.content import Content, Corners, Fills
from sharedground.figures.maps import figure_of
from sharedground.figures.plane import METRES_A_DEGREE, Box
from sharedground.figures.png import png_bytes
from sharedground.figures.scene import Figure
from sharedground.figures.svg import svg_text
from sharedground.model.place import Kind, Source
from sharedground.surroundings import area_labels
from sharedground.views import View
from sharedground.withheld import CELL, corners_of
from sharedground.words import day, say, say_many

_MOST_LISTS: Final = 5
_AROUND: Final = 0.15
_LEAST_TALL: Final = 0.007
"""Degrees of latitude on each side of a point."""


class PictureForm(StrEnum):
    """In which format a picture can be had."""

    PNG = "png"
    SVG = "svg"


MEDIA_TYPES: Final = {PictureForm.PNG: "image/png", PictureForm.SVG: "image/svg+xml"}


@dataclass(frozen=True, eq=False)
class Wanted:
    """What a picture should show.

    Parameters
    ----------
    places
        `category`, `lon`, `lat`, `source_id`, `placed_by` and `inside` (those that are asked for);
        with `check_state` those that nobody has checked for long are faint.
    told
        What the map shows, in a sentence.
    title
        The area that is asked for; "" for the whole place.
    fills
        What colours the areas; None for no colour.
    figures
        Where the figures behind the colours come from.
    chosen
        The outline of the area that is asked for, EPSG:4326: it is what the picture shows.
    here, reach_m
        A point (lon, lat) that is asked about instead, and metres around it.
    """

    places: pd.DataFrame
    told: str
    title: str = ""
    fills: Fills | None = None
    figures: str = ""
    chosen: BaseGeometry | None = None
    here: tuple[float, float] | None = None
    reach_m: float = 0.0


def map_figure(view: View, wanted: Wanted, now: dt.datetime | None = None) -> Figure:
    """Return the map of a view as a picture.

    Parameters
    ----------
    view
        Of whoever takes it: sensitive places lie where it puts them.
    now
        When it is made; for tests.
    """
    place = view.holdings.place
    labels = area_labels(view.holdings)
    places = wanted.places[wanted.places["lon"].notna()]
    stale = places.get("check_state", pd.Series("", index=places.index)) == Freshness.STALE.value
    origin = origin_of(view, now)
    return figure_of(
        Content(
            title=f"{wanted.title}, {place.name}" if wanted.title else place.name,
            told=wanted.told,
            kicker=_kicker(origin),
            areas=view.areas.geometry.to_numpy(dtype=object),
            names=labels["group"].where(labels["group"] != "", labels["label"]).to_numpy(object),
            places=places.assign(stale=stale),
            fills=wanted.fills,
            chosen=wanted.chosen,
            squares=squares_of(view, places),
            here=wanted.here,
            reach_m=wanted.reach_m,
            part=_part(wanted),
            sources=_sources(view, places, wanted.figures, origin),
            made=_made(origin),
        )
    )


def picture(
    view: View, wanted: Wanted, form: PictureForm, now: dt.datetime | None = None
) -> Export:  # fmt: skip
    """Return the map of a view as a file; parameters as for `map_figure`."""
    figure = map_figure(view, wanted, now)
    name, media_type = named(form, origin_of(view, now))
    if form is PictureForm.PNG:
        return Export(png_bytes(figure), name, media_type)
    return Export(svg_text(figure).encode(), name, media_type)


def named(form: PictureForm, origin: Origin) -> tuple[str, str]:
    """Return the name and the media type of a picture, without making it."""
    audience = "" if origin.public else "-officers"
    date = origin.made_at.date().isoformat()
    return f"{slug(origin.place)}-map-{date}{audience}.{form.value}", MEDIA_TYPES[form]


def _kicker(origin: Origin) -> str:
    told = [say("Demo town: this place is made up.")] if origin.fictional else []
    if not origin.public:
        told.append(say("For officers only. Do not publish it."))
    return " ".join(told)


def _part(wanted: Wanted) -> Box | None:
    """Return the part of the earth that is asked for; None for the whole place."""
    if wanted.here is not None:
        lon, lat = wanted.here
        tall = max(_LEAST_TALL, 1.1 * wanted.reach_m / METRES_A_DEGREE)
        wide = tall / max(0.05, math.cos(math.radians(lat)))
        return lon - wide, lat - tall, lon + wide, lat + tall
    if wanted.chosen is None or wanted.chosen.is_empty:
        return None
    west, south, east, north = wanted.chosen.bounds
    margin = _AROUND * max(east - west, north - south)
    return west - margin, south - margin, east + margin, north + margin


def squares_of(view: View, places: pd.DataFrame) -> tuple[Corners, ...]:
    """Return the squares that sensitive places lie in, for those who may not know more."""
    crs = view.holdings.place.metric_crs
    hidden = places[places["placed_by"] == CELL]
    if crs is None or hidden.empty:
        return ()
    centres = hidden[["lon", "lat"]].drop_duplicates().sort_values(["lon", "lat"])
    found = corners_of(centres["lon"].to_numpy(float), centres["lat"].to_numpy(float), crs)
    return tuple(tuple(corners) for corners in found)


def credit(view: View, places: pd.DataFrame, figures: str = "") -> str:
    """Return where a map with these places comes from, in a few sentences.

    Parameters
    ----------
    figures
        Where the figures behind its colours come from.
    """
    return _sources(view, places, figures, origin_of(view))


def _sources(view: View, places: pd.DataFrame, figures: str, origin: Origin) -> str:
    counts = places["source_id"].value_counts()
    used = [one for one in origin.sources if one.source_id in counts.index]
    used.sort(key=lambda one: -int(counts[one.source_id]))
    main = view.holdings.main_set
    set_ids = {"", main.set_id} if main else {""}
    outlines = [one for one in view.holdings.sources
                if one.kind is Kind.AREAS and one.set_id in set_ids]  # fmt: skip
    parts = [say("Places: {lists}.", lists=listed(used))] if used else []
    parts += [say("Outlines: {lists}.", lists=listed(outlines))] if outlines else []
    parts += [say("Figures: {lists}.", lists=figures)] if figures else []
    licences = list(dict.fromkeys(one.licence for one in (*used, *outlines) if one.licence))
    parts += [say("Licences: {names}.", names="; ".join(licences))] if licences else []
    return " ".join([*parts, *origin.credits])


def listed(sources: Sequence[Source]) -> str:
    """Return lists by who published them; how many more there are, and how many have no title."""
    titled = [one for one in sources if one.title or one.file_name]
    by_publisher: dict[str, list[str]] = {}
    for one in titled[:_MOST_LISTS]:
        name = one.title or one.file_name
        title = f"{name} ({one.date})" if one.date else name
        by_publisher.setdefault(one.publisher, []).append(title)
    told = [f"{publisher}: {', '.join(titles)}" if publisher else ", ".join(titles)
            for publisher, titles in by_publisher.items()]  # fmt: skip
    more, untitled = len(titled) - _MOST_LISTS, len(sources) - len(titled)
    if more > 0:
        told.append(say_many("{n} more list", "{n} more lists", more))
    if untitled:
        told.append(say_many("{n} list without a title", "{n} lists without a title", untitled))
    return "; ".join(told)


def _made(origin: Origin) -> str:
    return say("Made with Shared Ground on {day}. Places that nobody has listed are not shown.",
               day=day(origin.made_at.date()))  # fmt: skip
