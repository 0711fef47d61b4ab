"""A place drawn from its own outlines, without tiles: crisp, small, and there when offline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import shapely
import streamlit as st
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from components import cached, theme
from components.parts import safe_html
from sharedground.views import View
from sharedground.words import say

WIDTH: Final = 1_000.0
"""A sketch is this many units wide, and as high as the place's shape asks for."""

_SEAM: Final = 0.05
"""Borders of neighbours that differ by less than this many units are one border."""

_DOT: Final = 6.5
_MARGIN: Final = 12.0
_LETTER: Final = 21.0
_LINE: Final = 46.0
_EDGE: Final = 40.0
_MOST_NAMES: Final = 14
_LONGEST: Final = 34

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sketch:
    """A place's outlines in units of the drawing: x to the right, y down.

    Parameters
    ----------
    codes, shapes
        Each area and its outline, in the order of the view's areas.
    groups
        The wards or neighbourhoods that a lookup names, with their outlines.
    height
        In units; the width is `WIDTH`.
    west, north, per_degree
        From degrees to units: x = (lon - west) * per_degree[0], y = (north - lat) * [1].
    """

    codes: tuple[str, ...]
    shapes: NDArray[np.object_]
    groups: dict[str, BaseGeometry]
    height: float
    west: float
    north: float
    per_degree: tuple[float, float]

    @cached_property
    def middles(self) -> Floats:
        """A point inside each outline, shape (areas, 2)."""
        return np.asarray(shapely.get_coordinates(shapely.point_on_surface(self.shapes)))

    def units(self, lon: pd.Series, lat: pd.Series) -> tuple[Floats, Floats]:
        """Return where points in degrees lie on the drawing."""
        x = (lon.to_numpy(dtype=float) - self.west) * self.per_degree[0]
        y = (self.north - lat.to_numpy(dtype=float)) * self.per_degree[1]
        return x, y


@st.cache_resource(max_entries=12, show_spinner=False)
def _sketch(key: tuple[object, ...], _seen: View) -> Sketch:  # noqa: ARG001
    outlines = _seen.areas.geometry.to_numpy()
    west, south, east, north = _seen.areas.total_bounds
    narrower = np.cos(np.radians((south + north) / 2))
    across = WIDTH - 2 * _MARGIN
    scale = across / max((east - west) * narrower, 1e-9)
    per_degree = (scale * narrower, scale)
    west, north = west - _MARGIN / per_degree[0], north + _MARGIN / per_degree[1]

    def drawn(points: Floats) -> Floats:
        return (points - [west, north]) * [per_degree[0], -per_degree[1]]

    shapes = _simpler(shapely.transform(outlines, drawn))
    names = cached.area_labels(_seen)["group"]
    groups = {
        str(name): shapely.union_all(shapes[rows.to_numpy()], grid_size=_SEAM)
        for name, rows in pd.Series(range(len(shapes))).groupby(names.to_numpy())
        if name
    }
    height = (north - south) * per_degree[1] + _MARGIN
    codes = tuple(_seen.areas["area_code"])
    return Sketch(codes, shapes, groups, float(height), float(west), float(north), per_degree)


def sketch(seen: View) -> Sketch:
    """Return a view's outlines ready to draw. The place must have areas."""
    return _sketch(seen.key, seen)


def _simpler(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Leave out bends too small to see, the same on both sides of a border."""
    try:
        simple = shapely.coverage_simplify(shapes, 0.8)
    except shapely.errors.GEOSException:  # outlines that overlap: each on its own
        simple = shapely.simplify(shapes, 0.8)
    return np.asarray(shapely.make_valid(simple), dtype=object)


def dot_map(seen: View, alt: str) -> None:
    """Draw every place on the map as a dot, with the names of the larger neighbourhoods.

    Parameters
    ----------
    alt
        What the picture shows, for those who cannot see it.
    """
    st.html(dot_map_html(sketch(seen), seen.assets, theme.mode(), alt))


def dot_map_html(drawn: Sketch, assets: pd.DataFrame, look: theme.Mode, alt: str) -> str:
    """Return the HTML of `dot_map`: a picture, names over it in the page's own font, a key."""
    picture = theme.data_uri(dot_map_svg(drawn, assets, look))
    names = "".join(
        f'<span style="position:absolute;left:{100 * x / WIDTH:.1f}%;'
        f"top:{100 * y / drawn.height:.1f}%;transform:translate(-50%,-50%);font-weight:650;"
        f'font-size:clamp(.8rem,3.3cqw,.95rem);line-height:1;white-space:nowrap;{_halo(look)}">{safe_html(name)}</span>'
        for name, x, y in label_places(drawn)
    )
    dot = theme.colour("brand", look)
    return (
        f'<figure style="margin:0 auto;max-width:min(100%,{_widest(drawn)}px)">'
        f'<div style="position:relative;container-type:inline-size">'
        f'<img src="{picture}" alt="{safe_html(alt)}" style="display:block;width:100%;height:auto">'
        f'<div aria-hidden="true">{names}</div></div>'
        f'<figcaption style="font-size:.9rem;margin-top:.5rem"><span style="display:inline-block;'
        f'width:10px;height:10px;border-radius:50%;background:{dot};margin-right:.5rem"></span>'
        f"{safe_html(say('One listed place'))}</figcaption></figure>"
    )


def spot(seen: View, point: tuple[float, float], alt: str) -> None:
    """Draw a small map of the place with one spot (lon, lat) on it.

    Parameters
    ----------
    alt
        Where the spot is, for those who cannot see it.
    """
    look = theme.mode()
    picture = theme.data_uri(spot_svg(sketch(seen), point, look))
    st.html(
        f'<img src="{picture}" alt="{safe_html(alt)}" '
        f'style="display:block;width:100%;max-width:260px;height:auto">'
    )


def spot_svg(drawn: Sketch, point: tuple[float, float], look: theme.Mode) -> str:
    """Return the picture of `spot`; what lies beyond the place is marked at its edge."""
    t = theme.tokens(look)
    x, y = drawn.units(pd.Series([point[0]]), pd.Series([point[1]]))
    across = np.clip(x[0], _EDGE, WIDTH - _EDGE)
    down = np.clip(y[0], _EDGE, drawn.height - _EDGE)
    inner = list(drawn.groups.values()) or list(drawn.shapes)
    ground = f'fill="{t["surface"]}" stroke="{t["surface"]}"'
    line = f'fill="none" stroke="{t["control"]}" stroke-width="4" stroke-linejoin="round"'
    ring = f'fill="{t["brand"]}" stroke="{t["bg"]}" stroke-width="10"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {drawn.height:.0f}"'
        f' width="{WIDTH:.0f}" height="{drawn.height:.0f}">'
        f'<path {ground} d="{path(drawn.shapes)}"/><path {line} d="{path(inner)}"/>'
        f'<circle {ring} cx="{across:.0f}" cy="{down:.0f}" r="34"/></svg>'
    )


def _widest(drawn: Sketch) -> int:
    """Return a width in pixels that keeps a tall place from filling two screens."""
    return round(min(620.0, 470.0 * WIDTH / drawn.height))


def _halo(look: theme.Mode) -> str:
    ground = theme.colour("surface", look)
    ring = ",".join(f"{x}px {y}px 2px {ground}" for x in (-2, 0, 2) for y in (-2, 0, 2) if x or y)
    return f"color:{theme.colour('ink', look)};text-shadow:{ring}"


def dot_map_svg(drawn: Sketch, assets: pd.DataFrame, look: theme.Mode) -> str:
    """Return the picture of `dot_map` without names, as SVG of `WIDTH` units."""
    t = theme.tokens(look)
    inner = list(drawn.groups.values()) or list(drawn.shapes)
    area = f'fill="{t["surface"]}" stroke="{t["surface"]}" stroke-width="1.5"'
    line = f'fill="none" stroke="{t["control"]}" stroke-width="2" stroke-linejoin="round"'
    dot = f'fill="{t["brand"]}" stroke="{t["bg"]}" stroke-width="2"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {drawn.height:.0f}"'
        f' width="{WIDTH:.0f}" height="{drawn.height:.0f}">'
        f'<path {area} d="{path(drawn.shapes)}"/><path {line} d="{path(inner)}"/>'
        f"<g {dot}>{''.join(_dots(drawn, assets))}</g></svg>"
    )


def _dots(drawn: Sketch, assets: pd.DataFrame) -> Iterable[str]:
    """Return one circle for each spot: two places in one building look like one."""
    x, y = drawn.units(assets["lon"], assets["lat"])
    inside = np.isfinite(x) & np.isfinite(y) & (x > 0) & (x < WIDTH) & (y > 0) & (y < drawn.height)
    spots = np.unique(np.column_stack([x[inside], y[inside]]).round(), axis=0)
    return (f'<circle cx="{a:.0f}" cy="{b:.0f}" r="{_DOT}"/>' for a, b in spots)


def path(shapes: Iterable[BaseGeometry]) -> str:
    """Return the `d` of an SVG path through all rings of these polygons."""
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z"
        for ring in rings(shapes)
    )


def rings(shapes: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Return the rings of all polygons: outer ones turn one way and holes the other."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray(list(shapes), dtype=object)))
    polygons = [p for p in parts if isinstance(p, shapely.Polygon) and not p.is_empty]
    turned = shapely.orient_polygons(np.asarray(polygons, dtype=object))
    return [ring for polygon in turned for ring in (polygon.exterior, *polygon.interiors)]


def label_places(drawn: Sketch) -> list[tuple[str, float, float]]:
    """Return the names to write on the drawing and where, largest first, none over another."""
    taken: list[tuple[float, float, float, float]] = []
    found = []
    by_size: Sequence[tuple[str, BaseGeometry]] = sorted(
        drawn.groups.items(), key=lambda item: -item[1].area
    )
    for full, shape in by_size:
        name = full if len(full) <= _LONGEST else full[: _LONGEST - 1].rstrip() + "…"
        point = shape.representative_point()
        half = len(name) * _LETTER / 2
        x = min(max(point.x, half), max(WIDTH - half, half))
        box = (x - half, point.y - _LINE / 2, x + half, point.y + _LINE / 2)
        if not any(_overlap(box, other) for other in taken):
            taken.append(box)
            found.append((name, x, point.y))
    return found[:_MOST_NAMES]


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
