"""What was found among the places of a view, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Transformer

from sharedground.analysis import summing_up, walking
from sharedground.analysis.choosing import Facet
from sharedground.finding import NOW, kind_name
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.withheld import CELL
from sharedground.words import later, say, say_many

Floats = NDArray[np.float64]

DAYS: Final = {
    NOW: later("Open now"), "0": later("Open on Mondays"), "1": later("Open on Tuesdays"),
    "2": later("Open on Wednesdays"), "3": later("Open on Thursdays"),
    "4": later("Open on Fridays"), "5": later("Open on Saturdays"), "6": later("Open on Sundays"),
}  # fmt: skip
PART_NAMES: Final = {"any": later("All day"), "morning": later("Morning"),
                     "afternoon": later("Afternoon"), "evening": later("Evening")}  # fmt: skip


def when_in_words(day: str, part: str) -> str:
    """Return a chosen time in words, such as "Open on Mondays, morning"."""
    told = say(DAYS.get(day, day))
    return told if day == NOW or part == "any" else f"{told}, {say(PART_NAMES[part]).lower()}"


def what_is_shown(
    chosen: Mapping[Facet, Sequence[str]], words: str, part: str, vision: Vision
) -> str:
    """Return what places are called that were chosen so: a kind, an outcome, or a choice.

    Parameters
    ----------
    words
        Words to find.
    part
        Of the day, where a day of the week is chosen.
    """
    if not chosen and not words:
        return say("All places")
    values = [(facet, value) for facet, given in chosen.items() for value in given]
    if len(values) == 1 and not words:
        facet, value = values[0]
        if facet is Facet.KIND:
            return kind_name(value)
        if facet is Facet.OPEN:
            return when_in_words(value, part)
        names = {outcome.code: outcome.name for outcome in vision.outcomes}
        if facet is Facet.SERVES and value in names:
            return say("What serves “{outcome}”", outcome=names[value])
    if not chosen:
        return say("Places that “{words}” finds", words=words)
    return say("Places that fit your choice")


def near(what: str, inside: pd.DataFrame, within: int, name: str) -> str:
    """Return how many places lie near a point, and which is the nearest.

    Parameters
    ----------
    what
        As from `what_is_shown`.
    inside
        The places, nearest first, with `minutes`.
    within
        Minutes on foot, 0 for any.
    name
        Of the point.
    """
    if within:
        first = say_many("{what}: {n} place within {minutes} minutes’ walk of {near}.",
                         "{what}: {n} places within {minutes} minutes’ walk of {near}.",
                         len(inside), what=what, minutes=within, near=name)  # fmt: skip
    else:
        first = say_many("{what}: {n} place, the nearest to {near} first.",
                         "{what}: {n} places, the nearest to {near} first.", len(inside),
                         what=what, near=name)  # fmt: skip
    shown = inside[inside["placed_by"] != CELL]
    if shown.empty or not shown["minutes"].iloc[0] <= walking.MINUTES[-1] * 2:
        return first
    nearest = say_many("The nearest is {name}, {n} minute away.",
                       "The nearest is {name}, {n} minutes away.",
                       int(shown["minutes"].iloc[0]), name=shown["name"].iloc[0])  # fmt: skip
    return f"{first} {nearest}"


def middles(view: View) -> Floats:
    """Return the middle of each area in metres, shape (areas, 2)."""
    points = view.areas.to_crs(str(view.holdings.place.metric_crs)).geometry.representative_point()
    return np.column_stack([points.x, points.y])


def positions(view: View) -> Floats:
    """Return where each place of a view is in metres, shape (places, 2); NaN has no location."""
    there = Transformer.from_crs("EPSG:4326", view.holdings.place.metric_crs, always_xy=True)
    lon, lat = (view.assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    known = ~np.isnan(lon)
    found = np.full((len(lon), 2), np.nan)
    found[known] = np.column_stack(there.transform(lon[known], lat[known]))
    return found


def reach(
    view: View, found: pd.DataFrame, codes: Sequence[str], areas_xy: Floats, places_xy: Floats
) -> summing_up.Reach:
    """Return which of some areas have none of the places found within a usual walk.

    Parameters
    ----------
    areas_xy, places_xy
        As from `middles` and `positions`.
    """
    mine = view.areas["area_code"].isin(codes).to_numpy(bool)
    people = view.holdings.population.set_index("area_code")["people"]
    return summing_up.reach_of(
        areas_xy[mine], view.areas.loc[mine, "area_code"].map(people).to_numpy(float),
        places_xy[found["number"].to_numpy(int)], walking.USUAL,
        view.holdings.place.detour_factor,
    )  # fmt: skip
