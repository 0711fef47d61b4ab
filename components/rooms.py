"""The pages of the family "Strengths and gaps", and the row of links that leads round them."""

from __future__ import annotations

import streamlit as st

from components import counted, menu


def draw() -> None:
    """Draw the links to the pages of the family; what is counted otherwise goes along."""
    settings = counted.in_address()
    with st.container(key="rooms", horizontal=True, gap="medium"):
        for door in menu.FAMILY:
            menu.way(door.name, **settings)
