"""The server of `benchmarks/map.py`: our own routes and headers around one page with one map."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from components.server import headers, lifespan, routes

app = st.App(
    "map_page.py",
    routes=routes.all_routes(),
    middleware=headers.middleware(),
    lifespan=lifespan.lifespan,
)
