"""What the first visitor would wait for, done while the server starts."""

from __future__ import annotations

import gc
import logging
import pkgutil
from importlib import import_module
from typing import Final

import streamlit as st

import components
from components import cached, session
from components.map import places as map_places
from components.map import told
from sharedground.access import Role, local_actor
from sharedground.store import database, places

HEAVY: Final = ("geopandas", "plotly.graph_objects", "folium")
"""Not streamlit_folium: a component declared before Streamlit's runtime exists is not served."""

_SCRIPTS: Final = "components.shell"
"""Run by Streamlit, not imported."""

_log = logging.getLogger(__name__)


def warm() -> None:
    """Load what takes long to load, and open the store: before the first visitor is let in."""
    for name in HEAVY:
        import_module(name)
    for module in pkgutil.walk_packages(components.__path__, "components."):
        if not module.name.startswith(_SCRIPTS):
            import_module(module.name)
    try:
        cached.engine(database.default_url())
    except Exception:  # the pages say in words what is wrong with the store
        _log.warning("the store could not be opened", exc_info=True)


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Take what is loaded by now out of the collector's rounds, once, at the end of a run.

    Streamlit collects all garbage after each run; without this, runs take 5 to 8 times longer.
    """
    gc.collect()
    gc.freeze()


def make_ready() -> None:
    """Work out what a visitor of the place that opens first will see; meanwhile others may come."""
    try:
        engine = cached.engine(database.default_url())
        known = places.places(engine)
        engine, place = (engine, session.latest(known)) if known else cached.demo_town()
        for role in dict.fromkeys([local_actor().role, Role.READER]):
            view = cached.view(engine, place, role)
            cached.area_labels(view)
            map_places.numbered(view)
            told.ready(view)
            vision = cached.vision_in_use(view)
            if len(view.areas) and vision.outcomes:
                cached.assessment(view, vision)
    except Exception:  # the pages say in words what is wrong with the place
        _log.warning("the first view could not be made ready", exc_info=True)
