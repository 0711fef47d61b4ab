"""A folium map that loads its scripts from this server, and nothing from anywhere else."""

from __future__ import annotations

from typing import Final

import folium

from components.server import scripts

HOME: Final = "../../assets/vendor/leaflet-1.9.4"
"""From the frame of streamlit-folium, `/component/streamlit_folium.st_folium/`."""


class LocalMap(folium.Map):
    """`folium.Map` without its web addresses.

    Notes
    -----
    Leaflet and our own scripts are loaded, as one file. What needs more does not work on it:
    `folium.Popup` (jQuery), `folium.Icon` (awesome-markers) and branca's colour maps (d3).
    `GeoJsonTooltip`, `CircleMarker`, `GeoJson` and `DivIcon` do work.
    """

    default_js = [("map", f"../../{scripts.address()}")]
    default_css = [("leaflet_css", f"{HOME}/leaflet.css")]
