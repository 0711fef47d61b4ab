"""One map, drawn in the way that the address asks for, with one filter.

`?way=naive` is one folium marker a place with a popup and a tooltip; `plain` is GeoJSON in the
feature group that streamlit-folium renews; `ours` is `components.map.layers`. `n` is how many
places, `areas` how many areas; the filter hides one kind of place of six, or gives other shades.
The page says what processor time its script took.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import streamlit as st
from streamlit_folium import st_folium

from components.map import layers
from components.map.leaflet import LocalMap
from components.server import warming
from sharedground import demo
from sharedground.access import Role
from sharedground.store import loading
from sharedground.views import View, view_for

KINDS = ("library", "park", "pharmacy", "food-support", "faith", "sport")


@st.cache_resource
def town(n: int, areas: int) -> View:
    """Return a made-up view of `n` places, in the demo town or in `areas` areas with 25 corners."""
    engine, place = demo.open_demo()
    view = view_for(loading.load(engine, place.place_id), Role.READER)
    west, south, east, north = view.areas.total_bounds
    random = np.random.default_rng(7)
    assets = view.assets.sample(n, replace=True, random_state=7).reset_index(drop=True)
    assets = assets.assign(
        lon=random.uniform(west, east, n), lat=random.uniform(south, north, n),
        category=random.choice(KINDS, n), placed_by="coordinates",
    )  # fmt: skip
    holdings = replace(view.holdings, data_revision=1_000_000 + n + areas)
    if areas:
        holdings = replace(holdings, areas=many_areas(areas, (west, south, east, north)))
    return replace(view, holdings=holdings, assets=assets)


def many_areas(n: int, box: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Return about n areas that fill a box, each with 25 corners."""
    side = int(np.ceil(np.sqrt(n)))
    west, south, east, north = box
    width, height = (east - west) / side, (north - south) / side
    turn = np.linspace(0, 2 * np.pi, 25, endpoint=False)
    shapes = [
        shapely.Polygon(np.column_stack([
            west + (column + 0.5 + 0.48 * np.cos(turn)) * width,
            south + (row + 0.5 + 0.48 * np.sin(turn)) * height,
        ]))
        for row in range(side) for column in range(side)
    ][:n]  # fmt: skip
    codes = [f"A{number:06d}" for number in range(n)]
    return gpd.GeoDataFrame(
        {"area_code": codes, "area_name": codes}, geometry=shapes, crs="EPSG:4326"
    )


def naive(places: pd.DataFrame) -> None:
    """Draw one marker a place: what most who use folium write first."""
    west, south, east, north = view.areas.total_bounds
    ground = LocalMap([(south + north) / 2, (west + east) / 2], zoom_start=12, tiles=None)
    for row in places.itertuples():
        folium.Marker(
            [row.lat, row.lon], tooltip=row.category, popup=f"{row.category} {row.asset_id}"
        ).add_to(ground)
    st_folium(ground, height=layers.HEIGHT, use_container_width=True, key="naive")


def plain(places: pd.DataFrame, shade: int) -> None:
    """Draw GeoJSON in the feature group: the best of folium without a layer of one's own."""
    west, south, east, north = view.areas.total_bounds
    ground = LocalMap([(south + north) / 2, (west + east) / 2], zoom_start=12, tiles=None,
                      prefer_canvas=True, max_zoom=18)  # fmt: skip
    group = folium.FeatureGroup(name="changing")
    if areas:
        fills = ["#eee", "#bbb", "#888"]
        shapes = view.areas[["area_code", "geometry"]].assign(shade=shades(shade))
        folium.GeoJson(
            json.loads(shapes.to_json(drop_id=True)),
            style_function=lambda feature: {
                "fillColor": fills[feature["properties"]["shade"] % 3], "weight": 0.5,
            },
        ).add_to(group)  # fmt: skip
    else:
        points = gpd.GeoDataFrame(
            places[["category"]], geometry=gpd.points_from_xy(places["lon"], places["lat"])
        )
        marker = folium.CircleMarker(radius=3, fill=True)
        folium.GeoJson(json.loads(points.to_json(drop_id=True)), marker=marker).add_to(group)
    st_folium(ground, height=layers.HEIGHT, use_container_width=True, key="plain",
              feature_group_to_add=group, returned_objects=["last_object_clicked"])  # fmt: skip


def ours(places: pd.DataFrame, shade: int) -> None:
    """Draw the map of the app."""
    labels = pd.DataFrame({"area_code": view.areas["area_code"], "group": "", "label": ""})
    columns = ["category", "lon", "lat", "placed_by"]
    found = places[columns].assign(number=places.index, inside=True)
    classes = shades(shade) if areas else None
    layer = layers.Layer(found, np.empty(0, dtype=np.int64), classes=classes)
    layers.draw(view, labels, layer, "ours")


def shades(shade: int) -> np.ndarray:
    """Return a class from 0 to 4 for each area."""
    return (np.arange(len(view.areas)) + shade) % 5


begun = time.thread_time()
way = st.query_params.get("way", "ours")
n, areas = int(st.query_params.get("n", "1000")), int(st.query_params.get("areas", "0"))
view = town(n, areas)
pressed = st.session_state.setdefault("pressed", 0)
if st.button("Filter"):
    pressed = st.session_state["pressed"] = pressed + 1
hidden = KINDS[pressed % len(KINDS)]
shown = view.assets if pressed == 0 or areas else view.assets[view.assets["category"] != hidden]
if way == "naive":
    naive(shown)
elif way == "plain":
    plain(shown, pressed)
else:
    ours(shown, pressed)
took = time.thread_time() - begun
st.html(f'<p id="run" data-run="{pressed}" data-took="{took}">{len(shown)}</p>')
warming.settle()
