"""The server's entry: the pages, and the routes and headers round them."""

import streamlit as st

from components import frame
from components.server import headers, lifespan, routes

app = st.App(
    "components/shell/main.py",
    routes=routes.all_routes(),
    middleware=headers.middleware(),
    lifespan=lifespan.lifespan,
    on_script_error=frame.own_up,
)
