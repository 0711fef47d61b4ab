"""The pages of the family "Strengths and gaps", and the row of links that leads round them."""

from __future__ import annotations

import streamlit as st

from components import counted, menu
from components.parts import safe_html
from sharedground.words import say


def draw(here: str) -> None:
    """Draw the links to the pages of the family; what is counted otherwise goes along.

    Parameters
    ----------
    here
        The name of the page that is open: it is named, and no link.
    """
    settings = counted.in_address()
    with st.container(key="rooms", horizontal=True, gap="medium"):
        for door in menu.FAMILY:
            if door.name == here:
                title = safe_html(say(door.title))
                st.html(f'<p class="sp-here" aria-current="page">{title}</p>', width="content")
            else:
                menu.way(door.name, **settings)
