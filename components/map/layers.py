"""The map of places: outlines that stay, and what changes on them at each choice.

Folium makes the map and streamlit-folium shows it. What stays is drawn once, so that a change
of filter leaves the map where the visitor moved it. What changes goes over as figures only:
classes, positions and row numbers. Names never enter a popup, a tooltip or a marker.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import streamlit as st
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from components import session, theme
from components.map import background, packing
from components.map.leaflet import LocalMap
from components.map.packing import code_points
from sharedground.analysis.freshness import Freshness
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.street_map import StreetMap
from sharedground.views import View
from sharedground.withheld import CELL, corners_of
from sharedground.words import later, say

HEIGHT: Final = 440
FAINT: Final = 0.2
"""How strong areas are of other classes than the one that is asked for."""

Clicked = Mapping[str, Any]
"""What was clicked: `asset` or `area`, the row of it, or the `corners` of a shape being drawn."""
_DETAIL: Final = 2_500
"""Outlines are simplified to the width of the place over this: about half a pixel on a screen."""
_METRES_A_DEGREE: Final = 111_320.0
_FOLDER: Final = theme.ASSETS / "map"
_COLOURS: Final = {"bg": "bg", "surface": "surface", "ink": "ink", "muted": "muted",
                   "line": "line", "control": "control", "brand": "brand", "hatch": "hatch",
                   "hatchBg": "hatch_bg"}  # fmt: skip
_WORDS: Final = {
    "title": later("Map of places"),
    "closer": later("Closer"),
    "further": later("Further away"),
    "noStreets": later("The street map cannot be had now. Everything else is still here."),
    "lost": later("The map did not come whole. The list has the same places."),
    "fingers": later("Use two fingers to move the map"),
}
_TITLES: Final = {"first": later("First of two maps"), "second": later("Second of two maps")}
_STYLE: Final = """<style>
[class*="st-key-map-"] iframe{height:440px!important;border:1px solid var(--sp-line)}
[class*="st-key-map-"] iframe{display:block;border-radius:6px}
.st-key-skip,[data-testid="stLayoutWrapper"]:has(>.st-key-skip){position:absolute;width:0;height:0}
.sg-skip a{position:absolute;left:-10000px;white-space:nowrap}
.sg-skip a:focus{left:0;z-index:9;padding:.5rem;background:var(--sp-bg);color:var(--sp-brand)}
@media (max-width:640px){[class*="st-key-map-"] iframe{height:300px!important}}
</style>"""


@dataclass(frozen=True)
class Sketch:
    """A shape that is being drawn.

    Parameters
    ----------
    corners
        Longitude and latitude, in the order they were set.
    closed
        No more corners are wanted.
    turn
        Goes up when the page itself changes the shape: until then the map knows it better.
    """

    corners: tuple[tuple[float, float], ...] = ()
    closed: bool = False
    turn: int = 0


@dataclass(frozen=True)
class Layer:
    """What the map shows at one moment.

    Parameters
    ----------
    places
        `number` (row among all the places of the view), `category`, `lon`, `lat` and `inside`
        (it is one of the places that the list shows); those whose `check_state` is stale fade.
    chosen
        Rows of the areas that are outlined; empty for the whole place.
    classes
        Shape (areas,): a class of the scale, or -1 for no data; None for no colour.
    scale
        Which colours the classes have.
    only
        The class that alone is drawn strong; None for all.
    here
        (lon, lat) of a point that is asked about, marked on the map.
    reach_m
        Metres in a straight line around it that are asked about, 0 for any.
    look
        (west, south, east, north) of a street or area to go to.
    picked
        Number of the place looked at.
    streets
        A street map to show behind: needs the internet.
    mark
        (lon, lat) of what a person is telling about: marked, and the map stays where it is.
    lacking
        (lon, lat) of what people say is missing.
    spots
        (lon, lat) of spots that carry the numbers 1, 2, 3.
    told
        What the map shows, in a sentence: for those who do not see it.
    outline
        Outlined instead of the areas that are `chosen`, EPSG:4326.
    sketch
        A shape that is being drawn: until it is closed, a click sets a corner and chooses nothing.
    step
        The name of a pair of maps that move in step; "" for a map by itself.
    """

    places: pd.DataFrame
    chosen: NDArray[np.int64]
    classes: NDArray[np.int64] | None = None
    scale: theme.Scale = "need"
    only: int | None = None
    here: tuple[float, float] | None = None
    reach_m: float = 0.0
    look: tuple[float, float, float, float] | None = None
    picked: int | None = None
    streets: StreetMap | None = None
    mark: tuple[float, float] | None = None
    lacking: tuple[tuple[float, float], ...] = ()
    spots: tuple[tuple[float, float], ...] = ()
    told: str = ""
    outline: BaseGeometry | None = None
    sketch: Sketch | None = None
    step: str = ""


class _Script(JSCSSMixin, MacroElement):
    """One call of map.js, with figures as JSON."""

    default_js = []
    default_css = []
    _template = Template("{% macro script(this, kwargs) %}{{ this.call() }}{% endmacro %}")

    def __init__(self, function: str, data: str) -> None:
        super().__init__()
        self._name = "Ground"
        self.function, self.data = function, data
        self.default_css = [("ground_css", _address("map.css"))]

    def call(self) -> str:
        """Return the line of JavaScript."""
        parent = self._parent.get_name()
        if self.function == "base":
            return f"SharedGroundMap.base({parent}, {self.data});"
        return f"SharedGroundMap.show({self._parent._parent.get_name()}, {parent}, {self.data});"


@cache
def _address(name: str) -> str:
    """Return the address of one of our files from the frame; it changes with the file."""
    digest = hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"../../assets/map/{name}?v={digest}"


def draw(
    view: View, labels: pd.DataFrame, layer: Layer, key: str, *,
    points: Callable[[], None] | None = None, first: Callable[[Clicked], bool] | None = None,
    box: str = "",
) -> None:  # fmt: skip
    """Draw the map.

    Parameters
    ----------
    labels
        As from `cached.area_labels`: names of the neighbourhoods are written on the map.
    key
        Fixed for a place; `picked` and `clicked_area` of the same key say what was clicked.
    points
        Given while a click means a point, told as `clicked_at`, and chooses no place and no area:
        called at each click.
    first
        Asked at each click on something: True where it took it, and nothing is chosen then.
    box
        "first" or "second" of two maps beside each other; "" for the map of the page, which can be
        skipped.
    """
    from streamlit_folium import st_folium  # declared in a run: see components.server.lifespan

    ground = LocalMap(location=_centre(view), tiles=None, zoom_start=12, max_zoom=18, zoom_snap=0.1)
    ground.add_child(_Script("base", _ground(view, _TITLES.get(box, ""))))
    changing = folium.FeatureGroup(name="changing")
    changing.add_child(_Script("show", _state(view, labels, layer)))
    st.html(_STYLE)
    if not box:
        with st.container(key="skip"):
            st.html(f'<p class="sg-skip"><a href="#places">{say("Skip the map")}</a></p>')
    with st.container(key=f"map-{box or 'main'}"):
        st_folium(
            ground,
            key=key,
            height=HEIGHT,
            use_container_width=True,
            feature_group_to_add=changing,
            # The frame heeds only the names it is given first: last_clicked is for `points`.
            returned_objects=["last_active_drawing", "last_object_clicked_count", "last_clicked"],
            on_change=points or (lambda: _take(key, view, labels, first)),
        )


def clicked_at(key: str) -> tuple[float, float] | None:
    """Return (lon, lat) of the last click on the map with this key, while clicks mean points."""
    found = session.chosen_in(key) or {}
    at = found.get("last_clicked") or {}
    both = at.get("lng"), at.get("lat")
    return both if all(isinstance(each, int | float) for each in both) else None


def _take(
    key: str, view: View, labels: pd.DataFrame, first: Callable[[Clicked], bool] | None
) -> None:
    """Turn a click on the map into a choice in the widget that says the same in words."""
    found = session.chosen_in(key) or {}
    clicked = (found.get("last_active_drawing") or {}).get("properties") or {}
    if first is not None and first(clicked):
        return
    number, area = clicked.get("asset"), clicked.get("area")
    if isinstance(number, int) and 0 <= number < len(view.assets):
        session.choose_in("place_picked", number)
    elif isinstance(area, int) and 0 <= area < len(labels):
        session.choose_in("area", f"area:{labels['area_code'].iloc[area]}")


def _ground(view: View, title: str = "") -> str:
    """Return what makes the map as JSON: its extent and the words on it; with others it is new."""
    words = {name: say(text) for name, text in _WORDS.items()}
    words["title"] = say(title) if title else words["title"]
    return json.dumps(
        {
            "bounds": bounds(view.areas.total_bounds),
            "linked": not title,
            "words": {name: code_points(text) for name, text in words.items()},
        },
        separators=(",", ":"),
    )


@st.cache_resource(max_entries=24, show_spinner=False)
def _base(
    key: tuple[object, ...], look: theme.Mode, _view: View, _labels: pd.DataFrame  # noqa: ARG001
) -> bytes:  # fmt: skip
    """Return what stays on the map as JSON: outlines, names, and the sign of each kind of place."""
    signs = {code: _kind(code, look) for code in (*BY_CODE, OTHER)}
    drawn = _many_outlines(_view, _labels) if packing.has_many(_view.areas) else (
        _outlines(_view, _labels)
    )  # fmt: skip
    return json.dumps({**drawn, "signs": signs}, separators=(",", ":")).encode()


def _outlines(view: View, labels: pd.DataFrame) -> dict[str, Any]:
    areas = thinned(view)
    groups = areas.assign(group=labels["group"].to_numpy()).query("group != ''")
    whole = groups.dissolve("group") if len(groups) else groups
    return {
        "areas": [rings(shape) for shape in areas.geometry],
        "groups": [rings(shape) for shape in whole.geometry],
        "names": _names(whole if len(whole) else areas.set_index("area_name")),
    }


def _many_outlines(view: View, labels: pd.DataFrame) -> dict[str, Any]:
    """Return the names of the largest groups: many outlines have a packed layer of their own."""
    groups = pd.DataFrame({"lon": 0.0, "lat": 0.0}, index=pd.Index([], dtype=object))
    if (labels["group"] != "").any():
        points = view.areas.geometry.representative_point()
        middle = pd.DataFrame({"lon": points.x, "lat": points.y, "group": labels["group"]})
        groups = middle[middle["group"] != ""].groupby("group").median()
        sizes = middle["group"].value_counts()
        groups = groups.loc[sizes.index.intersection(groups.index)].head(packing.MOST_NAMES)
    names = [[round(lat, 5), round(lon, 5), code_points(str(name)[:40])]
             for name, lon, lat in groups[["lon", "lat"]].itertuples()]  # fmt: skip
    return {"areas": [], "groups": [], "names": names}


def thinned(view: View) -> gpd.GeoDataFrame:
    """Return the areas of a view with fewer points, worked out once."""
    return _thinned(view.key, view)


@st.cache_resource(max_entries=12, show_spinner=False)
def _thinned(key: tuple[object, ...], _view: View) -> gpd.GeoDataFrame:  # noqa: ARG001
    return simplified(_view.areas)


def _names(shapes: gpd.GeoDataFrame) -> list[list[object]]:
    """Return [latitude, longitude, name in code points], largest first."""
    sizes = shapes.geometry.envelope.bounds
    order = ((sizes.maxx - sizes.minx) * (sizes.maxy - sizes.miny)).sort_values(ascending=False)
    points = shapes.geometry.representative_point()
    return [
        [round(points[name].y, 5), round(points[name].x, 5), code_points(str(name)[:40])]
        for name in dict.fromkeys(order.index)
    ]


def _state(view: View, labels: pd.DataFrame, layer: Layer) -> str:
    """Return what changes on the map as JSON."""
    look = theme.mode()
    classes = None if layer.classes is None else layer.classes.tolist()
    chosen = thinned(view).geometry.iloc[layer.chosen]
    outline = chosen.union_all() if len(chosen) else None
    if layer.outline is not None:
        west, _, east, _ = view.areas.total_bounds
        outline = shapely.simplify(layer.outline, (east - west) / _DETAIL)
    if packing.has_many(view.areas):
        areas = packing.areas_state(view, layer.classes)
        classes = None
    else:
        areas = None
    if packing.has_many(view.assets):
        points, codes = packing.points_state(view, _with_stale(layer.places))
        listed = []
    else:
        points, codes = None, sorted(set(layer.places["category"]))
        listed = _listed(layer.places, codes)
    state = {
        "look": {name: theme.colour(token, look) for name, token in _COLOURS.items()},
        "dark": look == "dark",
        "base": packing.address(view, _base(view.key, look, view, labels)),
        "kinds": [code if code in BY_CODE else OTHER for code in codes],
        "places": listed,
        "points": points,
        "packed": areas,
        "ground": background.state_of(view, look),
        "squares": squares(view, layer.places),
        "classes": classes,
        "fills": theme.scale(layer.scale, look),
        "only": layer.only,
        "faint": FAINT,
        "chosen": shapely.geometry.mapping(outline) if outline else None,
        "sketch": _sketch(layer.sketch),
        "step": layer.step,
        "here": [layer.here[1], layer.here[0]] if layer.here else None,
        "reach": round(layer.reach_m),
        "mark": [layer.mark[1], layer.mark[0]] if layer.mark else None,
        "lacking": [[round(lat, 5), round(lon, 5)] for lon, lat in layer.lacking],
        "spots": [[round(lat, 5), round(lon, 5)] for lon, lat in layer.spots],
        "told": code_points(layer.told),
        "picked": layer.picked,
        "streets": background.streets_of(layer.streets),
        "view": _part(view, chosen, layer),
    }
    return json.dumps(state, separators=(",", ":"))


def _sketch(drawn: Sketch | None) -> dict[str, Any] | None:
    if drawn is None:
        return None
    corners = [[round(lat, 6), round(lon, 6)] for lon, lat in drawn.corners]
    return {"corners": corners, "closed": drawn.closed, "turn": drawn.turn}


def _with_stale(places: pd.DataFrame) -> pd.DataFrame:
    if "check_state" not in places:
        return places.assign(stale=False)
    return places.assign(stale=places["check_state"] == Freshness.STALE.value)


def squares(view: View, places: pd.DataFrame) -> list[list[tuple[float, float]]]:
    """Return the corners [latitude, longitude] of the squares that sensitive places lie in."""
    crs = view.holdings.place.metric_crs
    hidden = places[places["placed_by"] == CELL] if "placed_by" in places else places.head(0)
    centres = hidden[["lon", "lat"]].drop_duplicates().sort_values(["lon", "lat"])
    if crs is None or centres.empty:
        return []
    rings_ = corners_of(centres["lon"].to_numpy(float), centres["lat"].to_numpy(float), crs)
    return [[(round(lat, 5), round(lon, 5)) for lon, lat in ring] for ring in rings_]


def _listed(places: pd.DataFrame, codes: list[str]) -> list[list[float | int]]:
    order = {code: number for number, code in enumerate(codes)}
    return [
        [round(lat, 5), round(lon, 5), order[category], int(number), int(inside), int(stale)]
        for number, category, lon, lat, inside, stale in _with_stale(places)[
            ["number", "category", "lon", "lat", "inside", "stale"]
        ].itertuples(index=False)
    ]


def _kind(code: str, look: theme.Mode) -> tuple[str, str, str]:
    known = code if code in BY_CODE else OTHER
    style = theme.category_style(known, look)
    return style.colour, theme.data_uri(theme.category_svg(known, look, 52, rim=True)), style.shape


def _part(view: View, chosen: gpd.GeoSeries, layer: Layer) -> dict[str, Any]:
    """Return the part of the map to look at; its id changes when the visitor asks for another."""
    if layer.here is not None:
        (lon, lat), tall = layer.here, max(0.007, 1.1 * layer.reach_m / _METRES_A_DEGREE)
        wide = max(0.012, tall / max(0.05, math.cos(math.radians(lat))))
        box = np.array([lon - wide, lat - tall, lon + wide, lat + tall])
    elif layer.look is not None:
        box = np.array(layer.look)
    elif len(chosen):
        west, south, east, north = chosen.total_bounds
        margin = 0.15 * max(east - west, north - south)
        box = np.array([west - margin, south - margin, east + margin, north + margin])
    else:
        box = view.areas.total_bounds
    return {"id": zlib.crc32(np.round(box, 5).tobytes()), "bounds": bounds(box)}


def _centre(view: View) -> tuple[float, float]:
    west, south, east, north = view.areas.total_bounds
    return round((south + north) / 2, 5), round((west + east) / 2, 5)


def simplified(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return areas with fewer points, borders still shared where they were shared."""
    kept = packing.thinned(areas, _DETAIL)
    return areas[["area_code", "area_name"]].set_geometry(gpd.GeoSeries(kept, crs=areas.crs))


def rings(shape: Any) -> list[Any]:
    """Return the coordinates of a (multi)polygon as GeoJSON has them, to about 1 m."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return [
        [np.round(shapely.get_coordinates(ring), 5).tolist() for ring in (p.exterior, *p.interiors)]
        for p in parts
    ]


def bounds(box: NDArray[np.float64]) -> list[list[float]]:
    """Return [[south, west], [north, east]] of (west, south, east, north)."""
    west, south, east, north = (round(float(side), 5) for side in box)
    return [[south, west], [north, east]]
